"""What Asterisk is to be told: plain values, filled by the composition root, turned into files by `render`."""

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CEL_FIELDS: Final = (
    *("eventtype", "eventtime", "uniqueid", "linkedid", "channame", "peer", "name", "num"),
    *("exten", "context", "appname", "appdata", "eventextra"),
)
LOOPBACK_STAND_IN: Final = "192.0.2.2"  # RFC 5737: belongs to nobody
MAX_SOCKET_DIR: Final = 90  # bytes; "/asterisk.ctl" and a terminator follow
REALM: Final = "callcenter"  # of all SIP passwords: HA1 = MD5(op-NAME:callcenter:SECRET)


def endpoint_name(username: str) -> str:
    """The PJSIP endpoint of an operator; the queue knows it as `PJSIP/op-NAME`."""
    return f"op-{username}"


@dataclass(frozen=True)
class ChannelVars:
    """Names of the channel variables, as `ivr_flows.channel_vars` spells them."""

    keys: str
    category: str
    topic: str
    outcome: str
    answered: str
    recording: str
    fallback: str
    callback: str
    joined: str
    voicemail: str
    transfer: str
    survey: str
    callback_number: str
    flow: str
    queues: str
    entered: str
    callback_of: str

    @property
    def live(self) -> tuple[str, ...]:
        """All of them: carried on every AMI channel event and in CEL's `CC_FACTS`."""
        return tuple(vars(self).values())


MESSAGE: Final = "message"  # where callers go whom a queue does not serve: they leave a message,
CALL_BACK: Final = "callback"  # are called back by 1022 and keep their place,
WAIT: Final = "wait"  # wait all the same; or the name of another queue


@dataclass(frozen=True)
class QueueSettings:
    """One waiting queue. Seconds; no categories and topics: of calls that belong to no other queue."""

    name: str = "hotline"
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # they win over categories
    weight: int = 0
    music: str = "default"
    ring: int = 20  # one operator's phone, then the next operator's
    max_wait: int = 900  # then `late`
    max_calls: int = 0  # then `full`; 0: no limit
    announce_every: int = 45  # the place in the line, and that all operators are busy
    breath: int = 5  # after a talk, before the same operator rings again: the service pauses them meanwhile
    late: str = MESSAGE
    full: str = MESSAGE
    nobody: str = WAIT  # while no operator's phone is there
    closed: str = MESSAGE


@dataclass(frozen=True)
class DialplanPrompts:
    """Sound files of the dialplan itself, absolute and without extension."""

    fallback_notice: Path  # greeting and recording notice when our service is away
    fallback_menu: Path  # then one key
    fallback_callback: Path  # answers the wish to be called back
    all_busy: Path  # again and again in the queue
    apology: Path  # after the longest wait
    place: Path  # before the place in the line
    place_end: Path  # after it
    next_in_line: Path
    expected: Path  # before the expected wait
    minutes: Path  # after it
    callback_kept: Path  # answers the wish in the queue: the place is kept
    callback_missed: Path  # to the operator: the citizen does not answer
    storm: Path  # greeting, recording notice and call-back offer in one, when too many call


@dataclass(frozen=True)
class AsteriskConfig:
    """One Asterisk. Folders are absolute; ports are free ones of this machine."""

    run_dir: Path  # configuration, logs, CEL, sockets: all that Asterisk keeps
    recordings_dir: Path
    moh_dir: Path  # hold music
    spool_dir: Path  # what the fallback menu writes while our service is away
    python: Path  # interpreter that runs the fallback menu
    fallback_script: Path
    prompts: DialplanPrompts
    channel_vars: ChannelVars
    ami_user: str
    ami_secret: str = field(repr=False)
    ami_port: int = 5038  # on 127.0.0.1 only
    fastagi_host: str = "127.0.0.1"
    fastagi_port: int = 4573
    numbers: tuple[str, ...] = ("02251022", "842251022", "+842251022", "1022")
    trunk_hosts: tuple[str, ...] = ("127.0.0.2",)
    trunk_port: int = 5060  # of the first of them: emergency calls are passed on to it
    sip_bind: str = "127.0.0.1"
    sip_port: int = 5060
    rtp_start: int = 10000
    rtp_end: int = 10999
    http_bind: str = "127.0.0.1"  # websocket of the browsers' phones
    http_port: int = 8088
    tls_certificate: Path | None = None  # with it `http_port` speaks wss
    tls_key: Path | None = None
    queues: tuple[QueueSettings, ...] = (QueueSettings(),)
    otherwise: str = "hotline"  # the queue of calls that belong to no other
    spoken: tuple[tuple[Path, ...], ...] = ()  # the sounds of 0, 1, 2, ... as they are said
    callback_ring: int = 35  # seconds at the phone of a citizen who is called back
    survey: bool = False  # ask the caller for a score after the operator has hung up
    emergency_ring: int = 45  # seconds; then an operator takes the call
    menu_seconds: int = 300  # a menu that hangs longer is cut: the caller goes on to the queue
    fallback_menu_seconds: int = 60
    loopback_only: bool = False  # the host has no other address: see `templates/rtp.conf.j2`
    modules_dir: Path | None = None  # both None: an Asterisk that is already there knows its own
    data_dir: Path | None = None

    @property
    def log_dir(self) -> Path:
        """messages.log, queue_log, cel-custom/cel.csv."""
        return self.run_dir / "log"

    @property
    def socket_dir(self) -> Path:
        """Control socket and pid file. A UNIX socket's path ends at 108 bytes: a deep folder gets a short stand-in."""
        here = self.run_dir / "run"
        if len(os.fsencode(here)) <= MAX_SOCKET_DIR:
            return here
        digest = hashlib.sha256(os.fsencode(here)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"tong-dai-1022-{os.getuid()}-{digest}"

    @property
    def cel_file(self) -> Path:
        """Asterisk's own record of every call: see `templates/cel_custom.conf.j2`."""
        return self.log_dir / "cel-custom" / "cel.csv"


@dataclass(frozen=True)
class OperatorEndpoint:
    """An operator's browser phone; `ha1` None = not logged in, no phone."""

    username: str
    full_name: str
    ha1: str | None = field(repr=False)
