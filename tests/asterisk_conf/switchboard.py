"""A real Asterisk on free ports, with phones: citizens at 127.0.0.2 (the trunk), a plain SIP operator at 127.0.0.3."""

import asyncio
import csv
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from asterisk_conf.hold_music import ensure_hold_music
from asterisk_conf.model import CEL_FIELDS, AsteriskConfig, ChannelVars, QueueSettings
from asterisk_conf.private_asterisk import PrivateAsterisk, in_prefix
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import dialplan_prompts, ensure_prompts, own_prompts
from asterisk_conf.render import OPERATORS
from callcenter.citizen_phone import CallPlan
from ivr_flows import channel_vars
from ivr_flows.vietnamese import PIECES, number

VARS = ChannelVars(
    keys=channel_vars.KEYS,
    category=channel_vars.CATEGORY,
    topic=channel_vars.TOPIC,
    outcome=channel_vars.OUTCOME,
    answered=channel_vars.ANSWERED,
    recording=channel_vars.RECORDING,
    fallback=channel_vars.FALLBACK,
    callback=channel_vars.CALLBACK,
    joined=channel_vars.JOINED,
    voicemail=channel_vars.VOICEMAIL,
    transfer=channel_vars.TRANSFER,
    survey=channel_vars.SURVEY,
    callback_number=channel_vars.CALLBACK_NUMBER,
    flow=channel_vars.FLOW,
    queues=channel_vars.QUEUES,
    entered=channel_vars.ENTERED,
    callback_of=channel_vars.CALLBACK_OF,
)
SECRET = "only-for-tests"
# Each its own, long enough to be recognised in what a phone heard, short enough for a test.
TEXTS = {
    "dialplan.fallback_notice": "Tổng đài xin nghe, cuộc gọi được ghi âm.",
    "dialplan.fallback_menu": "Xin ông bà chọn một phím.",
    "dialplan.fallback_callback": "Tổng đài sẽ gọi lại ngay.",
    "dialplan.all_busy": "Các tổng đài viên đều đang bận.",
    "dialplan.apology": "Rất tiếc, chưa có ai nghe máy.",
    "dialplan.place": "Ông bà đang ở lượt thứ",
    "dialplan.place_end": "trong hàng chờ đợi này.",
    "dialplan.next_in_line": "Ông bà là người tiếp theo được nghe máy.",
    "dialplan.expected": "Thời gian chờ dự kiến khoảng",
    "dialplan.minutes": "phút nữa thôi.",
    "dialplan.callback_kept": "Lượt của ông bà được giữ nguyên.",
    "dialplan.callback_missed": "Người dân vắng mặt, hẹn lúc khác.",
    "dialplan.storm": "Hôm nay bão lớn, rất nhiều người gọi.",
    "citizen": "Nước sinh hoạt ở phường Lê Chân bị đục từ sáng sớm nay.",
    "operator": "Dạ vâng, tổng đài đã ghi nhận phản ánh của ông bà.",
}
OPERATOR_HOST = "127.0.0.3"
PATIENCE = 30.0

# An operator whose phone is plain SIP: pjsua2 speaks no WebRTC.
PLAIN_OPERATOR = """
[op-lan]
type = endpoint
context = operators
transport = transport-trunk
aors = op-lan
disallow = all
allow = alaw
direct_media = no
device_state_busy_at = 1
[op-lan]
type = aor
contact = sip:op-lan@{host}:{port}
"""

Cel = dict[str, str]


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM, host: str = "127.0.0.1") -> int:
    """A port nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def read_cel(lines: Iterable[str]) -> list[Cel]:
    """Asterisk's records, as `cel_custom.conf` says they are written."""
    return list(csv.DictReader(lines, CEL_FIELDS, strict=True))


def facts(event: Cel) -> dict[str, str]:
    """The call's variables in a `CC_FACTS` record; those that are not set are left out."""
    return dict(parse_qsl(json.loads(event["eventextra"])["extra"]))


def make_config(folder: Path, **changes: Any) -> AsteriskConfig:
    """A configuration on free ports that needs no sound files to be rendered."""
    rtp = free_port(socket.SOCK_DGRAM) // 100 * 100
    conf = AsteriskConfig(
        run_dir=folder / "asterisk",
        recordings_dir=folder / "recordings",
        moh_dir=folder / "moh",
        spool_dir=folder / "fallback",
        python=Path(sys.executable),
        fallback_script=folder / "fallback.py",
        prompts=dialplan_prompts({name: folder / "prompts" / name for name, _ in own_prompts()}),
        channel_vars=VARS,
        ami_user="callcenter",
        ami_secret=SECRET,
        ami_port=free_port(),
        fastagi_port=free_port(),
        sip_port=free_port(socket.SOCK_DGRAM),
        http_port=free_port(),
        rtp_start=rtp,
        rtp_end=rtp + 99,
        queues=(QueueSettings(max_wait=60),),
    )
    return replace(conf, **changes)


