"""A citizen in a box: one real SIP call by pjsua2, keys pressed, a wave file spoken, what is heard recorded.

PJSIP allows one endpoint a process and calls back on its own thread unless polled; here it is polled (`threadCnt=0`),
so that everything happens on the caller's thread and in order.
"""

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pjsua2 as pj

from callcenter.errors import CallcenterError

RTP_PORTS = 20000  # from 4000 on
TELEPHONE_RATE = 8000  # Hz; also that of the file with what was heard
Tell = Callable[[float, str, str], None]  # seconds since dialling, word, detail


class PhoneError(CallcenterError):
    """The call could not even be tried: no such file, no such address."""


@dataclass(frozen=True)
class CallPlan:
    """What the citizen does. Seconds; `keys` are pressed one by one, `gap` apart, from `first_key_after` on."""

    server: str  # host:port of the trunk
    number: str = "02251022"
    caller: str = "0912345678"
    name: str = ""
    keys: Sequence[str] = ()
    say: Path | None = None  # spoken again and again, from the last key until the call ends
    hear: Path | None = None  # what was heard is written here
    first_key_after: float = 1.0
    gap: float = 1.0
    hang_up_after: float = 120.0  # from the answer
    ring_for: float = 30.0  # given up when nobody answers
    bind: str = "127.0.0.2"


@dataclass
class CallReport:
    """What happened, in order: (seconds since dialling, word, detail)."""

    events: list[tuple[float, str, str]] = field(default_factory=list)
    answered: bool = False
    ended_by: str = ""  # citizen, 1022, nobody (never answered)
    sip_status: int = 0
    talk_seconds: float = 0.0


class _Call(pj.Call):  # type: ignore[misc]
    """Keeps the state PJSIP tells; the media is connected as soon as there is some."""

    def __init__(self, account: pj.Account, heard: pj.AudioMediaRecorder | None) -> None:
        super().__init__(account)
        self.heard = heard
        self.state = pj.PJSIP_INV_STATE_NULL
        self.status = 0
        self.audio: pj.AudioMedia | None = None

    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        self.state, self.status = info.state, info.lastStatusCode

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()  # owns `media`: without a name for it the list is freed memory
        if info.media and info.media[0].status == pj.PJSUA_CALL_MEDIA_ACTIVE:
            self.audio = self.getAudioMedia(0)  # each time: PJSIP makes a new one when the answer is confirmed
            if self.heard is not None:
                self.audio.startTransmit(self.heard)


def place_call(plan: CallPlan, tell: Tell = lambda *_: None) -> CallReport:
    """Make the call and stay on it until somebody hangs up. Raises `PhoneError` when it can't be tried."""
    if plan.say is not None and not plan.say.is_file():
        raise PhoneError(f"Không có tệp âm thanh {plan.say}")
    endpoint = pj.Endpoint()
    with _silenced():
        endpoint.libCreate()
    try:
        account = _start(endpoint, plan)
        return _Citizen(endpoint, account, plan, tell).converse()
    except pj.Error as error:
        raise PhoneError(f"Không gọi được {plan.server}: {error.info()}") from error
    finally:
        gc.collect()  # PJSIP's objects must be gone before the library is
        endpoint.libDestroy()


