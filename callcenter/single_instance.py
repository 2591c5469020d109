"""One service per var folder: a second one would answer the same calls and write the same rows."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callcenter.errors import CallcenterError


class AlreadyRunning(CallcenterError):
    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"Dịch vụ đang chạy với thư mục {folder} (tiến trình {pid}). Hãy dừng nó trước.")


@contextmanager
def single_instance(folder: Path) -> Iterator[None]:
    """Hold the folder's lock while the block runs; the kernel lets go of it however the process ends.

    Raises `AlreadyRunning`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "service.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(folder, lock.read().strip()) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
