"""Days shared out to processes: each makes every n-th batch, and they are taken in the order of the days."""

import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any, Final, TypeVar

Task = TypeVar("Task")
Made = TypeVar("Made")
Maker = Callable[[Sequence[Task]], Iterator[Made]]
SECONDS: Final = 5  # until a process that says nothing is looked after
AHEAD: Final = 3  # of what a process makes before it is taken


def made_by(processes: int, make: Maker[Task, Made], tasks: Sequence[Task]) -> Iterator[Made]:
    """What `make` yields for each task, in the order of the tasks. With one process it is this one.

    `make` is called once in each process, with that process's share of the tasks. What it raises is raised here, and
    `ChildProcessError` when a process is gone without a word.
    """
    if processes == 1:
        yield from make(tasks)
        return
    context = get_context()
    shares = [tasks[first::processes] for first in range(min(processes, len(tasks)))]
    queues: list[Queue[Any]] = [context.Queue(AHEAD) for _ in shares]
    workers = [
        context.Process(target=_work, args=(make, share, queue), daemon=True)
        for share, queue in zip(shares, queues, strict=True)
    ]
    for worker in workers:
        worker.start()
    try:
        for _, (queue, worker) in zip(tasks, cycle(zip(queues, workers, strict=True))):
            made = _taken(queue, worker)
            if isinstance(made, BaseException):
                raise made
            yield made
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _taken(queue: "Queue[Any]", worker: BaseProcess) -> Any:
    """The next thing a process made."""
    while True:
        try:
            return queue.get(timeout=SECONDS)
        except Empty:
            if not worker.is_alive():
                raise ChildProcessError("Một tiến trình tạo dữ liệu mẫu đã bị dừng; hãy chạy lại.") from None


def _work(make: Maker[Task, Made], tasks: Sequence[Task], queue: "Queue[Any]") -> None:
    gc.disable()  # it makes and forgets rows without cycles; looking for any takes a quarter of the time
    try:
        for made in make(tasks):
            queue.put(made)
    except Exception as error:
        queue.put(error)
