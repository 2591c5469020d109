"""What the case store answers: frozen pictures, safe to hand to pages, API and command line."""

from dataclasses import dataclass, field
from datetime import date, datetime

from crm.case import CaseState, CaseStep, Category, Doer, SocialField
from crm.messages import ContactState, TicketFields


@dataclass(frozen=True)
class ClockView:
    """One running or ended term. `state` is open, met or breached, as seen at the moment asked."""

    name: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    stopped_by: str | None  # forwarded, referred, refused, withdrawn, no_case, ...
    state: str
    source: str  # article, e.g. "7.3"
    counting: str  # clock, office, working_days, calendar_days


@dataclass(frozen=True)
class HistoryView:
    at: datetime
    actor: str
    actor_name: str
    step: CaseStep
    from_state: CaseState | None
    to_state: CaseState
    why: str
    article: str
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)  # field -> (before, after)


@dataclass(frozen=True)
class ContactView:
    linkedid: str
    channel: str
    state: ContactState
    phone: str  # E.164, or as heard when it is no possible number
    caller_name: str
    answered_at: datetime | None
    queued_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    operator: str | None
    keys: tuple[str, ...]
    category: Category | None
    topic: str | None
    recording: str | None
    fallback: bool
    callback_wanted: bool
    joined_incident: int | None
    case_code: str | None
    no_case_reason: str | None
    clock: ClockView | None  # the intake clock
    voicemail: str | None = None  # path of the message left, relative to the recordings folder
    queues: tuple[str, ...] = ()  # waited in, in order


@dataclass(frozen=True)
class UnitView:
    code: str
    name: str
    phone: str
    sample: bool
    active: bool = True  # False: it gets nothing new any more


@dataclass(frozen=True)
class HeldView:
    """How long one holder has had a case (`crm.holders`), in whole seconds."""

    kind: str  # 1022, city_office, unit, sub_unit
    unit: str | None  # code
    unit_name: str
    sub_unit: str | None
    seconds: int  # as they pass
    counted_seconds: int  # in the counting of the case's term: of working days only, for one
    has_it: bool  # at the moment asked


@dataclass(frozen=True)
class AttachmentView:
    """A file of a case: what it is by its content, and who added it when."""

    id: int
    case_code: str
    kind: str  # picture, video, sound, document
    media_type: str
    name: str  # as its sender called it
    size: int  # bytes
    sha256: str
    width: int | None  # pixels of a picture
    height: int | None
    seconds: int | None  # of a video or sound
    added_at: datetime
    added_by: str


@dataclass(frozen=True)
class StepView:
    """What can be done to a case next (`crm.open_steps`)."""

    step: CaseStep
    doer: Doer  # who normally takes it: 1022 may write it down for a unit that phoned
    article: str
    usual: bool  # the one a case like this normally takes
    until: date | None = None  # the last day it may promise (8.2e)


@dataclass(frozen=True)
class CaseView:
    code: str
    version: int
    state: CaseState
    fields: TicketFields
    unit: UnitView | None
    received_at: datetime
    created_at: datetime
    created_by: str
    clocks: tuple[ClockView, ...]
    contacts: tuple[ContactView, ...]
    history: tuple[HistoryView, ...]
    steps: tuple[StepView, ...]  # possible now
    sub_unit: str | None
    duplicate_of: str | None  # the primary case's code
    incident_id: int | None
    expected_at: datetime | None  # dự kiến hoàn tất (8.1c)
    committed_at: datetime | None  # the end of the day committed to (8.2e)
    closed_at: datetime | None  # closed, refused, withdrawn
    duplicates: tuple[str, ...]  # codes of the reports that are attached to this one
    counting: str  # of the case's term: clock, working_days, calendar_days
    held: tuple[HeldView, ...]  # whose time it was, in the order they first had it
    attachments: tuple[AttachmentView, ...] = ()  # those not removed, the first one first

    @property
    def possible_steps(self) -> tuple[CaseStep, ...]:
        return tuple(step.step for step in self.steps)


@dataclass(frozen=True)
class CaseLine:
    """One line of a list of cases."""

    code: str
    state: CaseState
    category: Category | None
    topic: str | None
    content: str
    ward: str | None
    place: str
    reporter_name: str
    reporter_phone: str
    unit: str | None
    received_at: datetime
    clock: ClockView | None  # the open clock due first, else None
    desk_acts: bool  # 1022 has to do something about it


@dataclass(frozen=True)
class CallerView:
    """All we know of a phone number, for the screen pop."""

    phone: str
    reporter_name: str
    reporter_address: str
    reporter_email: str
    contacts: tuple[ContactView, ...]  # newest first, at most 10, the current call left out
    contact_count: int
    open_cases: tuple[CaseLine, ...]  # newest first
    case_count: int


@dataclass(frozen=True)
class LosingRule:
    rule: str
    unit: str
    why: str


@dataclass(frozen=True)
class RoutingAnswer:
    """The unit, the rule that won, why (Vietnamese, one line), and why the others lost."""

    unit: UnitView
    rule: str | None  # None when no rule matched or two tied
    reason: str
    referral: bool  # True: goes to the city office for guidance (7.4), not as processing unit
    source: str  # article: "7.1b", "7.2" or "7.4"
    losers: tuple[LosingRule, ...]
    rule_set: int | None  # the number of the set that was asked; None: there was none yet


@dataclass(frozen=True)
class CaseStatus:
    """What may be said to anybody who knows the code: no personal data."""

    code: str
    state: CaseState
    unit: str | None
    due_at: datetime | None
    unit_kind: str | None = None  # city_office, department, vertical, utility, committee: what the menu has words for


@dataclass(frozen=True)
class UserView:
    username: str
    full_name: str
    role: str
    active: bool


@dataclass(frozen=True)
class SocialChoice:
    key: SocialField
    name: str


@dataclass(frozen=True)
class ClockWarning:
    """A running clock that has come to a warning (50, 80, 100 per cent of its term), and whom it concerns."""

    name: str
    percent: int
    started_at: datetime
    due_at: datetime
    linkedid: str | None  # of the contact, for an intake clock that began with a call
    code: str | None  # of the case; None while the contact is none
    username: str | None  # who has to act at 1022: the case's operator, else the one who took the call
    unit: str | None  # code of the unit whose clock it is: the one that has the case, or the city office
    tell: tuple[str, ...] = ("operator",)  # who is warned: operator, unit, city_office, supervisor
    supervisors: tuple[str, ...] = ()  # usernames, where `tell` names them


@dataclass(frozen=True)
class SessionView:
    """A log-in that lives: whose, since when, until when at most; `sip_ha1` is its browser phone's."""

    user: UserView
    started_at: datetime
    expires_at: datetime
    sip_ha1: str | None = field(default=None, repr=False)
