"""Fetching Debian's parts: what is needed, what is found on the host, what is said when it fails.

The real fetch happens in the fixture `asterisk_prefix`, on a machine that has no prefix yet.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import asterisk_conf
from asterisk_conf import debian_apt, private_prefix
from asterisk_conf.debian_apt import DebianSource, host_source
from asterisk_conf.errors import PrefixError
from asterisk_conf.private_prefix import Prefix, cache_root, ensure_prefix

ROOT = Path(asterisk_conf.__file__).parents[1]
NOWHERE = DebianSource("http://127.0.0.1:9/debian")  # nobody listens there


def quiet(_line: str) -> None:
    pass


def test_it_needs_nothing_but_the_standard_library() -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from asterisk_conf import private_prefix"
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True)


def test_its_programs_run_with_their_own_libraries(asterisk_prefix: Prefix) -> None:
    command = asterisk_prefix.command("asterisk", "-V")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=asterisk_prefix.env())
    assert done.stdout.startswith("Asterisk 22.")
    with pytest.raises(PrefixError, match="không có chương trình nothing"):
        asterisk_prefix.command("nothing")


@pytest.mark.parametrize(
    ("name", "text", "mirror"),
    [
        ("sources.list", "deb http://mirror.example/debian bookworm main\n", "http://mirror.example/debian"),
        ("sources.list", "deb [signed-by=/k.gpg] https://m.example/debian/ sid main\n", "https://m.example/debian"),
        (
            "sources.list.d/debian.sources",
            "Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: trixie\n",
            "mirror+file:/etc/apt/mirrors/debian.list",
        ),
    ],
)
def test_the_mirror_is_the_one_the_host_uses(tmp_path: Path, name: str, text: str, mirror: str) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / name).write_text(text)
    assert host_source({}, tmp_path) == DebianSource(mirror)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.list", "# deb http://mirror.example/debian sid main\n"),
        ("sources.list", "deb http://sec.example/debian-security bookworm main\n"),
        ("sources.list.d/ubuntu.sources", "Types: deb\nURIs: http://archive.example/ubuntu\n"),
    ],
)
def test_a_host_without_a_debian_mirror_is_asked_for_one(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / name).write_text(text)
    with pytest.raises(PrefixError, match="CALLCENTER_DEBIAN_MIRROR"):
        host_source({}, tmp_path)


def test_settings_come_before_the_host(tmp_path: Path) -> None:
    environ = {
        "CALLCENTER_DEBIAN_MIRROR": "http://near.example/debian/",
        "CALLCENTER_DEBIAN_SUITE": "sid",
        "CALLCENTER_DEBIAN_KEYRING": "/keys.gpg",
    }
    assert host_source(environ, tmp_path) == DebianSource("http://near.example/debian", "sid", Path("/keys.gpg"))


def test_the_cache_is_where_the_settings_or_the_desktop_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/lan")
    assert cache_root({}) == Path("/home/lan/.cache/tong-dai-1022")
    assert cache_root({"XDG_CACHE_HOME": "/fast"}) == Path("/fast/tong-dai-1022")
    assert cache_root({"CALLCENTER_CACHE": "/parts"}) == Path("/parts")


def fails_with(
    tmp_path: Path, complaint: str, source: DebianSource = NOWHERE, packages: tuple[str, ...] = ("asterisk",)
) -> None:
    """The fetch ends in one line that says this, and leaves no prefix behind."""
    with pytest.raises(PrefixError, match=complaint) as caught:
        ensure_prefix(tmp_path / "cache", packages, quiet, source=source)
    assert "\n" not in str(caught.value)
    left = (tmp_path / "cache" / "prefixes").glob("*")
    assert not [path for path in left if path.is_dir() and path.suffix != ".part"]


def test_no_network_is_one_plain_line(tmp_path: Path) -> None:
    fails_with(tmp_path, "không có mạng tới kho gói")


def test_no_apt_is_one_plain_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    fails_with(tmp_path, "không có lệnh apt-get")


def test_a_missing_keyring_is_one_plain_line(tmp_path: Path) -> None:
    fails_with(tmp_path, "Không thấy tệp khóa", DebianSource(NOWHERE.mirror, keyring=tmp_path / "none.gpg"))


def test_a_host_without_debians_keys_asks_its_own_distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(debian_apt, "HOST_KEYRING", tmp_path / "usr" / "none.gpg")
    monkeypatch.setattr(debian_apt, "_apt_get", refuse)
    with pytest.raises(PrefixError, match="cài gói debian-archive-keyring hoặc đặt CALLCENTER_DEBIAN_KEYRING"):
        ensure_prefix(tmp_path, ["asterisk"], said.append, source=NOWHERE)
    assert said == ["Đang lấy tệp khóa của Debian từ kho của máy này …"]


def refuse(*_args: object, **_options: object) -> str:
    raise PrefixError("no such package")


@pytest.fixture
def unsigned_mirror() -> Iterator[str]:
    """A mirror whose Release file nobody signed."""

    class Mirror(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"Origin: Debian\nSuite: forky\nCodename: forky\nDate: Tue, 24 Nov 2026 00:00:00 UTC\n"
            self.send_response(200 if self.path.endswith("/Release") else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/debian"
        server.shutdown()
        thread.join()


def test_an_unsigned_mirror_is_refused(tmp_path: Path, unsigned_mirror: str) -> None:
    fails_with(tmp_path, "không có chữ ký hợp lệ", DebianSource(unsigned_mirror))


def test_a_full_disk_is_one_plain_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "'http://m.example/debian/a.deb' asterisk_22.deb 100000000 SHA256:0\n"
    monkeypatch.setattr(debian_apt, "_apt_get", lambda *_args, **_options: answer)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: FullDisk())
    fails_with(tmp_path, "còn trống 3 MB, cần khoảng 500 MB: hãy dọn bớt hoặc đặt CALLCENTER_CACHE")


@dataclass(frozen=True)
class FullDisk:
    free: int = 3_000_000


def test_a_cache_that_cannot_be_written_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    fails_with(tmp_path, "Không ghi được vào .*CALLCENTER_CACHE")


def test_of_two_at_once_one_fetches_and_the_other_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetching, waiting, made = threading.Event(), threading.Event(), []

    def make(_cache: Path, root: Path, *_args: object) -> None:
        fetching.set()
        assert waiting.wait(10)
        root.mkdir()
        made.append(root)

    def waits(line: str) -> None:
        assert line.startswith("Một tiến trình khác đang tải")
        waiting.set()

    monkeypatch.setattr(private_prefix, "_make", make)
    found: list[Prefix] = []

    def fetch(say: Callable[[str], None]) -> None:
        found.append(ensure_prefix(tmp_path, ["asterisk"], say, source=NOWHERE))

    first = threading.Thread(target=fetch, args=[quiet])
    first.start()
    assert fetching.wait(10)
    fetch(waits)
    first.join()
    assert found == [Prefix(made[0])] * 2
    assert len(made) == 1


def test_what_was_begun_and_broken_off_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "asterisk.deb"
    package.write_text("no package")
    monkeypatch.setattr(private_prefix, "download", lambda *_args, **_options: [package])
    monkeypatch.setattr(private_prefix, "open_apt", lambda *_args: None)
    fails_with(tmp_path, "Không mở được gói asterisk.deb")
