"""The private PostgreSQL: it ends with whoever started it, keeps what it is told to, and says why it cannot start."""

import asyncio
import sys
from pathlib import Path

import pytest
from psycopg import sql

from bench.private_postgres import FAST, PostgresError, PrivatePostgres, private_postgres
from tests.databases import memory

LOOK_EVERY = 0.05
END_SECONDS = 20

KILLED = """
import os, signal
from pathlib import Path
from bench.private_postgres import private_postgres
from tests.databases import memory

with private_postgres(parent=memory()) as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_it_ends_with_who_started_it_even_when_that_is_killed() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    folder = Path(out.decode().strip())
    assert folder.is_absolute()
    async with asyncio.timeout(END_SECONDS):
        while await asyncio.to_thread(folder.exists):  # noqa: ASYNC110 - a folder of another process
            await asyncio.sleep(LOOK_EVERY)


def test_what_it_holds_is_there_after_a_stop_and_gone_at_the_end() -> None:
    with private_postgres(parent=memory()) as server:
        server.create("kept")
        server.stop()
        assert not server.answers()
        server.start()
        server.drop("kept")
        server.execute(sql.SQL("SELECT 1"))
    assert not server.folder.exists()


def test_a_setting_that_cannot_be_is_told_in_postgresqls_words() -> None:
    with (
        pytest.raises(PostgresError, match="shared_bufers"),
        private_postgres({**FAST, "shared_bufers": "1"}, memory()),
    ):
        pass


def test_programs_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLCENTER_POSTGRES_BIN", str(tmp_path / "nowhere"))
    with pytest.raises(PostgresError, match="nowhere"):
        PrivatePostgres(tmp_path, FAST).initialize()
