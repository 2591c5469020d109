"""Configuration files from plain values: what is in them, what is refused, what counts as changed."""

import re
from pathlib import Path

import pytest

from asterisk_conf.errors import AsteriskConfError
from asterisk_conf.model import AsteriskConfig, OperatorEndpoint
from asterisk_conf.render import OPERATORS, render, render_operators
from ivr_flows import channel_vars
from tests.asterisk_conf.switchboard import VARS, make_config

HA1 = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def conf(tmp_path: Path) -> AsteriskConfig:
    return make_config(tmp_path)


def test_only_files_that_differ_are_written(conf: AsteriskConfig, tmp_path: Path) -> None:
    target = tmp_path / "etc"
    everything = render(conf, target)
    assert everything >= {"extensions.conf", "queues.conf", "pjsip.conf", "manager.conf", "acl.conf"}
    assert render(conf, target) == frozenset()
    changed = make_config(tmp_path, **{**vars(conf), "numbers": ("02251022",)})
    assert render(changed, target) == {"extensions.conf"}


def test_passwords_are_for_our_eyes_only(conf: AsteriskConfig, tmp_path: Path) -> None:
    render(conf, tmp_path / "etc")
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "etc").iterdir()} == {0o600}
    assert conf.ami_secret not in repr(conf)


def test_an_asterisk_that_is_already_there_keeps_its_own_folders_and_modules(
    conf: AsteriskConfig, tmp_path: Path
) -> None:
    assert not {"asterisk.conf", "modules.conf"} & render(conf, tmp_path / "etc")


def test_operators_have_a_phone_while_they_are_logged_in(conf: AsteriskConfig, tmp_path: Path) -> None:
    operators = [
        OperatorEndpoint("lan.anh", 'Nguyễn Thị "Ngọc" Ước; Lan', HA1),
        OperatorEndpoint("away", "Trần Văn Vắng", None),
    ]
    assert render_operators(conf, operators, tmp_path) == {OPERATORS}
    assert render_operators(conf, operators[::-1], tmp_path) == frozenset()
    text = (tmp_path / OPERATORS).read_text()
    assert f"password_digest = MD5:{HA1}" in text
    assert "callerid = \"Nguyễn Thị 'Ngọc' Ước, Lan\" <>" in text
    assert "op-away" not in text
    assert HA1 not in repr(operators)


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("spool_dir", Path("/var/spool/a,b"), "hãy bỏ ký tự ,"),
        ("recordings_dir", Path("/srv/${SHELL(id)}"), "hãy bỏ ký tự"),
        ("ami_secret", "one\nwrite = all", "hãy bỏ ký tự"),
        ("numbers", ("1022;",), "hãy bỏ ký tự ;"),
        ("moh_dir", Path("music"), "đường dẫn tuyệt đối"),
    ],
)
def test_what_asterisk_would_read_as_something_else_is_refused(
    conf: AsteriskConfig, tmp_path: Path, field: str, value: object, complaint: str
) -> None:
    with pytest.raises(AsteriskConfError, match=complaint):
        render(make_config(tmp_path, **{field: value}), tmp_path / "etc")
    assert not (tmp_path / "etc").exists()


def test_every_variable_of_the_call_is_told_to_the_bridge_and_kept(conf: AsteriskConfig, tmp_path: Path) -> None:
    assert VARS.live == channel_vars.LIVE
    render(conf, tmp_path)
    assert f"channelvars = {','.join(channel_vars.LIVE)}" in (tmp_path / "manager.conf").read_text()
    kept = (tmp_path / "extensions.conf").read_text()
    assert all(f"{name}=${{URIENCODE(${{{name}}})}}" in kept for name in channel_vars.LIVE)


def test_no_section_is_longer_than_asterisk_reads(tmp_path: Path) -> None:
    conf = make_config(tmp_path / ("sâu" * 30))
    render(conf, tmp_path / "etc")
    render_operators(conf, [OperatorEndpoint("a" * 32, "", HA1)], tmp_path / "etc")
    texts = [file.read_text() for file in (tmp_path / "etc").iterdir()]
    sections = [section for text in texts for section in re.findall(r"^\[(.*?)\]", text, re.MULTILINE)]
    assert max(len(section.encode()) for section in sections) < 80


def test_with_a_certificate_browsers_are_only_served_encrypted(tmp_path: Path) -> None:
    conf = make_config(tmp_path, tls_certificate=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem", http_port=8443)
    render(conf, tmp_path)
    http = (tmp_path / "http.conf").read_text()
    assert "enabled = no" in http
    assert "tlsbindaddr = 127.0.0.1:8443" in http
    assert "protocol = wss" in (tmp_path / "pjsip_transports.conf").read_text()
