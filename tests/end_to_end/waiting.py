"""Waiting for what happens in another process: look until it is there, or fail with what was there instead."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from crm.contacts import with_clock
from crm.row_views import contact_view
from crm.tables import ContactRow
from crm.views import ContactView
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
