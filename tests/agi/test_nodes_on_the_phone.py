"""Messages, typed digits, values, conditions and ways back in, with Asterisk's part played by script."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from agi.server import AgiServer, serve
from agi.services import Asker
from tests.agi.conftest import Facts, program, services, sound
from tests.agi.scripted_asterisk import Call, place
from tests.ivr_flows.full_menu import full

MESSAGE = "2026/11/24/1795500716.0-message"


@dataclass
class PublishingCall(Call):
    """A call during whose first prompt something happens elsewhere."""

    at_first_prompt: Callable[[], None] = lambda: None

    def _stream(self, file: str, keys: str) -> str:
        if not self.played:
            self.at_first_prompt()
        return super()._stream(file, keys)


@pytest.fixture
async def line(facts: Facts) -> AsyncIterator[AgiServer]:
    """A server with the flow that has every kind of node, in office hours at half past seven."""
    facts.known |= {"office": "open", "now": "07:30", "caller": "stranger", "waiting": "2"}
    server = await serve("127.0.0.1", 0, program(full()), services(facts=facts))
    yield server
    await server.close()


def said(*names: str) -> list[str]:
    """Sounds: of the language when the name says so, else of the flow."""
    return [sound(name if name.startswith("vi.") else f"full.{name}") for name in names]


def call(presses: str, entry: str = "", **changes: object) -> Call:
    return Call(presses, script=f"full/{entry}" if entry else "full", **changes)  # type: ignore[arg-type]


async def test_a_value_is_said_in_pieces(line: AgiServer) -> None:
    heard = await place(line.port, call("......!"))
    time = ["vi.bay", "vi.gio", "vi.ba", "vi.muoi_chuc", "vi.phut"]
    assert heard.played == said("hello", *time, "menu")
    assert heard.chosen == {"CC_OUTCOME": "hangup"}


async def test_conditions_are_asked_for_this_caller(line: AgiServer, facts: Facts) -> None:
    await place(line.port, call("4", phone="0912345678"))
    assert facts.asked == [
        ("office", Asker("0912345678", None)),
        ("now", Asker("0912345678", None)),
        ("caller", Asker("0912345678", "water_supply")),
        ("waiting", Asker("0912345678", "water_supply")),
    ]


async def test_a_withheld_number_is_no_number(line: AgiServer, facts: Facts) -> None:
    await place(line.port, call("!", phone="unknown"))
    assert facts.asked[0] == ("office", Asker("", None))


async def test_a_world_that_fails_has_its_way_in_the_flow(
    line: AgiServer, facts: Facts, caplog: pytest.LogCaptureFixture
) -> None:
    facts.error = RuntimeError("database is locked")
    heard = await place(line.port, call(".!"))
    assert heard.played == said("hello", "menu")
    assert "1795500716.0 office look-up failed" in caplog.text


async def test_a_world_that_is_slow_has_its_way_in_the_flow(
    line: AgiServer, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.answering.clear()
    monkeypatch.setattr("agi.look_ups.LOOK_UP_SECONDS", 0.01)
    heard = await place(line.port, call(".!"))
    assert heard.played == said("hello", "menu")


async def test_a_number_is_read_back_and_kept_when_key_one_confirms_it(line: AgiServer) -> None:
    heard = await place(line.port, call(f"10912345678#{'.' * 12}1_"))
    assert heard.chosen == {"CC_KEYS": "1", "CC_CALLBACK_NUMBER": "0912345678", "CC_OUTCOME": "served"}
    assert said("you_typed", "vi.khong", "vi.chin") == heard.played[2:5]


@pytest.mark.parametrize("presses", ["10912!", "10912345678#!", "10912345678#.!", "10912345678#2!"])
async def test_who_leaves_before_confirming_has_given_no_number(line: AgiServer, presses: str) -> None:
    heard = await place(line.port, call(presses))
    assert heard.chosen == {"CC_KEYS": "1", "CC_OUTCOME": "hangup"}


async def test_a_message_is_recorded_and_ended_by_the_hash(line: AgiServer) -> None:
    heard = await place(line.port, call("2.#"))
    assert heard.recorded == [[f"/recordings/{MESSAGE}", "wav", "#", "60000", "s=5"]]
    assert heard.played[-3:] == said("speak", "saved", "goodbye")
    assert heard.chosen == {
        "CC_KEYS": "2",
        "CC_VOICEMAIL": f"{MESSAGE}.wav",
        "CC_RECORDING": f"{MESSAGE}.wav",
        "CC_CALLBACK": "1",
        "CC_OUTCOME": "served",
    }


async def test_who_hangs_up_while_speaking_has_left_a_message(line: AgiServer) -> None:
    heard = await place(line.port, call("2.!", message=6.0))
    assert (heard.chosen["CC_VOICEMAIL"], heard.chosen["CC_OUTCOME"]) == (f"{MESSAGE}.wav", "served")
    assert heard.played[-1:] == said("speak")


@pytest.mark.parametrize(("presses", "message"), [("2!", 6.0), ("2.!", 0.4)])
async def test_who_hangs_up_before_speaking_has_left_none(line: AgiServer, presses: str, message: float) -> None:
    heard = await place(line.port, call(presses, message=message))
    assert heard.chosen == {"CC_KEYS": "2", "CC_OUTCOME": "hangup"}


async def test_a_key_cuts_the_words_before_a_message_short(line: AgiServer) -> None:
    heard = await place(line.port, call("25#"))
    assert len(heard.recorded) == 1
    assert heard.chosen["CC_KEYS"] == "2"


async def test_silence_ends_a_message_and_an_empty_one_is_asked_for_once_more(line: AgiServer) -> None:
    heard = await place(line.port, call("2._.._", message=0.2))
    assert len(heard.recorded) == 2
    assert heard.played[-2:] == said("give_up", "to_operator")
    assert "CC_VOICEMAIL" not in heard.chosen


async def test_a_message_that_can_not_be_written_leads_to_the_operator(
    line: AgiServer, caplog: pytest.LogCaptureFixture
) -> None:
    heard = await place(line.port, call("2", disk_full=True))
    assert heard.chosen == {"CC_KEYS": "2", "CC_OUTCOME": "queue"}
    assert "message can't be recorded" in caplog.text


async def test_an_emergency_is_passed_on_by_a_variable(line: AgiServer) -> None:
    heard = await place(line.port, call("3"))
    assert heard.chosen == {"CC_KEYS": "3", "CC_TRANSFER": "113", "CC_OUTCOME": "transfer"}


async def test_a_call_comes_back_by_an_entry_with_the_keys_it_pressed_before(line: AgiServer) -> None:
    heard = await place(line.port, call("", "overflow", variables={"CC_KEYS": "4-1", "CC_OUTCOME": ""}))
    assert heard.played == said("speak", "saved", "goodbye")
    assert (heard.chosen["CC_KEYS"], heard.chosen["CC_CALLBACK"]) == ("4-1", "1")


async def test_a_score_is_kept_when_it_is_confirmed(line: AgiServer) -> None:
    heard = await place(line.port, call("51", "survey"))
    assert heard.chosen == {"CC_SURVEY": "5", "CC_OUTCOME": "served"}
    early = await place(line.port, call("5!", "survey"))
    assert early.chosen == {"CC_OUTCOME": "hangup"}


async def test_an_entry_the_flow_does_not_have_is_refused(line: AgiServer, caplog: pytest.LogCaptureFixture) -> None:
    heard = await place(line.port, call("1", "nowhere"))
    await line.close()
    assert heard.variables == {}
    assert "asks for 'full/nowhere', which version 1 does not have" in caplog.text


async def test_new_calls_are_led_through_the_version_just_published(line: AgiServer) -> None:
    line.publish(program(full(('onward = "main"', 'onward = "more"')), "2"))
    heard = await place(line.port, call("__"))
    assert heard.played[-2:] == said("more", "goodbye")
    assert heard.variables["CC_FLOW"] == "2"


async def test_a_call_in_progress_ends_on_the_version_it_began_with(line: AgiServer) -> None:
    newer = program(full(('to = "113"', 'to = "115"')), "2")
    heard = await place(line.port, PublishingCall("3", script="full", at_first_prompt=lambda: line.publish(newer)))
    assert (heard.variables["CC_FLOW"], heard.variables["CC_TRANSFER"]) == ("1", "113")
    assert (await place(line.port, call("3"))).variables["CC_TRANSFER"] == "115"


async def test_a_call_that_comes_back_meets_the_version_it_began_with(line: AgiServer) -> None:
    line.publish(program(full(('say = ["rate"]', 'say = ["rate", "more"]')), "2"))
    old = await place(line.port, call("51", "survey", variables={"CC_FLOW": "1"}))
    new = await place(line.port, call(".51", "survey", variables={"CC_FLOW": "2"}))
    gone = await place(line.port, call(".51", "survey", variables={"CC_FLOW": "0"}))
    assert (old.played[:2], new.played[:2]) == (said("rate", "you_typed"), said("rate", "more"))
    assert gone.played[:2] == new.played[:2]
