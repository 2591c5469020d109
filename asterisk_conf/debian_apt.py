"""A private apt: Debian packages downloaded as an ordinary user, with nothing of the host changed.

Its own sources, lists and archives, and an *empty* dpkg status, so that the whole closure (libc included) comes
along. Signatures are always checked, against Debian's keyring. Standard library only: this runs before anything
is installed.
"""

import math
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from asterisk_conf.errors import PrefixError

Say = Callable[[str], None]

SUITE: Final = "forky"  # Debian 12 and 13 have no asterisk package
HOST_KEYRING: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
HOST_SOURCES: Final = Path("/etc/apt")

DEBIAN_URI: Final = re.compile(r"\s([a-z][a-z+]*:/\S*/debian(\.list)?)/?(?=\s|$)")  # .list: mirror+file, in clouds

# Who is on the other side of each of apt's complaints. First match wins.
_REASONS: Final = (
    (
        r"No space left|enough free space",
        "đĩa đã đầy: hãy dọn bớt hoặc đặt CALLCENTER_CACHE sang đĩa khác",
    ),
    (
        r"NO_PUBKEY|not signed|GPG error|is not available|EXPKEYSIG",
        "kho gói không có chữ ký hợp lệ: đặt CALLCENTER_DEBIAN_KEYRING tới tệp khóa của Debian",
    ),
    (
        r"resolv|[Cc]ould not connect|[Uu]nable to connect|[Cc]onnection|timed out|unreachable",
        "không có mạng tới kho gói: hãy kiểm tra mạng, hoặc đặt CALLCENTER_DEBIAN_MIRROR tới kho khác",
    ),
    (r"404|no longer has a Release|does not have a Release", "kho gói không có bản phát hành này"),
    (r"Hash Sum mismatch|unexpected size", "gói tải về sai mã kiểm tra: kho đang được cập nhật, hãy thử lại"),
    (r"Permission denied|Read-only", "không được phép ghi: đặt CALLCENTER_CACHE tới thư mục ghi được"),
)


@dataclass(frozen=True)
class DebianSource:
    """Where packages come from; `keyring` None means "find one"."""

    mirror: str
    suite: str = SUITE
    keyring: Path | None = None


@dataclass(frozen=True)
class PrivateApt:
    """An apt state of our own in `folder`, ready for `apt-get -c conf`."""

    folder: Path
    conf: Path

    @property
    def archives(self) -> Path:
        """Where downloaded packages lie until they are unpacked."""
        return self.folder / "cache" / "archives"

    @property
    def nothing(self) -> Path:
        """Archives of which none is there yet: for asking what the whole download would be."""
        return self.folder / "nothing"


def host_source(environ: Mapping[str, str] = os.environ, etc: Path = HOST_SOURCES) -> DebianSource:
    """By settings (`CALLCENTER_DEBIAN_MIRROR`, `_SUITE`, `_KEYRING`), else the host's own mirror.

    Raises PrefixError when the host has none (Ubuntu, say) and no setting names one.
    """
    keyring = environ.get("CALLCENTER_DEBIAN_KEYRING")
    mirror = environ.get("CALLCENTER_DEBIAN_MIRROR") or _host_mirror(etc)
    if mirror is None:
        raise PrefixError("Máy này không dùng kho gói Debian: đặt CALLCENTER_DEBIAN_MIRROR tới một kho, rồi chạy lại.")
    suite = environ.get("CALLCENTER_DEBIAN_SUITE") or SUITE
    return DebianSource(mirror.rstrip("/"), suite, Path(keyring) if keyring else None)


