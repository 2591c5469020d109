"""Asterisk itself dies: it is back within seconds, and the caller it cut off is to be called back."""

import os
import signal

import pytest

from crm.messages import ContactState
from crm.queries import calls_to_return
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import contact_of, contact_that, now

pytestmark = pytest.mark.end_to_end


async def test_asterisk_is_started_again_and_the_lost_caller_is_not_forgotten(stack: Stack) -> None:
    await stack.start()
    await stack.citizen("--from", "0912345678", "--keys", "0")
    await contact_that(stack, lambda contact: contact.state is ContactState.WAITING)

    os.kill(stack.asterisk_pid, signal.SIGKILL)
    await stack.logs("was started again")
    lost = await contact_that(stack, lambda contact: contact.ended_at is not None)
    assert lost.state is ContactState.ABANDONED
    assert [contact.linkedid for contact in calls_to_return(stack.store, now())] == [lost.linkedid]

    second = await stack.citizen("--from", "0987654321", "--keys", "0")
    await contact_of(stack, "+84987654321")
    assert (await second.hang_up())["answered"]
