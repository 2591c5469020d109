"""The browser's part made at set-up. npm is a small script here: what is tested is what we do about its answers."""

import stat
from pathlib import Path

import pytest

from callcenter.assets import AssetsError, ensure_assets, find_node

GOOD_NODE = """#!/bin/sh
for option in "$@"; do
  case "$option" in
    --outfile=*) mkdir -p made; echo "export {};" > "${option#--outfile=}" ;;
  esac
done
"""


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(script)
    (folder / name).chmod(stat.S_IRWXU)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a node and an npm that work."""
    folder = tmp_path / "bin"
    program(folder, "node", GOOD_NODE)
    program(folder, "npm", "#!/bin/sh\nexit 0\n")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_the_bundle_is_made_once_and_found_the_second_time(tools: Path, tmp_path: Path) -> None:
    said: list[str] = []
    made = ensure_assets(tmp_path / "cache", said.append)
    program(tools, "npm", "#!/bin/sh\nexit 1\n")
    assert ensure_assets(tmp_path / "cache", said.append) == made
    assert (made / "jssip.js").read_text() == "export {};\n"
    assert len(said) == 1
    assert [file.name for file in made.parent.iterdir()] == [made.name]


@pytest.mark.parametrize(
    ("complaint", "says"),
    [
        ("npm error code EAI_AGAIN\nnpm error network request failed", "không có mạng"),
        ("npm ERR! code ENOSPC", "đĩa đã đầy"),
        ("npm error code EINTEGRITY", "mã kiểm tra"),
        ("npm error code ETARGET", "không có đúng phiên bản"),
        ("npm error code EODD\nnpm error Something odd", "Something odd"),
    ],
)
def test_a_failed_download_is_one_line_that_says_why(tools: Path, tmp_path: Path, complaint: str, says: str) -> None:
    program(tools, "npm", f"#!/bin/sh\ncat >&2 <<'END'\n{complaint}\nEND\nexit 1\n")
    with pytest.raises(AssetsError) as error:
        ensure_assets(tmp_path / "cache")
    assert says in str(error.value)
    assert "\n" not in str(error.value)
    assert list((tmp_path / "cache" / "browser").iterdir()) == []


def test_a_machine_without_node_uses_the_one_from_pypi() -> None:
    node = find_node({"PATH": "/nowhere"})
    assert Path(node.node[0]).is_file()
    assert Path(node.npm[1]).is_file()