@contextmanager
def _silenced() -> Iterator[None]:
    """PJSIP writes to standard output before it can be told not to; `--json` promises one document there."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what C has buffered would come out later
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _start(endpoint: pj.Endpoint, plan: CallPlan) -> pj.Account:
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.userAgent = "citizen-in-a-box"
    config.medConfig.clockRate = TELEPHONE_RATE
    config.medConfig.noVad = True  # a telephone in a quiet room sends its quiet, too
    config.logConfig.level = config.logConfig.consoleLevel = 0
    endpoint.libInit(config)
    transport = pj.TransportConfig()
    transport.boundAddress = plan.bind
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    settings = pj.AccountConfig()
    address = f"<sip:{plan.caller}@{plan.bind}>"
    settings.idUri = f'"{_quoted(plan.name)}" {address}' if plan.name else address
    media = settings.mediaConfig.transportConfig
    media.boundAddress = plan.bind
    # Any port but the first free one: that may still be sent the music of a call whose phone has died.
    media.randomizePort, media.portRange = True, RTP_PORTS
    account = pj.Account()
    account.create(settings)
    return account


def _quoted(name: str) -> str:
    """A display name inside quotes (RFC 3261, 25.1, quoted-string)."""
    return name.replace("\\", "\\\\").replace('"', '\\"')


class _Citizen:
    """One call by plan: dial, press, speak, hang up."""

    def __init__(self, endpoint: pj.Endpoint, account: pj.Account, plan: CallPlan, tell: Tell) -> None:
        self.endpoint, self.plan, self.tell = endpoint, plan, tell
        self.report = CallReport()
        self.keys = list(plan.keys)
        self.next_step = plan.first_key_after  # seconds after the answer
        self.mouth = _player(plan.say)
        self.speaking = self.interrupted = False
        self.began = time.monotonic()
        self.answered_at: float | None = None
        self.call = _Call(account, _recorder(plan.hear))

    def converse(self) -> CallReport:
        """Dial and live the call to its end."""
        self.call.makeCall(f"sip:{self.plan.number}@{self.plan.server}", pj.CallOpParam(True))
        self.note("dialled", f"{self.plan.number} as {self.plan.caller}")
        with self._interrupts():
            while self.call.state != pj.PJSIP_INV_STATE_DISCONNECTED:
                self.endpoint.libHandleEvents(10)
                self.live(time.monotonic())
        self.report.ended_by = self.report.ended_by or "1022"
        self.report.sip_status = self.call.status
        if self.answered_at is not None:
            self.report.talk_seconds = round(time.monotonic() - self.answered_at, 2)
        self.note("ended", f"by {self.report.ended_by}, SIP {self.report.sip_status}")
        return self.report

    @contextmanager
    def _interrupts(self) -> Iterator[None]:
        """Ctrl-C hangs up. Not as an exception: raised inside a callback of PJSIP it would be lost."""

        def remember(*_: object) -> None:
            self.interrupted = True

        before = signal.signal(signal.SIGINT, remember)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def live(self, now: float) -> None:
        """Do what is due at this moment, `now` being monotonic seconds."""
        if self.interrupted:
            self.hang_up("citizen")
        if self.answered_at is None:
            if self.call.state == pj.PJSIP_INV_STATE_CONFIRMED and self.call.audio is not None:
                self.answered_at, self.report.answered = now, True
                self.note("answered")
            elif now - self.began > self.plan.ring_for:
                self.hang_up("nobody")
            return
        talk = now - self.answered_at
        if talk >= self.plan.hang_up_after:
            self.hang_up("citizen")
        elif talk >= self.next_step and self.keys:
            self.press(self.keys.pop(0))
        elif talk >= self.next_step and self.mouth is not None and not self.speaking:
            self.speaking = True
            self.mouth.startTransmit(self.call.audio)
            self.note("speaking", str(self.plan.say))

    def press(self, key: str) -> None:
        self.call.dialDtmf(key)
        self.next_step += self.plan.gap
        self.note("pressed", key)

    def hang_up(self, by: str) -> None:
        """Hang up once; a second wish changes nothing."""
        if not self.report.ended_by:
            self.report.ended_by = by
            self.call.hangup(pj.CallOpParam(True))

    def note(self, word: str, detail: str = "") -> None:
        at = round(time.monotonic() - self.began, 2)
        self.report.events.append((at, word, detail))
        self.tell(at, word, detail)


def _recorder(path: Path | None) -> pj.AudioMediaRecorder | None:
    if path is None:
        return None
    recorder = pj.AudioMediaRecorder()
    recorder.createRecorder(str(path))
    return recorder


def _player(path: Path | None) -> pj.AudioMediaPlayer | None:
    if path is None:
        return None
    player = pj.AudioMediaPlayer()
    player.createPlayer(str(path))
    return player
