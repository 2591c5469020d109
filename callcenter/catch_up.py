"""Reading back what happened while the line to Asterisk was away: its call records, and the fallback menu's answers.

At least once: facts are saved before the bookmark moves on or the answer's file is removed, and the store merges.
"""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from callcenter.bridge_store import BridgeStore
from callcenter.cel_file import CelFile, Place
from callcenter.cel_records import contacts_in, read_records
from callcenter.naming import Naming
from callcenter.spool import read_spool
from crm.errors import StoreUnavailable
from crm.messages import ContactFacts

log = logging.getLogger(__name__)

BOOKMARK: Final = "cel"


@dataclass(frozen=True)
class CatchUp:
    """`cel` is the file Asterisk writes, `spool` the folder of the fallback menu."""

    cel: CelFile
    spool: Path
    naming: Naming
    store: BridgeStore

    async def run(self) -> None:
        """Bring the store up to what Asterisk has written down. Raises `StoreUnavailable`: then nothing is lost."""
        since = Place.parse(await self.store.bookmark(BOOKMARK))
        contacts, place = await asyncio.to_thread(self._read_cel, since)
        for facts in contacts:
            await self._save(facts)
        answers = await asyncio.to_thread(read_spool, self.spool)
        for answer in answers:
            if await self._save(answer.facts):
                answer.forget()
            else:
                answer.put_aside()
        await self.keep(place)
        log.info(
            "caught up: %d calls in Asterisk's records, %d answers of the fallback menu", len(contacts), len(answers)
        )

    async def _save(self, facts: ContactFacts) -> bool:
        """False for facts the store refuses: they are logged, and must not keep all others from being told."""
        try:
            await self.store.save(facts)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("call %s: facts not saved", facts.linkedid)
            return False
        return True

    async def keep(self, place: Place | None) -> None:
        """What lies before `place` is in the store."""
        if place is not None:
            await self.store.set_bookmark(BOOKMARK, str(place))

    async def end(self) -> Place | None:
        """Where the records end now."""
        return await asyncio.to_thread(self.cel.end)

    def _read_cel(self, since: Place | None) -> tuple[tuple[ContactFacts, ...], Place | None]:
        if not self.cel.path.exists():
            log.warning("no call records at %s: right before the first call, wrong ever after", self.cel.path)
        lines = self.cel.read(since)
        return contacts_in(read_records(lines), self.naming), lines.place
