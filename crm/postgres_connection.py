"""How each new connection to PostgreSQL is made ready. Only `crm.store` imports it, and only when it meets one."""

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown


class TextWithoutNul(StrDumperUnknown):
    """PostgreSQL's text cannot hold a NUL, which people and machines do send: it is stored as a space."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", " "))


def prepare(connection: Connection, busy_ms: int) -> None:
    """A writer waits so long for another, not for ever."""
    connection.adapters.register_dumper(str, TextWithoutNul)
    connection.execute(f"SET lock_timeout = {busy_ms}")
    connection.commit()
