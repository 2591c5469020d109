"""Starting, finding again and ending a private Asterisk."""

import socket
from pathlib import Path

import pytest

from asterisk_conf.errors import AsteriskError
from asterisk_conf.private_asterisk import PrivateAsterisk, in_prefix
from asterisk_conf.private_prefix import Prefix
from asterisk_conf.render import render_operators
from tests.asterisk_conf.switchboard import make_config


def make(folder: Path, prefix: Prefix, **changes: object) -> PrivateAsterisk:
    asterisk = PrivateAsterisk(in_prefix(make_config(folder, **changes), prefix), prefix)
    asterisk.configure()
    render_operators(asterisk.conf, [], asterisk.etc_dir)
    return asterisk


def test_it_starts_without_a_complaint_and_is_adopted_by_the_next_process(
    asterisk_prefix: Prefix, tmp_path: Path
) -> None:
    (tmp_path / "moh").mkdir()
    (tmp_path / "moh" / "music.wav").touch()
    asterisk = make(tmp_path, asterisk_prefix)
    try:
        assert asterisk.start()
        log = (asterisk.conf.log_dir / "messages.log").read_text()
        assert "WARNING" not in log
        assert "ERROR" not in log
        assert asterisk.calls() == 0
        another = make(tmp_path, asterisk_prefix, **vars(asterisk.conf))
        assert another.pid == asterisk.pid
        assert not another.start()
        assert another.configure() == frozenset()
    finally:
        assert asterisk.stop(gracefully=False)
    assert not asterisk.is_running()
    assert asterisk.stop(gracefully=True)
    with pytest.raises(AsteriskError, match="không trả lời"):
        asterisk.rx("core show version")


def test_a_deep_folder_gets_a_socket_of_bearable_length(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    missing = 100 - len(bytes(tmp_path))
    asterisk = make(tmp_path / ("thư mục sâu/" * (missing // 15 + 1)), asterisk_prefix)
    assert asterisk.conf.socket_dir.parent != asterisk.conf.run_dir
    try:
        assert asterisk.start()
        assert "Asterisk 22" in asterisk.rx("core show version")
    finally:
        asterisk.stop(gracefully=False)
        for file in asterisk.conf.socket_dir.iterdir():
            file.unlink()
        asterisk.conf.socket_dir.rmdir()


def test_a_folder_too_deep_for_asterisk_is_one_plain_line(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    with pytest.raises(AsteriskError, match=r"^Đường dẫn .* quá dài với Asterisk"):
        make(tmp_path / ("rất sâu/" * 20), asterisk_prefix).start()


@pytest.mark.parametrize(
    ("setting", "kind"),
    [("ami_port", socket.SOCK_STREAM), ("http_port", socket.SOCK_STREAM), ("sip_port", socket.SOCK_DGRAM)],
)
def test_a_port_in_use_is_one_plain_line(
    asterisk_prefix: Prefix, tmp_path: Path, setting: str, kind: socket.SocketKind
) -> None:
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AsteriskError, match=rf"^Không dùng được cổng {port} .* chương trình khác đang dùng\.$"):
            make(tmp_path, asterisk_prefix, **{setting: port}).start()


def test_a_broken_configuration_is_one_plain_line(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    asterisk = make(tmp_path, asterisk_prefix)
    (asterisk.etc_dir / "modules.conf").write_text("[modules]\nautoload = no\nrequire = app_nothing.so\n")
    with pytest.raises(AsteriskError, match=r"^Asterisk không khởi động được: .*app_nothing.*$"):
        asterisk.start()
    assert not asterisk.is_running()


def test_a_pid_file_of_a_dead_asterisk_is_no_asterisk(asterisk_prefix: Prefix, tmp_path: Path) -> None:
    asterisk = make(tmp_path, asterisk_prefix)
    asterisk.conf.socket_dir.mkdir()
    (asterisk.conf.socket_dir / "asterisk.pid").write_text("1\n")
    assert not asterisk.is_running()
