"""The whole house on free ports of 127.0.0.1: the service as a process, its Asterisk, its citizens."""

import asyncio
import json
import os
import shutil
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from crm.store import Store

DATABASE = "CALLCENTER_DATABASE_URL"
PASSWORD = "mật khẩu dài của kiểm thử"
START_SECONDS = 60
LOG_SECONDS = 20
LOOK_EVERY = 0.05


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Stack:
    """One installation in a folder of its own. `start` may be called again after `kill`."""

    folder: Path
    web_port: int = field(default_factory=free_port)
    sip_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    environment: dict[str, str] = field(default_factory=dict)
    service: asyncio.subprocess.Process | None = None
    log: Path = field(init=False)
    citizens: list["Citizen"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = self.folder / "service.log"
        rtp = free_port(socket.SOCK_DGRAM) // 400 * 400
        ports = {
            "PORT": self.web_port,
            "SIP_PORT": self.sip_port,
            "ASTERISK_HTTP_PORT": free_port(),
            "AMI_PORT": free_port(),
            "FASTAGI_PORT": free_port(),
            "RTP_START": rtp,
            "RTP_END": rtp + 399,
        }
        self.environment = {
            **os.environ,
            **{f"CALLCENTER_{name}": str(value) for name, value in ports.items()},
            "CALLCENTER_VAR": str(self.folder / "var"),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def url(self) -> str:
        return f"http://localhost:{self.web_port}"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def asterisk_pid(self) -> int:
        """The process of the stack's own Asterisk."""
        return next(pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_asterisk(pid))

    def _is_asterisk(self, pid: int) -> bool:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False  # it has just ended
        return os.fsencode(self.var / "asterisk" / "etc") in words and b"-rx" not in words

    @cached_property
    def store(self) -> Store:
        """The service's own database, read from outside."""
        return Store(self.environment.get(DATABASE) or f"sqlite:///{self.var / 'callcenter.sqlite3'}")

    async def run(self, *arguments: str, stdin: str = "") -> str:
        """Run a `callcenter` command to its end and return what it printed; a failing one fails the test."""
        process = await self.spawn(*arguments)
        out, err = await process.communicate(stdin.encode())
        assert process.returncode == 0, f"callcenter {' '.join(arguments)}: {out.decode()}{err.decode()}"
        return out.decode()

    async def spawn(self, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
        """Start a `callcenter` command, with more in its environment than the stack's own ports and folders."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "callcenter",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self.environment | environment,
            cwd=self.folder,
        )

    async def set_up(self, *operators: tuple[str, str]) -> None:
        """An account for each (username, full name), all with `PASSWORD`."""
        for username, full_name in operators:
            await self.run("users", "add", username, "--name", full_name, "--password-stdin", stdin=PASSWORD)

    async def start(self) -> None:
        """Start the service and return when it says it is ready."""
        with self.log.open("ab") as log:
            self.service = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "callcenter",
                "serve",
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )
        assert self.service.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            async for line in self.service.stdout:
                if line.startswith("Sẵn sàng".encode()):
                    return
        raise AssertionError(f"the service ended before it was ready:\n{self.log.read_text()[-3000:]}")

    async def logs(self, words: str) -> None:
        """Wait until the service has logged this."""
        async with asyncio.timeout(LOG_SECONDS):
            while words not in self.log.read_text():  # noqa: ASYNC110 - a file of another process
                await asyncio.sleep(LOOK_EVERY)

    async def kill(self) -> None:
        """`kill -9`, as a crash would."""
        assert self.service is not None
        self.service.send_signal(signal.SIGKILL)
        await self.service.wait()

    async def stop(self) -> None:
        """End everything: citizens, service, Asterisk."""
        self.store.close()
        for citizen in self.citizens:
            await citizen.leave()
        if self.service is not None and self.service.returncode is None:
            self.service.send_signal(signal.SIGCONT)
            self.service.terminate()
            await self.service.wait()
        if (self.var / "asterisk").exists():
            await self.run("asterisk", "stop", "--now")

    async def citizen(self, *arguments: str) -> "Citizen":
        """A citizen on the phone: `callcenter call ARGUMENTS`."""
        process = await self.spawn("call", "--json", *arguments)
        citizen = Citizen(process)
        self.citizens.append(citizen)
        return citizen

    def keep(self, target: Path) -> None:
        """Copy the logs where a failed test's reader finds them."""
        with suppress(FileNotFoundError):
            shutil.copytree(self.var / "log", target, dirs_exist_ok=True)


@dataclass
class Citizen:
    """A running `callcenter call`."""

    process: asyncio.subprocess.Process

    async def report(self) -> dict[str, Any]:
        """What happened, when the call is over."""
        out, err = await self.process.communicate()
        assert out, err.decode()
        report: dict[str, Any] = json.loads(out)
        return report

    async def hang_up(self) -> dict[str, Any]:
        """Hang up as a person does (Ctrl-C), and tell what happened."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGINT)
        return await self.report()

    async def leave(self) -> None:
        """End the process whatever it does."""
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
