"""What can go wrong in the case store. Each message is one Vietnamese line that says what can be done.

    CrmError
    ├── NaiveMoment      a moment without a time zone was passed in (our mistake)
    ├── BadData          a file of crm/data, or a setting in its place, cannot be read
    ├── UnknownTerm      no row of the clock table answers
    ├── BadCaseCode      not a case code: wrong length or wrong check digit
    ├── CaseNumbersUsedUp
    ├── ImpossibleStep   the case's state does not allow the step
    ├── NotFound         no such case, contact, unit, reason, user
    ├── StaleCase        somebody saved the case meanwhile; carries the case as it is now
    └── IncompleteCase   fields that Điều 6 requires are missing

Messages carry codes and keys, never personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.views import CaseView


class CrmError(Exception):
    """Root of the room's errors."""


class NaiveMoment(CrmError):
    def __init__(self) -> None:
        super().__init__("Thời điểm phải kèm múi giờ, ví dụ 2026-08-21T16:30:00+07:00.")


class BadData(CrmError):
    """A data file or a setting is broken: which, where in it, and what is expected."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where


class UnknownTerm(CrmError):
    """No row of `crm/data/terms.toml` for this clock, category and circumstances."""

    def __init__(self, clock: str, circumstances: str, known: Iterable[str]) -> None:
        choices = ", ".join(known) or "không có"
        super().__init__(f"Không có thời hạn “{clock}” cho {circumstances}. Thời hạn hiện có: {choices}.")
        self.clock = clock


class BadCaseCode(CrmError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} Mã phản ánh gồm 9 chữ số, ví dụ 26 000 123 7; hãy kiểm tra và nhập lại.")


class CaseNumbersUsedUp(CrmError):
    def __init__(self, year: int, number: int) -> None:
        super().__init__(f"Số thứ tự {number} của năm {year} nằm ngoài 1–999999: không tạo được mã phản ánh.")


class ImpossibleStep(CrmError):
    """The step is not in the row of the state; `possible` is what is (see `crm.case.TRANSITIONS`)."""

    def __init__(self, state: str, step: str, possible: Sequence[str]) -> None:
        choices = ", ".join(possible) or "không còn bước nào"
        super().__init__(f"Không thể {step} khi phản ánh {state}. Bước có thể làm: {choices}.")
        self.possible = tuple(possible)


class NotFound(CrmError):
    """`what` is the Vietnamese noun ("phản ánh", "lượt liên hệ"), `key` a code, never personal data."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"Không tìm thấy {what} “{key}”.")
        self.what = what
        self.key = key


class StaleCase(CrmError):
    def __init__(self, current: CaseView) -> None:
        super().__init__(
            f"Phản ánh {current.code} đã được người khác sửa (bản {current.version}). "
            "Hãy xem lại bản mới rồi lưu lần nữa."
        )
        self.current = current


class IncompleteCase(CrmError):
    """`fields` are names of `TicketFields`; Điều 6 requires the name and the content."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__("Phản ánh còn thiếu thông tin bắt buộc. Hãy điền: " + ", ".join(fields) + ".")
        self.fields = tuple(fields)
