"""A private Asterisk: started as the ordinary user, found again by its pid file, outliving our service.

It runs from the prefix with the configuration of `render`; calls go on when our service dies or is restarted, so
ending it with calls up is the caller's decision.
"""

import errno
import os
import re
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from asterisk_conf.errors import AsteriskError
from asterisk_conf.model import AsteriskConfig
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.render import render

START_SECONDS: Final = 30.0
PID_SECONDS: Final = 1.0  # it writes its pid file after it went into the background
COMMAND_SECONDS: Final = 20.0
STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.05
MAX_RUN_DIR: Final = 200  # bytes; the files in it must stay below Asterisk's 255

# How a running Asterisk takes a changed file; a file that is not here needs a restart.
RELOADS: Final = {
    "pjsip.conf": "module reload res_pjsip.so",
    "pjsip_operators.conf": "module reload res_pjsip.so",
    "extensions.conf": "dialplan reload",
    "queues.conf": "queue reload all",
    "say.conf": "module reload app_playback.so",
    "musiconhold.conf": "moh reload",
    "manager.conf": "manager reload",
    "logger.conf": "logger reload",
    "cel.conf": "module reload cel",
    "cel_custom.conf": "module reload cel_custom.so",
}


def in_prefix(conf: AsteriskConfig, prefix: Prefix) -> AsteriskConfig:
    """The same configuration with the prefix's modules and data."""
    return replace(
        conf,
        modules_dir=prefix.libraries / "asterisk" / "modules",
        data_dir=prefix.root / "usr" / "share" / "asterisk",
    )


