"""Days shared out to processes: each makes every n-th batch, and they are taken in the order of the days."""

import gc
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.queues import Queue
from typing import Any, Final, TypeVar

Task = TypeVar("Task")
Made = TypeVar("Made")
Maker = Callable[[Sequence[Task]], Iterator[Made]]
AHEAD: Final = 3  # of what a process makes before it is taken


def made_by(processes: int, make: Maker[Task, Made], tasks: Sequence[Task]) -> Iterator[Made]:
    """What `make` yields for each task, in the order of the tasks. With one process it is this one.

    `make` is called once in each process, with that process's share of the tasks. What it raises is raised here.
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
        for _, queue in zip(tasks, cycle(queues)):
            made = queue.get()
            if isinstance(made, BaseException):
                raise made
            yield made
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _work(make: Maker[Task, Made], tasks: Sequence[Task], queue: "Queue[Any]") -> None:
    gc.disable()  # it makes and forgets rows without cycles; looking for any takes a quarter of the time
    try:
        for made in make(tasks):
            queue.put(made)
    except Exception as error:
        queue.put(error)