def _host_mirror(etc: Path) -> str | None:
    """First URI of the host's apt that ends in `/debian`; security and third parties end otherwise."""
    files = [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*.list"))]
    files += sorted((etc / "sources.list.d").glob("*.sources"))
    for file in files:
        text = file.read_text(errors="replace") if file.is_file() else ""
        for line in text.splitlines():
            if re.match(r"\s*(deb\s|URIs:)", line) and (found := DEBIAN_URI.search(line)):
                return found[1]
    return None


def architecture() -> str:
    """Debian's name of this machine's processor; refuses a machine without apt and dpkg."""
    for program in ("apt-get", "dpkg", "dpkg-deb"):
        if shutil.which(program) is None:
            raise PrefixError(f"Máy này không có lệnh {program}: cần Debian, Ubuntu hoặc một Asterisk cài sẵn.")
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def open_apt(folder: Path, source: DebianSource, say: Say) -> PrivateApt:
    """Write the private state and fetch the suite's package list."""
    keyring = _keyring(folder, source, say)
    sources = folder / "debian.sources"
    apt = _lay_out(folder, "debian", sources)
    sources.write_text(
        f"Types: deb\nURIs: {source.mirror}\nSuites: {source.suite}\nComponents: main\n"
        f"Architectures: {architecture()}\nTargets: Packages\nSigned-By: {keyring}\n"
    )
    say(f"Đang đọc danh sách gói Debian {source.suite} từ {source.mirror} …")
    _apt_get(apt, "update")
    return apt


def download(apt: PrivateApt, packages: Iterable[str], say: Say, *, closure: bool = True) -> tuple[Path, ...]:
    """Download packages, with all they depend on when `closure`; give their files and no others' that lie there."""
    what = (*(("install", "--download-only", "--yes") if closure else ("download",)), *packages)
    sizes = _sizes(_apt_get(apt, "-o", f"Dir::Cache::archives={apt.nothing}", "--print-uris", *what))
    _check_space(apt.folder, 5 * sum(sizes.values()))
    say(f"Đang tải {len(sizes)} gói, {math.ceil(sum(sizes.values()) / 10**6)} MB …")
    _apt_get(apt, *what, cwd=apt.archives)
    return tuple(apt.archives / name for name in sizes)


def _sizes(print_uris: str) -> dict[str, int]:
    """Bytes of each file in the answer of `--print-uris`: `'URI' file size hash`."""
    found = re.findall(r"^'\S+' (\S+) (\d+) ", print_uris, re.MULTILINE)
    return {name: int(size) for name, size in found}


def _check_space(folder: Path, need: int) -> None:
    """Unpacked, Debian's packages take 3-4 times their size, and the archives lie beside them for a while."""
    free = shutil.disk_usage(folder).free
    if free < need:
        raise PrefixError(
            f"Đĩa chứa {folder} còn trống {free // 10**6} MB, cần khoảng {need // 10**6} MB: "
            "hãy dọn bớt hoặc đặt CALLCENTER_CACHE sang đĩa khác."
        )


def _keyring(folder: Path, source: DebianSource, say: Say) -> Path:
    """Debian's keys: by setting, of the host, or the package that the host's own distribution signs."""
    if source.keyring is not None:
        if not source.keyring.is_file():
            raise PrefixError(f"Không thấy tệp khóa {source.keyring} (CALLCENTER_DEBIAN_KEYRING).")
        return source.keyring.absolute()
    return HOST_KEYRING if HOST_KEYRING.is_file() else fetch_keyring(folder, say)


def fetch_keyring(folder: Path, say: Say) -> Path:
    """`debian-archive-keyring` from the host's distribution (Ubuntu has it), checked with the host's keys."""
    unpacked = folder / "keyring"
    keyring = unpacked / HOST_KEYRING.relative_to("/")
    if keyring.is_file():
        return keyring
    say("Đang lấy tệp khóa của Debian từ kho của máy này …")
    try:
        apt = _lay_out(folder, "host", None)
        _apt_get(apt, "update")
        (package,) = download(apt, ["debian-archive-keyring"], say, closure=False)
        unpack(package, unpacked)
        package.unlink()
    except (PrefixError, ValueError) as error:
        raise PrefixError(
            "Không có tệp khóa của Debian: cài gói debian-archive-keyring "
            "hoặc đặt CALLCENTER_DEBIAN_KEYRING tới tệp đó."
        ) from error
    return keyring


def unpack(package: Path, target: Path) -> None:
    """Unpack one package's files into a folder."""
    target.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["dpkg-deb", "-x", package, target], capture_output=True, text=True)
    if done.returncode:
        raise PrefixError(f"Không mở được gói {package.name}: {_reason(done.stderr)}.")


def _lay_out(folder: Path, name: str, sources: Path | None) -> PrivateApt:
    """Folders and configuration. Locks are ours (`private_prefix`), apt's hooks belong to the host."""
    state = folder / name
    apt = PrivateApt(state, state / "apt.conf")
    (state / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (apt.archives / "partial").mkdir(parents=True, exist_ok=True)
    (apt.nothing / "partial").mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    settings = {
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Dir::Log": state,
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "APT::Architecture": architecture(),
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "Acquire::http::Timeout": "30",
        "Debug::NoLocking": "1",
    }
    if sources is not None:
        settings |= {"Dir::Etc::SourceList": sources, "Dir::Etc::SourceParts": "/dev/null"}
    hooks = ("APT::Update", "DPkg", "APT::Architectures")
    lines = [f"#clear {hook};" for hook in hooks] + [f'{key} "{value}";' for key, value in settings.items()]
    apt.conf.write_text("\n".join(lines) + "\n")
    return apt


def _apt_get(apt: PrivateApt, *args: str, cwd: Path | None = None) -> str:
    """Run apt-get with the private state; its complaint in one line of ours."""
    command = ["apt-get", "-c", str(apt.conf), "-q", *args]
    environ = os.environ | {"LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=cwd, stdin=subprocess.DEVNULL)
    complaint = done.stdout + done.stderr
    # `update` that reached nothing still exits 0, with a warning.
    if done.returncode or "Failed to fetch" in complaint:
        raise PrefixError(f"Không tải được gói từ Debian: {_reason(complaint)}.")
    return done.stdout


def _reason(complaint: str) -> str:
    for pattern, reason in _REASONS:
        if re.search(pattern, complaint):
            return reason
    lines = [line for line in complaint.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("E:")), lines[-1] if lines else "không rõ lý do")