@dataclass(frozen=True)
class PrivateAsterisk:
    """One Asterisk in `conf.run_dir`, running or not. `conf` is what `in_prefix` returned."""

    conf: AsteriskConfig
    prefix: Prefix

    @property
    def etc_dir(self) -> Path:
        """Where its configuration is rendered to."""
        return self.conf.run_dir / "etc"

    @property
    def pid(self) -> int | None:
        """Its process, None when it is not running, whatever an old pid file says."""
        with suppress(OSError, ValueError):
            pid = int((self.conf.socket_dir / "asterisk.pid").read_text())
            if os.fsencode(self.etc_dir) in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        return None

    def is_running(self) -> bool:
        return self.pid is not None

    def configure(self) -> frozenset[str]:
        """Render the configuration; give the names of changed files."""
        return render(self.conf, self.etc_dir)

    def start(self) -> bool:
        """Start it and return when it takes calls; False when it was already running (it is adopted as it is).

        Raises AsteriskError with one plain line when a port is taken or it does not come up.
        """
        if self.is_running():
            return False
        _check_length(self.conf.run_dir)
        _check_ports(self.conf)
        self._make_folders()
        log_file = self.conf.log_dir / "messages.log"
        before = log_file.stat().st_size if log_file.exists() else 0
        command = self.prefix.command("asterisk", "-C", self.etc_dir / "asterisk.conf")
        environment = self.prefix.env()
        environment.pop("TZ", None)  # the dialplan and the C library must agree on local time
        with (self.conf.log_dir / "start.log").open("wb") as log:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, umask=0o077, check=False
            )
        began = time.monotonic()
        while "fully booted" not in self._answer("core waitfullybooted"):
            waited = time.monotonic() - began
            if waited > START_SECONDS or (waited > PID_SECONDS and not self.is_running()):
                raise AsteriskError(f"Asterisk không khởi động được: {self._first_error(before)}")
            time.sleep(POLL_SECONDS)
        return True

    def rx(self, command: str) -> str:
        """Run a console command and give what it prints."""
        done = self._console(command)
        if done.returncode:
            raise AsteriskError(f"Asterisk không trả lời lệnh “{command}”: {(done.stdout + done.stderr).strip()}")
        return done.stdout

    def reload(self, changed: frozenset[str]) -> frozenset[str]:
        """Have it read changed files without dropping a call; give those that need a restart."""
        for command in sorted({RELOADS[name] for name in changed if name in RELOADS}):
            self.rx(command)
        return changed - RELOADS.keys()

    def calls(self) -> int:
        """Channels that are up now."""
        first = next((line for line in self.rx("core show channels count").splitlines() if "channel" in line), "0")
        return int(first.split()[0])

    def stop(self, *, gracefully: bool, patience: float = STOP_SECONDS) -> bool:
        """End it; True when it has ended.

        `gracefully` lets calls end by themselves for `patience` seconds; when some are left, Asterisk goes on: False.
        Else calls are cut.
        """
        pid = self.pid
        if pid is None:
            return True
        # The console stays on the line until the end.
        self._answer("core stop gracefully" if gracefully else "core stop now", patience)
        if self._wait_for_end(0 if gracefully else patience):
            return True
        if gracefully:
            self._answer("core abort shutdown")
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return self._wait_for_end(STOP_SECONDS)

    def _wait_for_end(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_running():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def _answer(self, command: str, seconds: float = COMMAND_SECONDS) -> str:
        """What it prints; nothing when it does not answer."""
        with suppress(AsteriskError):
            return self._console(command, seconds).stdout
        return ""

    def _console(self, command: str, seconds: float = COMMAND_SECONDS) -> subprocess.CompletedProcess[str]:
        words = self.prefix.command("asterisk", "-C", self.etc_dir / "asterisk.conf", "-rx", command)
        try:
            return subprocess.run(
                words, capture_output=True, text=True, timeout=seconds, env=self.prefix.env(), check=False
            )
        except subprocess.TimeoutExpired as error:
            raise AsteriskError(f"Asterisk không trả lời lệnh “{command}” trong {seconds:.0f} giây.") from error

    def _make_folders(self) -> None:
        conf = self.conf
        kept = ("lib/keys", "cache", "agi-bin", "spool")
        given = (conf.cel_file.parent, conf.recordings_dir, conf.spool_dir, conf.moh_dir)
        for folder in (*(conf.run_dir / name for name in kept), *given):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        conf.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if conf.socket_dir.stat().st_uid != os.getuid():
            raise AsteriskError(f"Thư mục {conf.socket_dir} là của người khác: hãy xóa nó.")

    def _first_error(self, since: int) -> str:
        """What went wrong first in this start: later complaints follow from it."""
        for log, start in ((self.conf.log_dir / "messages.log", since), (self.conf.log_dir / "start.log", 0)):
            with suppress(OSError):
                text = log.read_bytes()[start:].decode(errors="replace")
                if found := re.search(r"ERROR.*?: (.+)", text):
                    return f"{found[1]} (xem {log})"
        return f"xem {self.conf.log_dir}"


def _check_length(run_dir: Path) -> None:
    """Asterisk cuts a longer path to its configuration, and starts with that of /etc/asterisk instead."""
    if len(os.fsencode(run_dir)) > MAX_RUN_DIR:
        raise AsteriskError(f"Đường dẫn {run_dir} quá dài với Asterisk: hãy chọn thư mục có tên ngắn hơn.")


def _check_ports(conf: AsteriskConfig) -> None:
    """Asterisk itself starts without a port it can't have, and is then deaf: refuse before."""
    ports: tuple[tuple[str, int, socket.SocketKind, str], ...] = (
        (conf.sip_bind, conf.sip_port, socket.SOCK_DGRAM, "SIP, cài đặt sip_port"),
        (conf.http_bind, conf.http_port, socket.SOCK_STREAM, "điện thoại trên trình duyệt, cài đặt asterisk_http_port"),
        ("127.0.0.1", conf.ami_port, socket.SOCK_STREAM, "AMI, cài đặt ami_port"),
    )
    for host, port, kind, what in ports:
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise AsteriskError(f"Không dùng được cổng {port} ({what}) ở {host}: {_why(error)}.") from error


def _why(error: OSError) -> str:
    return "chương trình khác đang dùng" if error.errno == errno.EADDRINUSE else str(error.strerror)
