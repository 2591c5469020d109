"""The operator who talks keeps personal data off the recording; the end of the talk has it recorded again."""

from dataclasses import dataclass, field

import pytest

from callcenter.ami_events import CallerGone, CallEvent, OperatorAnswered, OperatorDone
from callcenter.ami_wire import Headers
from callcenter.calls import LiveCalls
from callcenter.errors import AmiAway, AmiError, NotTalking
from callcenter.push import Push
from callcenter.recording_pause import RecordingPause
from callcenter.tasks import Tasks
from tests.callcenter.pages import waiting
from tests.callcenter.streams import heard


@dataclass
class FakeChannels:
    """Asterisk with one citizen's channel; what was asked of its recording."""

    linkedid: str
    broken: AmiError | None = None
    muted: list[Headers] = field(default_factory=list)

    async def ask(self, action: str, **headers: str) -> Headers:
        if self.broken:
            raise self.broken
        assert action == "MixMonitorMute"
        self.muted.append(headers)
        return {"Response": "Success"}

    async def listed(self, action: str, **headers: str) -> tuple[Headers, ...]:
        assert action == "CoreShowChannels"
        leg = {"Channel": "PJSIP/op-lan-1", "Uniqueid": "1.9", "Linkedid": self.linkedid}
        own = {"Channel": "PJSIP/trunk-1", "Uniqueid": self.linkedid, "Linkedid": self.linkedid}
        return (leg, own)


class House:
    """A live call and its recording; `play` moves it."""

    def __init__(self) -> None:
        self.events = [event for event in heard("answered") if isinstance(event, CallEvent)]
        self.call = self.events[0].caller.linkedid
        self.channels = FakeChannels(self.call)
        self.tasks = Tasks()
        self.push = Push(lambda _: {"type": "hello"})
        self.calls = LiveCalls(lambda facts: None, lambda before, call, event: self.recording.watch(before, call))
        self.recording = RecordingPause(self.channels, self.calls, self.push, self.tasks)

    def play(self, until: type[CallEvent]) -> None:
        """Go on with the call, up to and including the first event of a kind."""
        while self.events:
            event = self.events.pop(0)
            self.calls.hear(event)
            if isinstance(event, until):
                return

    def states(self) -> list[str]:
        return [str(asked["State"]) for asked in self.channels.muted]


@pytest.fixture
def house() -> House:
    return House()


async def test_both_directions_on_the_citizens_channel_are_silenced_and_the_page_is_told(house: House) -> None:
    house.play(OperatorAnswered)
    async with house.push.subscribe("lan") as page:
        await house.recording.pause(house.call, "lan")
        assert house.recording.is_paused(house.call)
        await house.recording.resume(house.call, "lan")
        told = await waiting(house.push, "lan", page)
    assert house.channels.muted == [
        {"Channel": "PJSIP/trunk-1", "Direction": "both", "State": "1"},
        {"Channel": "PJSIP/trunk-1", "Direction": "both", "State": "0"},
    ]
    assert told == [
        {"type": "recording", "linkedid": house.call, "paused": True},
        {"type": "recording", "linkedid": house.call, "paused": False},
    ]


async def test_only_who_talks_may_and_only_while_they_talk(house: House) -> None:
    with pytest.raises(NotTalking):
        await house.recording.pause(house.call, "lan")
    house.play(OperatorAnswered)
    with pytest.raises(NotTalking):
        await house.recording.pause(house.call, "minh")
    await house.recording.pause(house.call, None)  # a supervisor
    house.play(CallerGone)
    with pytest.raises(NotTalking):
        await house.recording.resume(house.call, "lan")
    assert not house.recording.is_paused(house.call)


async def test_an_asterisk_that_is_away_leaves_it_recorded(house: House) -> None:
    house.play(OperatorAnswered)
    house.channels.broken = AmiAway()
    with pytest.raises(AmiAway):
        await house.recording.pause(house.call, "lan")
    assert not house.recording.is_paused(house.call)


async def test_when_the_talk_ends_and_the_call_goes_on_it_is_recorded_again(house: House) -> None:
    house.play(OperatorAnswered)
    await house.recording.pause(house.call, "lan")
    house.play(OperatorDone)
    await house.tasks.idle()
    assert house.states() == ["1", "0"]
    assert not house.recording.is_paused(house.call)


async def test_that_asterisk_did_not_hear_of_it_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.play(OperatorAnswered)
    await house.recording.pause(house.call, "lan")
    house.channels.broken = AmiAway()
    house.play(OperatorDone)
    await house.tasks.idle()
    assert "still recorded as silence" in caplog.text


async def test_a_channel_that_has_just_gone_is_no_talk(house: House) -> None:
    house.play(OperatorAnswered)
    house.channels.linkedid = "9.9"
    with pytest.raises(NotTalking):
        await house.recording.pause(house.call, "lan")
