"""Waiting for what happens in another process: look until it is there, or fail with what was there instead."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crm.contacts import with_clock
from crm.row_views import contact_view
from crm.tables import ContactRow
from crm.views import ContactView
from tests.audio import RATE
from tests.end_to_end.stack import Stack

SECONDS = 20
LOOK_EVERY = 0.1


def now() -> datetime:
    return datetime.now(tz=UTC)


def contacts(stack: Stack) -> tuple[ContactView, ...]:
    """Every contact in the service's database, oldest first."""
    with stack.store.reading() as session:
        rows = session.scalars(with_clock().order_by(ContactRow.answered_at))
        return tuple(contact_view(row, now()) for row in rows)


async def contact_that(stack: Stack, fits: Callable[[ContactView], bool]) -> ContactView:
    """The one contact that fits, as soon as there is one."""
    async with asyncio.timeout(SECONDS):
        while not (found := [contact for contact in contacts(stack) if fits(contact)]):  # noqa: ASYNC110 - no event
            await asyncio.sleep(LOOK_EVERY)
    assert len(found) == 1, found
    return found[0]


async def contact_of(stack: Stack, phone: str) -> ContactView:
    """The one contact of a number (E.164)."""
    return await contact_that(stack, lambda contact: contact.phone == phone)


async def recorded(file: Path, seconds: float) -> Path:
    """Wait until Asterisk has written this much of a call's leg: both have spoken that long."""
    async with asyncio.timeout(SECONDS + seconds):
        while seconds_in(file) < seconds:  # noqa: ASYNC110 - Asterisk tells nobody
            await asyncio.sleep(LOOK_EVERY)
    return file


def seconds_in(file: Path) -> float:
    """How much sound an 8 kHz, 16-bit wave file holds that is still being written."""
    return file.stat().st_size / (2 * RATE) if file.exists() else 0.0


def legs(stack: Stack, contact: ContactView) -> tuple[Path, Path, Path]:
    """A contact's recordings: the mix, what the caller said, what the caller heard."""
    assert contact.recording is not None
    mix = stack.var / "recordings" / contact.recording
    return mix, mix.with_name(f"{mix.stem}-rx.wav"), mix.with_name(f"{mix.stem}-tx.wav")
