"""What a conversation needs of the rest of the service, filled by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ivr_flows.model import Flow

Sounds = Callable[[str], str]  # id of a prompt ("hotline.greeting") -> its file, path without extension


@dataclass(frozen=True)
class Program:
    """A version of a flow and its sounds. A call stays with the one it began with."""

    version: str
    flow: Flow
    sounds: Sounds


@dataclass(frozen=True)
class CaseStatusAnswer:
    """What may be told to anybody who knows the code: the state, and the kind of unit that has the case."""

    state: str
    unit_kind: str | None = None


class CaseStatusLookup(Protocol):
    """Finds a case by its code; None when there is none."""

    async def __call__(self, code: str, /) -> CaseStatusAnswer | None: ...


@dataclass(frozen=True)
class IncidentNotice:
    """An incident that is going on: what is told of it, and the sound file of that (path without extension)."""

    incident: str
    text: str
    sound: str


class IncidentLookup(Protocol):
    """Finds an incident to tell of that is not among those `heard`; None when there is none (more).

    Without a topic: one that every caller is told.
    """

    async def __call__(self, topic: str | None, heard: tuple[str, ...], /) -> IncidentNotice | None: ...


@dataclass(frozen=True)
class Asker:
    """For whom a fact is asked: the number as the trunk said it, "" when withheld, and the topic chosen."""

    phone: str
    topic: str | None


class FactLookup(Protocol):
    """Answers a question of `ivr_flows.facts.QUESTIONS` or gives a value of `VALUES`; None when it is not known."""

    async def __call__(self, name: str, asker: Asker, /) -> str | None: ...


@dataclass(frozen=True)
class MessagePlace:
    """Where a caller's message is recorded: a path without extension in a folder that is there, and the name it is
    known by: relative to the recordings folder, with ".wav"."""

    file: str
    name: str


class MessagePlaces(Protocol):
    """The place for a message of this call."""

    async def __call__(self, linkedid: str, /) -> MessagePlace: ...


@dataclass(frozen=True)
class Services:
    """Each look-up is given two seconds; whatever is wrong with one, the caller goes on."""

    case_status: CaseStatusLookup
    incidents: IncidentLookup
    facts: FactLookup
    messages: MessagePlaces
