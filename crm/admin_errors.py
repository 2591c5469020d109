"""What can go wrong when an administrator changes units, rules, days. One Vietnamese line each, under `CrmError`.

CrmError
├── BadCell        a cell that cannot be read; becomes a fault of its line
├── BadSheet       a sheet with faults: every one is told, nothing of it was taken over
├── BookRefused    a change that cannot be, and what to do first
│   └── StaleBook  somebody changed it meanwhile
└── FaultyRules    a rule set that may not be published as it is
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from crm.errors import CrmError

if TYPE_CHECKING:
    from crm.rule_check import RuleFault
    from crm.sheets import Fault

TOLD: Final = 3  # faults in the message; `faults` has all


class BadCell(CrmError):
    """What is wrong with the cell, and what would be right; the reader of the sheet adds where it stands."""


class BadSheet(CrmError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"Bảng có {len(faults)} lỗi, chưa nhận dòng nào. {told(faults)}")
        self.faults = tuple(faults)


class BookRefused(CrmError):
    """The message says why the change cannot be, and what has to be done first."""


class StaleBook(BookRefused):
    """`what` is the row or the table that is no longer what the change was made on."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} đã được người khác sửa. Hãy tải lại, xem lại rồi sửa lần nữa.")


class FaultyRules(CrmError):
    def __init__(self, number: int, faults: Sequence[RuleFault]) -> None:
        super().__init__(f"Bộ quy tắc {number} còn {len(faults)} lỗi phải sửa trước khi công bố. {told(faults)}")
        self.faults = tuple(faults)


def told(faults: Sequence[object]) -> str:
    """The first faults, in one line."""
    more = [f"và {len(faults) - TOLD} lỗi khác"] if len(faults) > TOLD else []
    return "; ".join([*map(str, faults[:TOLD]), *more]).capitalize() + "."
