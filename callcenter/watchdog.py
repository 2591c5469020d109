"""A service that hangs is worse than one that died: callers would be held in a menu that says nothing more.

The kernel closes a dead process's connections, and Asterisk goes on by its own dialplan at once. So a service whose
event loop stands still ends itself, and says in the log where it stood.
"""

import asyncio
import faulthandler
from typing import Final

PATIENCE: Final = 10.0  # seconds without a turn of the loop
BEAT: Final = 1.0


async def end_when_stuck(patience: float = PATIENCE, beat: float = BEAT) -> None:
    """Until cancelled: exit the process, every thread's traceback on standard error, when the loop stands still."""
    try:
        while True:
            faulthandler.dump_traceback_later(patience, exit=True)
            await asyncio.sleep(beat)
    finally:
        faulthandler.cancel_dump_traceback_later()
