"""Callers who leave, at every prompt of every place of the city's flow: always a tidy end, never a task by mistake."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from agi.server import AgiServer
from agi.services import CaseStatusAnswer, IncidentNotice
from ivr_flows.parse import load_builtin
from tests.agi.conftest import Cases, Facts, Incidents
from tests.agi.scripted_asterisk import Call, place

HOTLINE = load_builtin("hotline")
CODE = "260001233"
NOTICE = IncidentNotice("7", "Sự cố mất nước đã được ghi nhận.", "/prompts/incident.7")
# Ways in, and keys that lead through each place of the flow; "." hears a prompt to its end.
WAYS = [
    ("", "...._"),
    ("", "..2"),
    ("", "..1.1...1"),
    ("", f"..5.{CODE}............_"),
    ("", "..5.26_...#"),
    ("", "..9.1."),
    ("", "..7.._.."),
    ("overflow", "..#.."),
    ("overflow", "._.._.."),
    ("survey", ".5...2.6..41.."),
    ("survey", ".#."),
]


def cut_short(presses: str) -> Iterator[str]:
    """The same caller, gone after each of the steps."""
    return (f"{presses[:steps]}!" for steps in range(len(presses) + 1))


LEAVING = [(entry, presses) for entry, way in WAYS for presses in cut_short(way)]


@pytest.fixture
def everything_happens(cases: Cases, incidents: Incidents, facts: Facts) -> Facts:
    """A case that is known, and incidents to tell of."""
    cases.known[CODE] = CaseStatusAnswer("assigned", "utility")
    incidents.known = {None: [NOTICE], "power_lighting": [replace(NOTICE, incident="8")]}
    return facts


@pytest.mark.parametrize("office", ["open", "closed"])
async def test_who_leaves_at_any_prompt_leaves_an_outcome_and_a_task_only_with_a_message(
    server: AgiServer, everything_happens: Facts, office: str
) -> None:
    everything_happens.known["office"] = office
    for entry, presses in LEAVING:
        call = Call(presses, script=f"hotline/{entry}" if entry else "hotline", variables={"CC_FLOW": "1"})
        await place(server.port, call)
        told = {name: call.variables.get(name, "") for name in ("CC_OUTCOME", "CC_CALLBACK", "CC_VOICEMAIL")}
        assert told["CC_OUTCOME"] in ({"hangup", "served"} if not call.alive else {"queue", "served", "transfer"}), call
        assert bool(told["CC_CALLBACK"]) == bool(told["CC_VOICEMAIL"]), call
        assert not told["CC_VOICEMAIL"] or entry == "overflow", call
    assert server.session_count <= 1


async def test_those_callers_come_to_every_place_of_the_flow(
    server: AgiServer, everything_happens: Facts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "agi")
    for office in ("open", "closed", "holiday"):
        everything_happens.known["office"] = office
        for entry, presses in WAYS:
            script = f"hotline/{entry}" if entry else "hotline"
            await place(server.port, Call(presses, script=script, message=0.5 if "_" in presses else 9.0))
    await server.close()
    reached = {word for record in caplog.records for word in record.getMessage().replace(":", "").split()}
    ends = {"operator", "joined", "goodbye", "police", "fire", "ambulance"}
    assert set(HOTLINE.nodes) - ends - {"hours"} <= reached
