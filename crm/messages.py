"""Commands to the case store: what somebody wants done. Plain words in, no database, no HTTP."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crm.case import Category, SocialField


@dataclass(frozen=True)
class TicketFields:
    """What Điều 6 asks of a report, and where the matter is. Empty strings are "not said"."""

    content: str = ""
    category: Category | None = None
    topic: str | None = None  # a key of crm/data/topics.toml
    social_field: SocialField | None = None  # only for social cases
    ward: str | None = None  # ward code of the 2025 units, e.g. "11311"; the place of the matter
    place: str = ""  # free text: house number, street, landmark
    reporter_name: str = ""
    reporter_phone: str = ""  # any spelling; stored as E.164 when it is a possible number
    reporter_address: str = ""
    reporter_email: str = ""
    confidential: bool = False  # yêu cầu bảo mật: units do not see the reporter


@dataclass(frozen=True)
class OpenCase:
    """Save a ticket for the first time. `contact` is the Linkedid of the call it came from, if any.

    `request_id` is made once per ticket by whoever sends it: the same one again (a retry) opens no second case.
    """

    fields: TicketFields
    actor: str  # username
    contact: str | None = None
    request_id: str | None = None


@dataclass(frozen=True)
class SaveCase:
    """Change a case's fields. `version` is the one the operator saw; another one is `StaleCase`."""

    code: str
    version: int
    fields: TicketFields
    actor: str


@dataclass(frozen=True)
class ForwardCase:
    """Pass a case to a unit (Điều 7.1b); the city office as unit on a tie or no match is a referral (7.4)."""

    code: str
    version: int
    unit: str  # unit code
    actor: str
    why: str  # the routing reason or the operator's own words


@dataclass(frozen=True)
class RefuseCase:
    """Refuse (Điều 4.7, 1.2): a reason of `crm/data/refusal_reasons.toml` plus free text told to the reporter."""

    code: str
    version: int
    reason: str
    text: str
    actor: str


@dataclass(frozen=True)
class WithdrawCase:
    """The citizen takes the report back (người dân thu hồi)."""

    code: str
    version: int
    why: str
    actor: str


class ContactState(StrEnum):
    """How far a contact got. Later ones win over earlier ones (the order below), never the reverse."""

    IN_MENU = "in_menu"
    WAITING = "waiting"  # in the queue
    RINGING = "ringing"  # at an operator
    TALKING = "talking"
    LEFT_IN_MENU = "left_in_menu"  # hung up before the queue: tidy, no task
    SERVED_BY_MENU = "served_by_menu"  # the menu gave what was asked (status of a case)
    ABANDONED = "abandoned"  # hung up in the queue: to be called back, its intake clock runs
    HANDLED = "handled"  # an operator talked with the caller; the call has ended


@dataclass(frozen=True)
class ContactFacts:
    """All that is known of one call at some moment; merged into the stored contact, never un-knowing anything.

    `None`/empty means "not known (yet)". Moments are aware, UTC. `linkedid` is the call's whole name.
    """

    linkedid: str
    state: ContactState
    phone: str = ""  # as the trunk said it; stored as E.164 when possible, "" when withheld
    caller_name: str = ""  # SIP display name
    dialled: str = ""
    answered_at: datetime | None = None  # 1022 answered: "contact received" (Điều 7.3)
    queued_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    operator: str | None = None  # username
    keys: tuple[str, ...] = ()  # keys pressed in the menu, in order
    category: Category | None = None
    topic: str | None = None
    recording: str | None = None  # path of the mix, relative to the recordings folder
    fallback: bool = False  # answered by the dialplan while the service was away
    callback_wanted: bool = False
    joined_incident: int | None = None  # the parent incident the caller joined by key
    voicemail: str | None = None  # path of the message left, relative to the recordings folder
    queues: tuple[str, ...] = ()  # waited in, the last one the present one


@dataclass(frozen=True)
class CloseContact:
    """A contact that becomes no case: why (a key of `crm/data/no_case_reasons.toml`), and a note."""

    linkedid: str
    reason: str
    actor: str
    note: str = ""


@dataclass(frozen=True)
class RoutingQuestion:
    """What routing looks at."""

    category: Category
    topic: str | None = None
    ward: str | None = None
    text: str = ""
    at: datetime | None = None  # which moment's rules; the caller's `now` when None


@dataclass(frozen=True)
class NewUser:
    """An account. `password` is plain here and only here; it is stored as argon2id."""

    username: str
    full_name: str
    role: str  # operator, supervisor, unit, admin
    password: str = field(repr=False)
    unit: str | None = None
