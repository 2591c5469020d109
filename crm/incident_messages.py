"""Commands on a parent incident, and what the store answers about it."""

from dataclasses import dataclass
from datetime import datetime

from crm.case import Category
from crm.incident_tables import IncidentState, IncidentStep
from crm.views import CaseLine


@dataclass(frozen=True)
class OpenIncident:
    """Many report the same trouble, of which `primary` is the first case. Its wards are the primary's unless named.

    `notice` is said in the menu ("": nothing is), under the primary's topic or, with `everyone`, to every caller.
    """

    primary: str  # case code
    title: str  # "sự cố mất nước ở phường Lê Chân"
    notice: str
    actor: str
    everyone: bool = False
    wards: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ChangeNotice:
    """What the menu says from now on, and to whom. `version` is the incident's that the actor saw."""

    incident: int
    version: int
    notice: str
    everyone: bool
    actor: str


@dataclass(frozen=True)
class CloseIncident:
    """The trouble is over: `message` goes to everybody who reported it."""

    incident: int
    version: int
    message: str
    actor: str


@dataclass(frozen=True)
class JoinIncident:
    """The case hangs on the incident. `version` is the case's."""

    incident: int
    code: str
    version: int
    actor: str
    why: str


@dataclass(frozen=True)
class LeaveIncident:
    """The case was another matter after all."""

    incident: int
    code: str
    version: int
    actor: str
    why: str


@dataclass(frozen=True)
class IncidentLine:
    """One line of a list of incidents."""

    id: int
    version: int
    state: IncidentState
    title: str
    category: Category
    topic: str | None
    wards: tuple[str, ...]  # none: the whole city
    primary: str
    notice: str
    everyone: bool
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    closing_message: str
    case_count: int
    caller_count: int  # who joined by key


@dataclass(frozen=True)
class IncidentStepView:
    at: datetime
    actor: str
    step: IncidentStep
    why: str
    article: str
    case_code: str | None


@dataclass(frozen=True)
class IncidentView:
    """A whole incident. `cases` are the newest that hang on it, `history` has no line per caller: they are counted."""

    incident: IncidentLine
    cases: tuple[CaseLine, ...]
    history: tuple[IncidentStepView, ...]


@dataclass(frozen=True)
class NoticeToSay:
    """What the menu tells of an open incident."""

    incident: int
    text: str
