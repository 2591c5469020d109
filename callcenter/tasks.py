"""Small jobs in the background: each is held until it ends, its failure is logged, and none outlives the service."""

import asyncio
import logging
from collections.abc import Coroutine

log = logging.getLogger(__name__)


class Tasks:
    """Jobs that nobody waits for. `what` names the job in the log."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[object, object, None], what: str) -> None:
        task = asyncio.create_task(_logged(job, what))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Wait until no job runs."""
        while self._running:
            await asyncio.wait(self._running)

    async def close(self) -> None:
        """Cancel what still runs."""
        running = tuple(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _logged(job: Coroutine[object, object, None], what: str) -> None:
    try:
        await job
    except Exception:
        log.exception("%s failed", what)
