"""`callcenter tokens`, and what makes a token that can be."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from callcenter.__main__ import commands
from crm.api_tokens import NewToken, Scope, add_token, token_by_secret
from crm.errors import NotFound, WrongValue
from tests.callcenter.web.house import House

Run = Callable[..., Result]


@pytest.fixture
def run(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CALLCENTER_DATABASE_URL", house.store.engine.url.render_as_string(hide_password=False))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(commands, ["tokens", *arguments])


def test_a_token_is_told_once_listed_without_it_and_revoked(run: Run, house: House) -> None:
    asked = ("add", "cong-1022", "--channel", "portal", "--scope", "cases:create", "--scope", "cases:read", "--json")
    made = json.loads(run(*asked).stdout)
    assert made["scopes"] == ["cases:create", "cases:read"]
    assert token_by_secret(house.store, made["token"], house.moment) is not None
    listed = run("list")
    assert "cong-1022" in listed.stdout
    assert made["token"] not in listed.stdout
    assert run("revoke", str(made["id"])).stdout == f"Đã thu hồi token {made['id']} của cong-1022.\n"
    assert token_by_secret(house.store, made["token"], house.moment) is None
    assert json.loads(run("list", "--json").stdout)[0]["revoked_at"]
    again = run("revoke", str(made["id"]))
    assert (again.exit_code, type(again.exception)) == (1, NotFound)


def test_only_a_hash_of_a_token_is_kept(house: House) -> None:
    made = add_token(NewToken("mo", (Scope.READ_ALL,), "quan"), house.store, house.moment)
    with house.store.reading() as session:
        kept = " ".join(map(str, session.execute(text("SELECT * FROM api_tokens")).one()))
    assert made.secret not in kept
    assert made.secret not in repr(made)
    assert len(made.secret) == len("t1022_") + 43


@pytest.mark.parametrize(
    ("name", "scopes", "channel", "field"),
    [
        ("Cổng", (Scope.READ,), None, "name"),
        ("cong", (Scope.READ,), "fax", "channel"),
        ("cong", (), "portal", "scopes"),
        ("cong", (Scope.CREATE,), None, "channel"),
        ("smart-hp", (Scope.READ,), "portal", "channel"),
    ],
)
def test_a_token_that_cannot_be_is_refused_by_its_field(
    house: House, name: str, scopes: Sequence[Scope], channel: str | None, field: str
) -> None:
    add_token(NewToken("smart-hp", (Scope.READ,), "quan", "app"), house.store, house.moment)
    with pytest.raises(WrongValue) as refused:
        add_token(NewToken(name, scopes, "quan", channel), house.store, house.moment)
    assert refused.value.field == field
