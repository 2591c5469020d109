"""What the phone shall do: the output of `step`.

A step gives any number of `SetVariable`, then one of the others; that last one brings the next event:
`Ask` a `Key` or `Silence`, `LookUpStatus` a `StatusAnswer`, `LookUpIncident` an `IncidentAnswer`, `LookUpFact` a
`FactAnswer`, `Record` a `Recorded`, `Finish` none.
"""

from dataclasses import dataclass

from ivr_flows.nodes import Outcome, Words


@dataclass(frozen=True)
class SetVariable:
    """Remember something on the caller's channel (a name of `channel_vars`)."""

    name: str
    value: str


@dataclass(frozen=True)
class Ask:
    """Say the prompts, any key cutting them short (barge-in), then wait for a key; not at all for 0 seconds."""

    prompts: Words
    seconds: float


@dataclass(frozen=True)
class LookUpStatus:
    """Find the case with this code."""

    code: str


@dataclass(frozen=True)
class LookUpIncident:
    """Find an incident to tell of that is not among those `heard`: of this topic, or (None) one for every caller."""

    topic: str | None
    heard: tuple[str, ...]


@dataclass(frozen=True)
class LookUpFact:
    """Find the answer to a question, or a value, of `ivr_flows.facts`; the caller's topic goes with it."""

    name: str
    topic: str | None


@dataclass(frozen=True)
class Record:
    """Say the prompts, any key cutting them short, then record the caller until `#`, `silence` seconds of quiet, `most`
    seconds or the end of the call."""

    prompts: Words
    most: int
    silence: int


@dataclass(frozen=True)
class Finish:
    """Leave the menu with this outcome. It is set first, so that it holds if the prompts are not heard to the end."""

    outcome: Outcome
    prompts: Words = ()


Action = SetVariable | Ask | LookUpStatus | LookUpIncident | LookUpFact | Record | Finish
