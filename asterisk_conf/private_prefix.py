"""A folder with programs from Debian, run from there through their own dynamic loader: no root, no Docker.

`ensure_prefix` makes it once and finds it again in an instant. Standard library only, so that the Makefile can use
it on a bare machine: `python3 -m asterisk_conf.private_prefix --only python3-pip-whl` prints the folder.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from asterisk_conf.debian_apt import DebianSource, Say, architecture, download, host_source, open_apt, unpack
from asterisk_conf.errors import PrefixError

# What the call centre runs on: the switch, the prompts' voice, the sound converter; SIPp for load.
TELEPHONY: Final = ("asterisk", "espeak-ng", "sip-tester", "sox")


@dataclass(frozen=True)
class Prefix:
    """An unpacked closure. Its programs run on the host's kernel and nothing else of the host."""

    root: Path

    @property
    def libraries(self) -> Path:
        """The folder of shared libraries, `usr/lib/TRIPLET`."""
        return self.loader.parent

    @property
    def loader(self) -> Path:
        """The closure's own dynamic loader, whatever the processor."""
        found = next(self.root.glob("usr/lib/*-linux-gnu*/ld-linux*.so.*"), None)
        if found is None:
            raise PrefixError(f"Thư mục {self.root} thiếu bộ nạp thư viện: hãy xóa nó rồi chạy lại.")
        return found

    def program(self, name: str) -> Path:
        """The file of a program."""
        for folder in ("usr/bin", "usr/sbin"):
            if (file := self.root / folder / name).exists():
                return file
        raise PrefixError(f"Thư mục {self.root} không có chương trình {name}: hãy xóa nó rồi chạy lại.")

    def command(self, program: str, *args: str | Path) -> list[str]:
        """The command line that runs a program of the prefix."""
        folders = f"{self.libraries}:{self.libraries / 'pulseaudio'}"
        words = [self.loader, "--library-path", folders, self.program(program), *args]
        return [str(word) for word in words]

    def env(self) -> dict[str, str]:
        """The environment its programs need: espeak-ng's voices lie in the prefix."""
        return os.environ | {"ESPEAK_DATA_PATH": str(self.libraries)}


def cache_root(environ: Mapping[str, str] = os.environ) -> Path:
    """Where downloaded parts are kept: `CALLCENTER_CACHE`, else `$XDG_CACHE_HOME/tong-dai-1022`."""
    if chosen := environ.get("CALLCENTER_CACHE"):
        return Path(chosen).absolute()
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache").absolute() / "tong-dai-1022"


def ensure_prefix(
    cache: Path,
    packages: Iterable[str],
    say: Say,
    *,
    closure: bool = True,
    source: DebianSource | None = None,
) -> Prefix:
    """The prefix with these packages (and all they depend on, when `closure`), made when it is not there yet.

    Made aside and renamed when whole, under a lock: a half-made one is never seen, and of two processes one waits.
    Raises PrefixError, one plain line.
    """
    source = source or host_source()
    names = tuple(sorted(packages))
    name = f"{names[0]}-{_fingerprint(names, source, closure)}"
    prefix = Prefix(cache / "prefixes" / name)
    if prefix.root.is_dir():
        return prefix
    try:
        with _alone(cache, say):
            if not prefix.root.is_dir():
                _make(cache, prefix.root, names, say, closure, source)
    except OSError as error:
        raise PrefixError(
            f"Không ghi được vào {cache}: {error.strerror}. Đặt CALLCENTER_CACHE tới thư mục ghi được."
        ) from error
    return prefix


def _fingerprint(names: tuple[str, ...], source: DebianSource, closure: bool) -> str:
    words = (*names, source.suite, architecture(), str(closure))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def _make(cache: Path, root: Path, names: tuple[str, ...], say: Say, closure: bool, source: DebianSource) -> None:
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    apt = open_apt(cache / "apt", source, say)
    packages = download(apt, names, say, closure=closure)
    say(f"Đang mở {len(packages)} gói …")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda package: unpack(package, part), packages))
    part.rename(root)
    shutil.rmtree(apt.archives)
    say(f"Đã xong: {root}")


@contextmanager
def _alone(cache: Path, say: Say) -> Iterator[None]:
    """One process at a time; the other waits and then finds the work done."""
    (cache / "prefixes").mkdir(parents=True, exist_ok=True)
    with (cache / "prefixes" / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Một tiến trình khác đang tải, xin chờ …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Make a prefix from the command line and print its folder."""
    parser = argparse.ArgumentParser(prog="python3 -m asterisk_conf.private_prefix", description=__doc__)
    parser.add_argument("packages", nargs="+")
    parser.add_argument("--only", action="store_true", help="these packages, without what they depend on")
    asked = parser.parse_args()
    try:
        prefix = ensure_prefix(
            cache_root(), asked.packages, lambda line: print(line, file=sys.stderr), closure=not asked.only
        )
    except PrefixError as error:
        print(error, file=sys.stderr)
        return 1
    print(prefix.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
