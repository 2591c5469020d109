"""The words of a case: categories, states, and the one table of steps (domain page, "Life of a case")."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

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
    FORWARDED = "forwarded"
    AWAITING_GUIDANCE = "awaiting_guidance"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CaseStep(StrEnum):
    """What can be done to a case."""

    OPEN = "open"
    EDIT = "edit"
    FORWARD = "forward"
    REFER = "refer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STATE_NAMES: Final[Mapping[CaseState, str]] = MappingProxyType(
    {
        CaseState.NEW: "mới tiếp nhận",
        CaseState.FORWARDED: "đã chuyển đơn vị xử lý",
        CaseState.AWAITING_GUIDANCE: "chờ Văn phòng UBND thành phố hướng dẫn",
        CaseState.REFUSED: "đã từ chối",
        CaseState.WITHDRAWN: "đã được người dân thu hồi",
    }
)

STEP_NAMES: Final[Mapping[CaseStep, str]] = MappingProxyType(
    {
        CaseStep.OPEN: "tiếp nhận",
        CaseStep.EDIT: "sửa",
        CaseStep.FORWARD: "chuyển xử lý",
        CaseStep.REFER: "xin hướng dẫn",
        CaseStep.REFUSE: "từ chối",
        CaseStep.WITHDRAW: "thu hồi",
    }
)

# The life of a case: state -> step -> state. `None` is "not there yet". Forwarding ends 1022's own part (7.1b), so
# a forwarded case can no longer be refused or sent elsewhere by us; the citizen may take it back until the end.
TRANSITIONS: Final[Mapping[CaseState | None, Mapping[CaseStep, CaseState]]] = MappingProxyType(
    {
        None: {CaseStep.OPEN: CaseState.NEW},
        CaseState.NEW: {
            CaseStep.EDIT: CaseState.NEW,
            CaseStep.FORWARD: CaseState.FORWARDED,
            CaseStep.REFER: CaseState.AWAITING_GUIDANCE,
            CaseStep.REFUSE: CaseState.REFUSED,
            CaseStep.WITHDRAW: CaseState.WITHDRAWN,
        },
        CaseState.AWAITING_GUIDANCE: {
            CaseStep.EDIT: CaseState.AWAITING_GUIDANCE,
            CaseStep.FORWARD: CaseState.FORWARDED,
            CaseStep.REFUSE: CaseState.REFUSED,
            CaseStep.WITHDRAW: CaseState.WITHDRAWN,
        },
        CaseState.FORWARDED: {
            CaseStep.EDIT: CaseState.FORWARDED,
            CaseStep.WITHDRAW: CaseState.WITHDRAWN,
        },
        CaseState.REFUSED: {},
        CaseState.WITHDRAWN: {},
    }
)


def possible_steps(state: CaseState | None) -> tuple[CaseStep, ...]:
    """What can be done to a case in this state, in the order of `TRANSITIONS`."""
    return tuple(TRANSITIONS[state])


def next_state(state: CaseState | None, step: CaseStep) -> CaseState:
    """Where `step` leads from `state`; `ImpossibleStep` names the state and the steps that are possible."""
    to_state = TRANSITIONS[state].get(step)
    if to_state is None:
        state_name = STATE_NAMES[state] if state else "chưa được tiếp nhận"
        possible = [STEP_NAMES[other] for other in possible_steps(state)]
        raise ImpossibleStep(state_name, STEP_NAMES[step], possible)
    return to_state
