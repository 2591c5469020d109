"""Commands of a case's later life: what a unit, the city office or 1022 wants done with it (Điều 7.4 - 8.5).

`version` is the one the actor saw; another one is `StaleCase`. `evidence` names attachments. A unit's step may be
written down by an operator whom the unit phoned: `actor` is who writes.
"""

from dataclasses import dataclass
from datetime import date, datetime

Evidence = tuple[str, ...]


@dataclass(frozen=True)
class AcceptCase:
    """The unit takes the case up (8.1a, 8.2a). `site_check`: it will look at the place first (8.2f: 2 days, not 1)."""

    code: str
    version: int
    actor: str
    site_check: bool = False


@dataclass(frozen=True)
class VerifyCase:
    """The incident is real and the unit's own (8.1a). `finding` is what was verified."""

    code: str
    version: int
    actor: str
    finding: str
    evidence: Evidence = ()


@dataclass(frozen=True)
class ReportFalse:
    """Báo giả (8.1a): the incident is not real; `finding` is the result, and the process is over."""

    code: str
    version: int
    actor: str
    finding: str
    evidence: Evidence = ()


@dataclass(frozen=True)
class AssignCase:
    """To the sub-unit that goes to the site (8.1b) or processes it (8.2a); again: to another one.

    Needed for an incident; for other matters "" is the unit itself.
    """

    code: str
    version: int
    actor: str
    sub_unit: str = ""
    why: str = ""


@dataclass(frozen=True)
class ExpectCompletion:
    """The incident cannot be fixed within 4 hours: when it will be (8.1c), which becomes the deadline."""

    code: str
    version: int
    actor: str
    expected_at: datetime
    why: str


@dataclass(frozen=True)
class ExtendCase:
    """Not done in 5 working days (8.2e): progress so far, a picture that proves it, and the day it will be done."""

    code: str
    version: int
    actor: str
    progress: str
    evidence: Evidence
    committed: date  # done by 24:00 of this day, at most 15 days from the receipt


@dataclass(frozen=True)
class ConsultAgencies:
    """A suggestion on which others must be asked (8.3): 15 days instead of 10; `why` is told to the reporter."""

    code: str
    version: int
    actor: str
    agencies: str
    why: str
    told: str  # how the reporter was told: "Nhắn tin", "Gọi điện"


@dataclass(frozen=True)
class NoteProgress:
    """How far it got (12.1)."""

    code: str
    version: int
    actor: str
    progress: str
    evidence: Evidence = ()


@dataclass(frozen=True)
class ResolveCase:
    """The result (8.1c, 8.2c, 8.3c, 8.4c). A picture of the site for an incident, and for whatever was done on site;
    a social matter says when it was processed."""

    code: str
    version: int
    actor: str
    result: str
    evidence: Evidence = ()
    on_site: bool = False
    handled_at: datetime | None = None


@dataclass(frozen=True)
class ReturnCase:
    """Back to 1022 (8.1a, 8.2g): why it is not the unit's, and what was verified."""

    code: str
    version: int
    actor: str
    why: str
    finding: str
    evidence: Evidence = ()
    site_check: bool = False


@dataclass(frozen=True)
class ForwardOn:
    """To the competent unit without the way over 1022 (8.2f), or from the city office to a unit (8.4a)."""

    code: str
    version: int
    actor: str
    unit: str
    why: str
    site_check: bool = False


@dataclass(frozen=True)
class GuideCase:
    """The city office names the unit of a referred case (7.4), which goes there."""

    code: str
    version: int
    actor: str
    unit: str
    why: str


@dataclass(frozen=True)
class CloseCase:
    """The reporter was told the result (8.5a); `told` says how. Those attached as duplicates were told it as well."""

    code: str
    version: int
    actor: str
    told: str


@dataclass(frozen=True)
class AttachDuplicate:
    """The same matter as the case `primary`, reported before (7.5). `told`: how the reporter was told so already."""

    code: str
    version: int
    primary: str
    actor: str
    why: str
    told: str = ""


@dataclass(frozen=True)
class NotifyReporter:
    """The reporter of a duplicate was told that the matter is recorded and being processed (7.5); `told` says how."""

    code: str
    version: int
    actor: str
    told: str


@dataclass(frozen=True)
class DetachDuplicate:
    """No duplicate after all: back to where it was, as if nothing had stopped."""

    code: str
    version: int
    actor: str
    why: str