@dataclass
class Switchboard:
    """A started Asterisk and what goes on in it."""

    asterisk: PrivateAsterisk
    operator_port: int
    folder: Path
    sounds: dict[str, Path]  # with extension

    @classmethod
    def start(cls, folder: Path, prefix: Prefix, sounds_dir: Path, **changes: Any) -> "Switchboard":
        pieces = [(piece.id, piece.text) for piece in PIECES]
        sounds = ensure_prompts([*TEXTS.items(), *pieces], sounds_dir, prefix)
        spoken = tuple(tuple(sounds[piece.id] for piece in number(count)) for count in range(100))
        music = sounds_dir / "music"
        ensure_hold_music(music, prefix)
        conf = make_config(
            folder, **{"prompts": dialplan_prompts(sounds), "moh_dir": music, "spoken": spoken, **changes}
        )
        asterisk = PrivateAsterisk(in_prefix(conf, prefix), prefix)
        asterisk.configure()
        port = free_port(socket.SOCK_DGRAM, OPERATOR_HOST)
        (asterisk.etc_dir / OPERATORS).write_text(PLAIN_OPERATOR.format(host=OPERATOR_HOST, port=port))
        asterisk.start()
        return cls(asterisk, port, folder, {name: Path(f"{file}.wav") for name, file in sounds.items()})

    @property
    def conf(self) -> AsteriskConfig:
        return self.asterisk.conf

    def stop(self) -> None:
        self.asterisk.stop(gracefully=False)

    @asynccontextmanager
    async def citizen(self, **plan: Any) -> AsyncIterator["Phone"]:
        """A citizen who calls; `plan` as in `CallPlan`."""
        asked = asdict(CallPlan(server=f"{self.conf.sip_bind}:{self.conf.sip_port}", **plan))
        async with Phone.started("citizen", asked) as phone:
            yield phone

    @asynccontextmanager
    async def operator(self, hear: Path, queues: Sequence[str] = ("hotline",)) -> AsyncIterator["Phone"]:
        """Op-lan, in the queues, who answers the next call and speaks; what she hears is recorded into `hear`."""
        asked = {"host": OPERATOR_HOST, "port": self.operator_port, "say": self.sounds["operator"], "hear": hear}
        async with Phone.started("operator", asked) as phone:
            await phone.says("ready")
            for queue in queues:
                self.asterisk.rx(f"queue add member PJSIP/op-lan to {queue}")
            try:
                yield phone
            finally:
                for queue in queues:
                    self.asterisk.rx(f"queue remove member PJSIP/op-lan from {queue}")

    @asynccontextmanager
    async def menu(self, *commands: str) -> AsyncIterator[None]:
        """A FastAGI service that gives each call these commands, waits for the answer to each, and goes away."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\n\n")
            for command in commands:
                writer.write(f"{command}\n".encode())
                await reader.readline()
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(serve, self.conf.fastagi_host, self.conf.fastagi_port):
            yield

    @asynccontextmanager
    async def cel(self) -> AsyncIterator[Callable[[str], Awaitable[Cel]]]:
        """Asterisk's record as it grows: `await until(EVENT)` gives the next line of that kind."""
        self.conf.cel_file.touch()
        words = ["tail", "-F", "-c", f"+{self.conf.cel_file.stat().st_size + 1}", str(self.conf.cel_file)]
        tail = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        assert tail.stdout is not None
        lines = tail.stdout

        async def until(kind: str) -> Cel:
            async with asyncio.timeout(PATIENCE):
                async for line in lines:
                    (event,) = read_cel([line.decode()])
                    if event["eventtype"] == kind:
                        return event
            raise AssertionError(f"no {kind} in {self.conf.cel_file}")

        try:
            yield until
        finally:
            tail.kill()
            await tail.wait()

    def records(self, linkedid: str) -> list[Cel]:
        """All that CEL knows of a call so far."""
        with self.conf.cel_file.open(newline="") as lines:
            return [event for event in read_cel(lines) if event["linkedid"] == linkedid]

    def complaints(self) -> list[str]:
        """Warnings and errors in its log, but the one that is the subject: nobody listens for FastAGI."""
        lines = (self.conf.log_dir / "messages.log").read_text().splitlines()
        loud = [line for line in lines if "WARNING" in line or "ERROR" in line]
        return [line for line in loud if "FastAGI failed" not in line and "Connection refused" not in line]


@dataclass
class Phone:
    """A pjsua2 phone in a process of its own; it tells what happens, one JSON list a line."""

    process: asyncio.subprocess.Process
    events: list[list[Any]] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def started(cls, kind: str, plan: dict[str, Any]) -> AsyncIterator["Phone"]:
        words = [sys.executable, "-m", "tests.asterisk_conf.phone", kind, json.dumps(plan, default=str)]
        process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        try:
            yield cls(process)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)  # a citizen hangs up
            await process.communicate()

    async def hang_up(self) -> None:
        """Leave the call, and end."""
        self.process.send_signal(signal.SIGINT)
        await self.process.wait()

    async def says(self, word: str) -> list[Any]:
        """Wait until it says this word; what it said."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            async for line in self.process.stdout:
                if not line.startswith(b"["):
                    continue  # PJSIP's greeting
                event: list[Any] = json.loads(line)
                self.events.append(event)
                if event[0] == word:
                    return event
        raise AssertionError(f"the phone never said {word}, only {self.events}")
