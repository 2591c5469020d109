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
    ├── StaleIncident    somebody changed the parent incident meanwhile; carries it as it is now
    ├── IncompleteCase   fields that Điều 6, or the step, requires are missing
    ├── WrongValue       a field is filled with what cannot be
    ├── HasDuplicates    other reports hang on the case
    ├── WrongUnit        the regulation names another unit for this category (7.2)
    ├── ContactSettled   the contact became a case already
    ├── AttachmentRefused a file that is too large, broken, or of a kind that is not taken
    ├── AccountRefused   a user name, role or password that cannot be
    ├── BadPeriod        a report's period that is none, or has not come
    ├── RealCases        invented ones would be put among them
    └── StoreUnavailable the database cannot be reached, opened, or is not set up
        └── StoreBusy    others wrote the same at the same moment; nothing was saved

Messages carry codes and keys, never personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm.field_names import FIELD_NAMES

if TYPE_CHECKING:
    from crm.incident_messages import IncidentLine
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
    """The step is not in the row of the state; `possible` is what is (see `crm.case.LIFE`)."""

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


class StaleIncident(CrmError):
    def __init__(self, current: IncidentLine) -> None:
        super().__init__(
            f"Sự cố chung số {current.id} đã được người khác sửa (bản {current.version}). "
            "Hãy xem lại bản mới rồi làm lại."
        )
        self.current = current


class IncompleteCase(CrmError):
    """`fields` are names of fields of the command; Điều 6 requires the reporter's name and the content."""

    def __init__(self, fields: Sequence[str]) -> None:
        names = ", ".join(FIELD_NAMES[field] for field in fields)
        super().__init__(f"Phản ánh còn thiếu thông tin bắt buộc. Hãy điền: {names}.")
        self.fields = tuple(fields)


class WrongValue(CrmError):
    """`field` of the command is filled with what cannot be; the message says why, and what would be right."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


class HasDuplicates(CrmError):
    """Others reported the same matter: its first case does not end by a refusal, withdrawal or attachment (7.5)."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(
            f"Các phản ánh {', '.join(codes)} đang được xử lý cùng phản ánh này. Hãy bỏ ghép trùng lặp trước."
        )
        self.codes = tuple(codes)


class WrongUnit(CrmError):
    """A directive case goes to the city office and nowhere else (Điều 7.2)."""

    def __init__(self, city_office: str) -> None:
        super().__init__(
            "Nội dung đã có chỉ đạo của Lãnh đạo thành phố phải chuyển Văn phòng UBND thành phố (Điều 7.2). "
            f"Hãy chọn đơn vị {city_office}, hoặc phân loại lại phản ánh."
        )


class ContactSettled(CrmError):
    """A contact that became a case cannot be closed without one."""

    def __init__(self, case_code: str) -> None:
        super().__init__(
            f"Cuộc gọi này đã được lập phiếu {case_code}. Hãy từ chối hoặc thu hồi phiếu đó thay vì đóng cuộc gọi."
        )
        self.case_code = case_code


class AttachmentRefused(CrmError):
    """`why`: unknown_type, empty, too_large, too_many or broken; the message says what would be taken."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class AccountRefused(CrmError):
    """`what` says what is wrong with the account and what would be right."""


class BadPeriod(CrmError):
    """`what` says what is wrong with the day or quarter asked for, and what would be right."""


class RealCases(CrmError):
    """`count` cases of people who exist stand where a demonstration was to be filled in."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Cơ sở dữ liệu đang có {count} phản ánh thật, không đưa dữ liệu mẫu vào. "
            "Hãy dùng cơ sở dữ liệu khác, hoặc thêm --force nếu chắc chắn."
        )


class StoreUnavailable(CrmError):
    """`what` is wrong, in our words where we know them, else the database's own first line; `remedy` helps."""

    def __init__(
        self, what: str, remedy: str = "Hãy kiểm tra địa chỉ, ổ đĩa và quyền ghi, hoặc chạy “callcenter setup”."
    ) -> None:
        super().__init__(f"Không dùng được cơ sở dữ liệu ({what}). {remedy}")


class StoreBusy(StoreUnavailable):
    """PostgreSQL let one of two that wait for each other go on; this is the other."""

    def __init__(self) -> None:
        super().__init__("hai người ghi cùng lúc", "Chưa có gì được lưu: hãy lưu lại.")
