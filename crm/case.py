"""The words of a case, and its life: one table of steps for all categories (Điều 7 and 8; domain page).

`LIFE` is the one place that says which step leads where, for which categories, on which article, and which words of
the clock table (`starts_at` and `stops_at` in crm/data/terms.toml) happen with it. Everything else is read from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, assert_never

from crm.errors import ImpossibleStep


class Category(StrEnum):
    """What Điều 5 lets 1022 take in. The value is the key used in data, API and command line."""

    INFRASTRUCTURE = "infrastructure"  # 5.1 Sự cố hạ tầng kỹ thuật
    SOCIAL = "social"  # 5.2 kinh tế - văn hóa - xã hội, quốc phòng - an ninh trật tự
    SUGGESTION = "suggestion"  # 5.3 Góp ý, hiến kế
    DIRECTIVE = "directive"  # 5.4 đã có chỉ đạo của Lãnh đạo thành phố nhưng chậm


class SocialField(StrEnum):
    """The two lines a social case can fall under in Biểu mẫu 01."""

    ECONOMY_CULTURE_SOCIETY = "economy_culture_society"  # Kinh tế, văn hóa - xã hội
    DEFENCE_SECURITY = "defence_security"  # Quốc phòng an ninh


class CaseState(StrEnum):
    """Where a case is in its life."""

    NEW = "new"
    AWAITING_GUIDANCE = "awaiting_guidance"  # at the city office, which names the unit (7.4)
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"  # by the unit
    VERIFIED = "verified"  # infrastructure: real, and the unit's own
    ASSIGNED = "assigned"  # infrastructure: a sub-unit goes to the site
    IN_PROGRESS = "in_progress"  # the other categories
    EXTENDED = "extended"  # social: not done in time, with a committed date
    RETURNED = "returned"  # by the unit to 1022, which forwards it again
    RESOLVED = "resolved"  # there is a result
    CLOSED = "closed"  # and the reporter was told it
    DUPLICATE = "duplicate"  # of one primary case
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CaseStep(StrEnum):
    """What can be done to a case."""

    OPEN = "open"
    EDIT = "edit"
    RECLASSIFY = "reclassify"
    FORWARD = "forward"
    REFER = "refer"
    GUIDE = "guide"
    ACCEPT = "accept"
    VERIFY = "verify"
    REPORT_FALSE = "report_false"
    ASSIGN = "assign"
    EXPECT = "expect"
    EXTEND = "extend"
    CONSULT = "consult"
    PROGRESS_NOTE = "progress_note"
    RESOLVE = "resolve"
    RETURN = "return"
    FORWARD_ON = "forward_on"
    CLOSE = "close"
    TELL_RESULT = "tell_result"
    DUPLICATE = "duplicate"
    NOTIFY = "notify"
    UNDO_DUPLICATE = "undo_duplicate"
    JOIN_INCIDENT = "join_incident"
    LEAVE_INCIDENT = "leave_incident"
    ATTACH = "attach"
    REMOVE_ATTACHMENT = "remove_attachment"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STATE_NAMES: Final[Mapping[CaseState, str]] = MappingProxyType(
    {
        CaseState.NEW: "mới tiếp nhận",
        CaseState.AWAITING_GUIDANCE: "chờ Văn phòng UBND thành phố hướng dẫn",
        CaseState.FORWARDED: "đã chuyển đơn vị xử lý",
        CaseState.ACCEPTED: "đã được đơn vị tiếp nhận",
        CaseState.VERIFIED: "đã xác minh là có thật",
        CaseState.ASSIGNED: "đã giao đơn vị trực tiếp xử lý",
        CaseState.IN_PROGRESS: "đang xử lý",
        CaseState.EXTENDED: "đã gia hạn",
        CaseState.RETURNED: "bị đơn vị chuyển trả",
        CaseState.RESOLVED: "đã có kết quả xử lý",
        CaseState.CLOSED: "đã kết thúc",
        CaseState.DUPLICATE: "đã ghép vào phản ánh trùng lặp",
        CaseState.REFUSED: "đã từ chối",
        CaseState.WITHDRAWN: "đã được người dân thu hồi",
    }
)

STEP_NAMES: Final[Mapping[CaseStep, str]] = MappingProxyType(
    {
        CaseStep.OPEN: "tiếp nhận",
        CaseStep.EDIT: "sửa",
        CaseStep.RECLASSIFY: "phân loại lại",
        CaseStep.FORWARD: "chuyển xử lý",
        CaseStep.REFER: "xin hướng dẫn",
        CaseStep.GUIDE: "hướng dẫn đơn vị xử lý",
        CaseStep.ACCEPT: "đơn vị tiếp nhận",
        CaseStep.VERIFY: "xác minh có thật",
        CaseStep.REPORT_FALSE: "xác minh báo giả",
        CaseStep.ASSIGN: "giao xử lý",
        CaseStep.EXPECT: "báo thời gian dự kiến hoàn tất",
        CaseStep.EXTEND: "gia hạn",
        CaseStep.CONSULT: "lấy ý kiến cơ quan liên quan",
        CaseStep.PROGRESS_NOTE: "cập nhật tiến độ",
        CaseStep.RESOLVE: "cập nhật kết quả",
        CaseStep.RETURN: "chuyển trả",
        CaseStep.FORWARD_ON: "chuyển cơ quan có thẩm quyền",
        CaseStep.CLOSE: "kết thúc",
        CaseStep.TELL_RESULT: "báo kết quả của phản ánh đầu tiên",
        CaseStep.DUPLICATE: "ghép trùng lặp",
        CaseStep.NOTIFY: "báo người phản ánh",
        CaseStep.UNDO_DUPLICATE: "bỏ ghép trùng lặp",
        CaseStep.JOIN_INCIDENT: "đưa vào sự cố chung",
        CaseStep.LEAVE_INCIDENT: "đưa ra khỏi sự cố chung",
        CaseStep.ATTACH: "đính kèm tệp",
        CaseStep.REMOVE_ATTACHMENT: "gỡ tệp đính kèm",
        CaseStep.REFUSE: "từ chối",
        CaseStep.WITHDRAW: "thu hồi",
    }
)


class Doer(StrEnum):
    """Who a step is for: 1022, whoever has the case as its unit, the city office, the system itself; or 1022 by way of
    the parent incident (`crm.incidents`), or anybody with a file (`crm.attachments`), not of the case alone."""

    DESK = "desk"
    UNIT = "unit"
    CITY_OFFICE = "city_office"
    SYSTEM = "system"
    INCIDENT = "incident"
    FILE = "file"


@dataclass(frozen=True)
class Way:
    """One line of the table of steps. `to` is None where the case stays in its state, or goes back (an undo)."""

    doer: Doer
    step: CaseStep
    origins: tuple[CaseState | None, ...]  # None: not there yet
    to: CaseState | None
    article: str  # "" where the reason chosen brings its own (a refusal)
    events: tuple[str, ...]  # the last one ends the clocks that the state no longer has and no event names
    categories: frozenset[Category] = frozenset(Category)


_S, _DO, _STAY = CaseState, CaseStep, None
_DESK, _UNIT, _OFFICE, _SYSTEM, _INCIDENT, _FILE = Doer
_INFRA, _SOCIAL, _SUGGEST, _DIRECT = (frozenset({category}) for category in Category)
_NOT_DIRECT: Final = _INFRA | _SOCIAL | _SUGGEST
_AT_1022: Final = (_S.NEW, _S.AWAITING_GUIDANCE, _S.RETURNED)
_RECEIVED: Final = (_S.FORWARDED, _S.ACCEPTED)
_WORKED_ON: Final = (_S.ASSIGNED, _S.IN_PROGRESS, _S.EXTENDED)
_UNFINISHED: Final = (*_AT_1022, *_RECEIVED, _S.VERIFIED, *_WORKED_ON)
_LIVING: Final = (*_UNFINISHED, _S.RESOLVED, _S.DUPLICATE)
_TO_UNIT: Final = ("unit_received", "forwarded")
_TO_OFFICE: Final = ("city_office_received", "forwarded")
_NOT_OURS: Final = ("verdict_not_ours", "returned")

# The regulation has no article on a suggestion or directive that a unit gives back, nor on a return after an incident
# was verified: both are allowed [decided], so that a mistake never holds a case where nobody can act on it.
# fmt: off
LIFE: Final = (
    Way(_DESK, _DO.OPEN, (None,), _S.NEW, "7.1a", ("replaced",)),
    Way(_DESK, _DO.EDIT, (*_UNFINISHED, _S.RESOLVED), _STAY, "7.1b", ("edited",)),
    Way(_DESK, _DO.RECLASSIFY, (*_AT_1022, *_RECEIVED), _STAY, "7.1b", ("replaced",)),
    Way(_DESK, _DO.FORWARD, (_S.NEW,), _S.FORWARDED, "7.1b", _TO_UNIT, _INFRA | _SOCIAL),
    Way(_DESK, _DO.FORWARD, (_S.NEW,), _S.FORWARDED, "8.3a", _TO_UNIT, _SUGGEST),
    Way(_DESK, _DO.FORWARD, (_S.NEW, _S.RETURNED), _S.FORWARDED, "7.2", _TO_OFFICE, _DIRECT),
    Way(_DESK, _DO.FORWARD, (_S.AWAITING_GUIDANCE,), _S.FORWARDED, "7.2", ("guided", *_TO_OFFICE), _DIRECT),
    Way(_DESK, _DO.FORWARD, (_S.AWAITING_GUIDANCE,), _S.FORWARDED, "7.4", ("guided", *_TO_UNIT), _NOT_DIRECT),
    Way(_DESK, _DO.FORWARD, (_S.RETURNED,), _S.FORWARDED, "8.1a", _TO_UNIT, _INFRA),
    Way(_DESK, _DO.FORWARD, (_S.RETURNED,), _S.FORWARDED, "8.2g", _TO_UNIT, _SOCIAL),
    Way(_DESK, _DO.FORWARD, (_S.RETURNED,), _S.FORWARDED, "8.3a", _TO_UNIT, _SUGGEST),
    Way(_DESK, _DO.REFER, (_S.NEW, _S.RETURNED), _S.AWAITING_GUIDANCE, "7.4", ("referred",), _NOT_DIRECT),
    Way(_OFFICE, _DO.GUIDE, (_S.AWAITING_GUIDANCE,), _S.FORWARDED, "7.4", ("guided", *_TO_UNIT), _NOT_DIRECT),
    Way(_UNIT, _DO.ACCEPT, (_S.FORWARDED,), _S.ACCEPTED, "8.1a", ("accepted",), _INFRA),
    Way(_UNIT, _DO.ACCEPT, (_S.FORWARDED,), _S.ACCEPTED, "8.2a", ("accepted",), _SOCIAL),
    Way(_UNIT, _DO.ACCEPT, (_S.FORWARDED,), _S.ACCEPTED, "8.3b", ("accepted",), _SUGGEST),
    Way(_UNIT, _DO.ACCEPT, (_S.FORWARDED,), _S.ACCEPTED, "8.4b", ("accepted",), _DIRECT),
    Way(_UNIT, _DO.VERIFY, (_S.ACCEPTED,), _S.VERIFIED, "8.1a", ("verdict_real",), _INFRA),
    Way(_UNIT, _DO.REPORT_FALSE, (_S.ACCEPTED,), _S.RESOLVED, "8.1a", ("verdict_not_real", "result"), _INFRA),
    Way(_UNIT, _DO.ASSIGN, (_S.VERIFIED,), _S.ASSIGNED, "8.1b", ("sub_unit_assigned",), _INFRA),
    Way(_UNIT, _DO.ASSIGN, (_S.ACCEPTED,), _S.IN_PROGRESS, "8.2a", ("sub_unit_assigned",), _SOCIAL),
    Way(_UNIT, _DO.ASSIGN, (_S.ACCEPTED,), _S.IN_PROGRESS, "8.3b", ("sub_unit_assigned",), _SUGGEST),
    Way(_UNIT, _DO.ASSIGN, (_S.ACCEPTED,), _S.IN_PROGRESS, "8.4b", ("sub_unit_assigned",), _DIRECT),
    Way(_UNIT, _DO.ASSIGN, _WORKED_ON, _STAY, "12.2", ("sub_unit_changed",)),
    Way(_UNIT, _DO.EXPECT, (_S.ASSIGNED,), _STAY, "8.1c", ("completion_expected",), _INFRA),
    Way(_UNIT, _DO.EXTEND, (_S.IN_PROGRESS,), _S.EXTENDED, "8.2e", ("extended",), _SOCIAL),
    Way(_UNIT, _DO.CONSULT, (_S.ACCEPTED, _S.IN_PROGRESS), _STAY, "8.3", ("consulted",), _SUGGEST),
    Way(_UNIT, _DO.PROGRESS_NOTE, (_S.ACCEPTED, _S.VERIFIED, *_WORKED_ON), _STAY, "12.1", ("noted",)),
    Way(_UNIT, _DO.RESOLVE, (_S.ASSIGNED,), _S.RESOLVED, "8.1c", ("fixed", "result"), _INFRA),
    Way(_UNIT, _DO.RESOLVE, (_S.IN_PROGRESS,), _S.RESOLVED, "8.2c", ("result",), _SOCIAL),
    Way(_UNIT, _DO.RESOLVE, (_S.EXTENDED,), _S.RESOLVED, "8.2e", ("result",), _SOCIAL),
    Way(_UNIT, _DO.RESOLVE, (_S.IN_PROGRESS,), _S.RESOLVED, "8.3c", ("result",), _SUGGEST),
    Way(_UNIT, _DO.RESOLVE, (_S.IN_PROGRESS,), _S.RESOLVED, "8.4c", ("result",), _DIRECT),
    Way(_UNIT, _DO.RETURN, (*_RECEIVED, _S.VERIFIED, _S.ASSIGNED), _S.RETURNED, "8.1a", _NOT_OURS, _INFRA),
    Way(_UNIT, _DO.RETURN, (*_RECEIVED, _S.IN_PROGRESS), _S.RETURNED, "8.2g", _NOT_OURS, _SOCIAL),
    Way(_UNIT, _DO.RETURN, (*_RECEIVED, _S.IN_PROGRESS), _S.RETURNED, "8.3b", _NOT_OURS, _SUGGEST),
    Way(_UNIT, _DO.RETURN, (*_RECEIVED, _S.IN_PROGRESS), _S.RETURNED, "8.4b", _NOT_OURS, _DIRECT),
    Way(_UNIT, _DO.FORWARD_ON, (*_RECEIVED, _S.IN_PROGRESS), _S.FORWARDED, "8.2f", ("passed_on", *_TO_UNIT), _SOCIAL),
    Way(_OFFICE, _DO.FORWARD_ON, _RECEIVED, _S.FORWARDED, "8.4a", _TO_UNIT, _DIRECT),
    Way(_DESK, _DO.CLOSE, (_S.RESOLVED,), _S.CLOSED, "8.5a", ("reporter_told", "closed")),
    Way(_DESK, _DO.DUPLICATE, (*_AT_1022, *_RECEIVED), _S.DUPLICATE, "7.5", ("duplicate",)),
    Way(_DESK, _DO.NOTIFY, (_S.DUPLICATE,), _STAY, "7.5", ("reporter_told",)),
    Way(_DESK, _DO.UNDO_DUPLICATE, (_S.DUPLICATE,), _STAY, "7.5", ("undone",)),
    Way(_SYSTEM, _DO.TELL_RESULT, (_S.DUPLICATE,), _S.CLOSED, "8.5a", ("reporter_told", "closed")),
    Way(_INCIDENT, _DO.JOIN_INCIDENT, _LIVING, _STAY, "7.5", ("joined_incident",)),
    Way(_INCIDENT, _DO.LEAVE_INCIDENT, _LIVING, _STAY, "7.5", ("left_incident",)),
    Way(_FILE, _DO.ATTACH, tuple(_S), _STAY, "6.4", ("attached",)),
    Way(_FILE, _DO.REMOVE_ATTACHMENT, tuple(_S), _STAY, "6.4", ("removed",)),
    Way(_DESK, _DO.REFUSE, _AT_1022, _S.REFUSED, "", ("refused",)),
    Way(_DESK, _DO.WITHDRAW, (*_UNFINISHED, _S.DUPLICATE), _S.WITHDRAWN, "Biểu mẫu 01", ("withdrawn",)),
)
# fmt: on

ENDED: Final = frozenset({CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN})
AT_1022: Final = frozenset({*_AT_1022, CaseState.RESOLVED})  # 1022 has to act on it
AT_UNIT: Final = frozenset({*_RECEIVED, CaseState.VERIFIED, *_WORKED_ON})


@cache
def ways(state: CaseState | None, category: Category) -> Mapping[CaseStep, Way]:
    """What the table has for a case of this category in this state, in its order."""
    return MappingProxyType({way.step: way for way in LIFE if state in way.origins and category in way.categories})


def possible_steps(
    state: CaseState | None, category: Category, *, at_city_office: bool = False
) -> tuple[CaseStep, ...]:
    """What somebody can do to a case. `at_city_office`: it is the city office that has it as its unit (8.4a)."""
    return tuple(way.step for way in ways(state, category).values() if is_open(way, at_city_office))


def find_way(state: CaseState | None, step: CaseStep, category: Category, *, at_city_office: bool = False) -> Way:
    """The line of the table for this step; `ImpossibleStep` names the state and the steps that are possible."""
    way = ways(state, category).get(step)
    if way is None or not (way.doer in (Doer.SYSTEM, Doer.INCIDENT, Doer.FILE) or is_open(way, at_city_office)):
        state_name = STATE_NAMES[state] if state else "chưa được tiếp nhận"
        possible = possible_steps(state, category, at_city_office=at_city_office)
        raise ImpossibleStep(state_name, STEP_NAMES[step], [STEP_NAMES[other] for other in possible])
    return way


def next_state(
    state: CaseState | None, step: CaseStep, category: Category, *, at_city_office: bool = False
) -> CaseState:
    """Where `step` leads from `state`. Raises `ImpossibleStep`. (An undo goes back to where the history says.)"""
    to_state = find_way(state, step, category, at_city_office=at_city_office).to or state
    assert to_state is not None  # OPEN, the one step from nowhere, leads somewhere
    return to_state


def is_open(way: Way, at_city_office: bool) -> bool:
    """Whether somebody can go this way now: what only the city office may do needs the case to be there."""
    match way.doer:
        case Doer.DESK | Doer.UNIT:
            return True
        case Doer.CITY_OFFICE:
            return at_city_office or CaseState.AWAITING_GUIDANCE in way.origins
        case Doer.SYSTEM | Doer.INCIDENT | Doer.FILE:
            return False
    assert_never(way.doer)
