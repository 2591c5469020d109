"""Whether what the service tells of its calls is what Asterisk wrote down of them itself."""

import asyncio
import json
from typing import Any

import pytest

from crm.recordings.files import PlainSound, hash_of
from tests.end_to_end.stack import Stack
from tests.end_to_end.waiting import LOOK_EVERY, SECONDS
from tests.queue_log import QueueLog

WHOLE_SECONDS = 1.0  # queue_log cuts both ends of what it measures


async def metrics_agree_with_queue_log(stack: Stack, calls: int) -> None:
    """`callcenter metrics`, once it knows of all the calls, and queue_log's own counts and durations."""
    log = QueueLog.read(stack.var / "asterisk/log/queue_log")
    of = await metrics_of(stack, calls)
    assert of["contacts_queued"] == len(log.told("ENTERQUEUE")) == calls
    assert of["contacts_answered"] == of["contacts_handled"] == len(log.told("CONNECT")) == calls
    assert of["contacts_abandoned"] == len(log.told("ABANDON")) == 0
    assert of["agent_non_response_without_customer_abandons"] == len(log.told("RINGNOANSWER"))
    in_time = sum(float(entry.values[0]) <= 20 for entry in log.told("CONNECT"))
    assert of["contacts_answered_in_20_seconds"] == pytest.approx(in_time, abs=1)
    assert of["average_queue_answer_time"] == pytest.approx(log.mean("CONNECT", 0), abs=WHOLE_SECONDS)
    assert of["average_agent_interaction_time"] == pytest.approx(log.mean("COMPLETE", 1), abs=WHOLE_SECONDS)
    assert 0 < of["occupancy"] <= 100


async def metrics_of(stack: Stack, calls: int) -> dict[str, Any]:
    """Today's figures as soon as all these calls are in them and over."""
    async with asyncio.timeout(SECONDS):
        while True:
            found: dict[str, Any] = json.loads(await stack.run("metrics", "--json"))["whole"]
            if found["contacts_handled"] == calls and found["contacts_in_queue"] == 0:
                return found
            await asyncio.sleep(LOOK_EVERY)


async def recordings_are_known(stack: Stack, calls: int) -> None:
    """Each call has its three files in the service's list, with the hash that they have."""
    async with asyncio.timeout(SECONDS):
        while len(listed := json.loads(await stack.run("recordings", "list", "--json"))) < 3 * calls:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)
    assert len(listed) == 3 * calls
    for recording in listed:
        sound = PlainSound(stack.var / "recordings" / recording["path"])
        assert (recording["sha256"], recording["size"]) == (hash_of(sound), sound.size)
