"""The service's hand on recordings: takes them on when calls are over, deletes by rule what was kept long enough."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callcenter.errors import CallcenterError
from callcenter.settings import Settings
from crm.recordings.area import RecordingArea
from crm.recordings.keeping import keep_new
from crm.recordings.purging import due_for_purge, purge
from crm.recordings.retention import Rules
from crm.recordings.sealed_file import Keys
from crm.store import Store

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS: Final = 3.0
LOOKS_BETWEEN_PURGES: Final = 1200  # an hour
SERVICE: Final = "dich-vu"  # who deletes by rule, in the audit log


class KeyUnreadable(CallcenterError):
    """The file of the recordings' keys cannot be read."""


@dataclass(frozen=True)
class RecordingKeeper:
    area: RecordingArea
    store: Store
    rules: Rules
    now: Callable[[], datetime]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """At work while the block runs."""
        work = asyncio.create_task(self._run())
        try:
            yield
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _run(self) -> None:
        looks = 0
        while True:
            try:
                await asyncio.to_thread(self.look, looks % LOOKS_BETWEEN_PURGES == 0)
            except Exception:
                log.exception("recordings not looked after; trying again in %g s", SECONDS_BETWEEN_LOOKS)
            looks += 1
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def look(self, purge_too: bool) -> None:
        """Take on what is new, and delete what is old. Raises `CrmError`, `OSError`."""
        if kept := keep_new(self.area, self.store, self.now()):
            log.info("recordings: %d files taken on", kept)
        if purge_too and (due := due_for_purge(self.store, self.rules, self.now())):
            log.info("recordings: %d files deleted by rule", purge(due, SERVICE, self.area, self.store, self.now()))


def recording_area(settings: Settings) -> RecordingArea:
    """The recordings folder and its keys. Raises `BadKey`, `KeyUnreadable`."""
    text = settings.recording_keys.get_secret_value()
    if settings.recording_key_file is not None:
        try:
            text = settings.recording_key_file.read_text()
        except OSError as error:
            raise KeyUnreadable(
                f"Không đọc được tệp khóa bản ghi âm {settings.recording_key_file}: {error.strerror}."
            ) from error
    return RecordingArea(settings.recordings, Keys.parse(text) if text else None)
