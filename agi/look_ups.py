"""The look-ups of a conversation: in two seconds or not at all, and never a reason to lose the caller."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final, TypeVar

from agi.errors import LookUpFailed
from agi.services import Asker, Services
from ivr_flows.events import (
    FactAnswer,
    IncidentAnswer,
    IncidentOpen,
    NoIncident,
    StatusAnswer,
    StatusFound,
    StatusMissing,
    StatusUnavailable,
)
from ivr_flows.nodes import Notice

LOOK_UP_SECONDS: Final = 2.0
T = TypeVar("T")

log = logging.getLogger(__name__)


async def in_time(linkedid: str, what: str, found: Awaitable[T]) -> T:
    """What a look-up finds. Raises `LookUpFailed`."""
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            return await found
    except TimeoutError:
        log.warning("%s %s look-up took more than %g s", linkedid, what, LOOK_UP_SECONDS)
    except Exception:  # the store is another room's: whatever is wrong there, the caller goes on
        log.exception("%s %s look-up failed", linkedid, what)
    raise LookUpFailed(what)


async def case_status(services: Services, linkedid: str, code: str) -> StatusAnswer:
    """How a case stands; what is not known leads to an operator."""
    try:
        answer = await in_time(linkedid, "status", services.case_status(code))
    except LookUpFailed:
        return StatusUnavailable()
    return StatusMissing() if answer is None else StatusFound(answer.state, answer.unit_kind)


async def incident(services: Services, linkedid: str, topic: str | None, heard: tuple[str, ...]) -> IncidentAnswer:
    """An incident to tell of. No news is no harm."""
    try:
        found = await in_time(linkedid, "incident", services.incidents(topic, heard))
    except LookUpFailed:
        return NoIncident()
    return NoIncident() if found is None else IncidentOpen(found.incident, Notice(found.text, found.sound))


async def fact(services: Services, linkedid: str, name: str, asker: Asker) -> FactAnswer:
    """The answer to a condition's question, or a value to say."""
    try:
        return FactAnswer(await in_time(linkedid, name, services.facts(name, asker)))
    except LookUpFailed:
        return FactAnswer(None)
