"""A PostgreSQL that is away, restarted, or not as the address says: one plain line, and on as soon as it is back."""

from collections.abc import Iterator

import pytest
from psycopg import sql
from sqlalchemy import select, text

from bench.private_postgres import GUEST, PrivatePostgres, private_postgres
from crm.account_tables import AuditRow
from crm.errors import StoreUnavailable
from crm.seed import load_sample_data
from crm.store import Store, migrate
from tests.crm.cases import ANSWERED
from tests.databases import memory

PASSWORD = "mật khẩu"


@pytest.fixture(scope="module")
def server() -> Iterator[PrivatePostgres]:
    """A server of these tests' own, which they may stop."""
    with private_postgres(parent=memory()) as server:
        server.execute(sql.SQL("CREATE USER {} PASSWORD {}").format(sql.Identifier(GUEST), PASSWORD))
        yield server


@pytest.fixture(scope="module")
def city(server: PrivatePostgres) -> Iterator[Store]:
    url = server.create("city")
    migrate(url)
    store = Store(url)
    yield store
    store.close()


def write(store: Store) -> None:
    with store.transaction() as session:
        session.add(AuditRow(at=ANSWERED, actor="lan", what="recording", subject="1.1"))


def entries(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(AuditRow)).all())


def refusal(url: str) -> str:
    """What somebody is told who reads at this address."""
    store = Store(url)
    with pytest.raises(StoreUnavailable) as refused, store.reading() as session:
        session.execute(text("SELECT count(*) FROM cases"))
    store.close()
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_the_service_goes_on_when_postgresql_was_restarted(server: PrivatePostgres, city: Store) -> None:
    write(city)
    before = entries(city)
    server.stop()
    server.start()
    write(city)
    assert entries(city) == before + 1


def test_while_it_is_away_each_request_is_told_so(server: PrivatePostgres, city: Store) -> None:
    before = entries(city)
    server.stop()
    with pytest.raises(StoreUnavailable, match="kiểm tra PostgreSQL đang chạy"):
        write(city)
    with pytest.raises(StoreUnavailable, match="kiểm tra PostgreSQL đang chạy"):
        entries(city)
    server.start()
    assert entries(city) == before


def test_what_a_restart_interrupts_was_never_written(server: PrivatePostgres, city: Store) -> None:
    before = entries(city)

    def write_in_vain() -> None:
        with city.transaction() as session:
            session.add(AuditRow(at=ANSWERED, actor="lan", what="recording", subject="1.1"))
            session.flush()
            server.stop()

    with pytest.raises(StoreUnavailable, match="thử lại"):
        write_in_vain()
    server.start()
    assert entries(city) == before


def test_each_fault_of_the_address_is_told_with_what_to_do(server: PrivatePostgres) -> None:
    server.create("bare")
    faults = {
        server.url("bare", GUEST, "sai"): "Hãy sửa tên và mật khẩu",
        server.url("bare", "nobody_i_know"): "Hãy sửa tên và mật khẩu",
        server.url("nowhere"): "Hãy tạo bằng lệnh “createdb”",
        server.url("bare"): "Hãy chạy “callcenter setup”",
        "postgresql+psycopg://lan@127.0.0.1:1/city": "kiểm tra PostgreSQL đang chạy",
        "postgresql+psycopg://lan@nowhere.invalid/city": "kiểm tra PostgreSQL đang chạy",
    }
    assert [url for url, remedy in faults.items() if remedy not in refusal(url)] == []


def test_who_may_not_make_tables_is_told_so(server: PrivatePostgres) -> None:
    server.create("others")
    with pytest.raises(StoreUnavailable, match="quyền sở hữu"):
        migrate(server.url("others", GUEST, PASSWORD))


def test_who_owns_the_database_needs_no_other_right(server: PrivatePostgres) -> None:
    server.execute(sql.SQL("CREATE DATABASE own OWNER {}").format(sql.Identifier(GUEST)))
    url = server.url("own", GUEST, PASSWORD)
    migrate(url)
    store = Store(url)
    load_sample_data(store)
    write(store)
    assert entries(store) == 1
    store.close()


@pytest.mark.parametrize("address", ["postgress://lan@localhost/city", "city", "postgresql://lan@localhost:port/city"])
def test_an_address_that_is_none_is_told_how_one_looks(address: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"postgresql\+psycopg://"):
        Store(address)
