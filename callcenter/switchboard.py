"""Our Asterisk, from the settings: its configuration, and how it is started, adopted and told about operators."""

import ipaddress
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import agi.fallback
from asterisk_conf.errors import AsteriskError
from asterisk_conf.model import (
    CALL_BACK,
    MESSAGE,
    WAIT,
    AsteriskConfig,
    ChannelVars,
    OperatorEndpoint,
    QueueSettings,
)
from asterisk_conf.private_asterisk import PrivateAsterisk, in_prefix
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.prompts import dialplan_prompts, ensure_prompts, own_prompts
from asterisk_conf.render import render, render_operators
from callcenter.errors import CallcenterError
from callcenter.queue_file import load_queues
from callcenter.queue_plan import Overflow, QueueDesign, Way
from callcenter.secrets import secret
from callcenter.settings import Settings
from ivr_flows import channel_vars
from ivr_flows.vietnamese import PIECES, number

AMI_USER = "callcenter"
LARGEST_PLACE: Final = 999  # in a queue
WORDS: Final = {Way.WAIT: WAIT, Way.MESSAGE: MESSAGE, Way.CALLBACK: CALL_BACK}


class SwitchboardAway(CallcenterError):
    """Asterisk does not take what it is told now; the message is its own or `asterisk_conf`'s."""


@dataclass(frozen=True)
class Switchboard:
    """The Asterisk of an installation: private (started and stopped by us) or one that is already there."""

    asterisk: PrivateAsterisk
    ours: bool

    def configure(self, operators: Sequence[OperatorEndpoint]) -> frozenset[str]:
        """Write its configuration; names of the files that changed."""
        switch = self.asterisk
        return render(switch.conf, switch.etc_dir) | render_operators(switch.conf, operators, switch.etc_dir)

    def bring_up(self, operators: Sequence[OperatorEndpoint]) -> tuple[str, ...]:
        """Configure it and have it running; names of files whose change needs a restart it did not get.

        A running one is adopted with its calls. Raises `AsteriskError`, one plain line.
        """
        switch = self.asterisk
        changed = self.configure(operators)
        if not self.ours or switch.start():
            return ()
        return tuple(sorted(switch.reload(changed)))

    def start_again(self) -> bool:
        """Start ours if it has ended by itself; whether it had. Raises `AsteriskError`."""
        return self.ours and self.asterisk.start()

    def refresh_operators(self, operators: Sequence[OperatorEndpoint]) -> bool:
        """Give our Asterisk the operators' phones as they are now; whether they changed.

        One that is not ours has to be told over AMI. Raises `SwitchboardAway` when ours does not read them; started
        later, it reads them by itself.
        """
        switch = self.asterisk
        changed = render_operators(switch.conf, operators, switch.etc_dir)
        try:
            if changed and self.ours:
                switch.reload(changed)
            return bool(changed)
        except AsteriskError as error:
            raise SwitchboardAway(str(error)) from error

    def stop_if_quiet(self) -> bool:
        """End it when no call is up; whether it has ended."""
        return not self.asterisk.is_running() or (self.asterisk.calls() == 0 and self.asterisk.stop(gracefully=True))


def switchboard(settings: Settings, prefix: Prefix) -> Switchboard:
    """The installation's Asterisk, running or not."""
    ours = settings.asterisk == "private"
    conf = asterisk_config(settings, prefix)
    return Switchboard(PrivateAsterisk(in_prefix(conf, prefix) if ours else conf, prefix), ours)


def asterisk_config(settings: Settings, prefix: Prefix) -> AsteriskConfig:
    """What Asterisk is told, from the settings. Raises `QueueFileError`."""
    plan = load_queues(settings.queues)
    return AsteriskConfig(
        run_dir=(settings.var / "asterisk").absolute(),
        recordings_dir=settings.recordings,
        moh_dir=settings.hold_music,
        spool_dir=settings.spool,
        python=Path(sys.executable),
        fallback_script=Path(agi.fallback.__file__),
        prompts=dialplan_prompts(ensure_prompts(own_prompts(), settings.prompts, prefix)),
        channel_vars=ChannelVars(
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
        ),
        ami_user=AMI_USER,
        ami_secret=secret(settings.var, "ami"),
        ami_port=settings.ami_port,
        fastagi_port=settings.fastagi_port,
        numbers=settings.numbers,
        trunk_hosts=settings.trunk_hosts,
        trunk_port=settings.trunk_port,
        survey=settings.survey,
        sip_bind=settings.sip_host,
        sip_port=settings.sip_port,
        rtp_start=settings.rtp_start,
        rtp_end=settings.rtp_end,
        http_bind=settings.host,
        http_port=settings.asterisk_http_port,
        tls_certificate=settings.tls_certificate,
        tls_key=settings.tls_key,
        queues=tuple(queue_settings(queue, settings.ring_seconds) for queue in plan.queues),
        otherwise=plan.otherwise,
        spoken=spoken_numbers(settings, prefix),
        callback_ring=plan.callback.ring,
        loopback_only=loopback_only(),
    )


def queue_settings(queue: QueueDesign, ring: int) -> QueueSettings:
    """One queue, as Asterisk's configuration wants it."""
    return QueueSettings(
        name=queue.name,
        categories=queue.categories,
        topics=queue.topics,
        weight=queue.weight,
        music=queue.music,
        ring=ring,
        max_wait=queue.longest_wait,
        max_calls=queue.most_calls,
        announce_every=queue.announce_every,
        late=way(queue.late),
        full=way(queue.full),
        nobody=way(queue.nobody),
        closed=way(queue.closed),
    )


def way(overflow: Overflow) -> str:
    """Where the dialplan leads callers: the name of a queue, or one of its own words."""
    return overflow.queue if overflow.way is Way.QUEUE else WORDS[overflow.way]


def spoken_numbers(settings: Settings, prefix: Prefix) -> tuple[tuple[Path, ...], ...]:
    """The sounds of the numbers that are said in the queue."""
    sounds = ensure_prompts([(piece.id, piece.text) for piece in PIECES], settings.prompts, prefix)
    return tuple(tuple(sounds[piece.id] for piece in number(count)) for count in range(LARGEST_PLACE + 1))


def loopback_only() -> bool:
    """Whether this host has no address but loopback: WebRTC then needs help to find a way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks the kernel which address it would use (RFC 5737)
        except OSError:
            return True
        return ipaddress.ip_address(probe.getsockname()[0]).is_loopback
