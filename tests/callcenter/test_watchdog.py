"""A stuck service ends itself; one that works, or is stopped in order, is left alone."""

import subprocess
import sys

SERVICE = """
import asyncio, time
from callcenter.watchdog import end_when_stuck

async def main():
    watch = asyncio.create_task(end_when_stuck(patience=0.5, beat=0.05))
    await asyncio.sleep(1)
    print("worked", flush=True)
    {then}

asyncio.run(main())
time.sleep(1)
print("ended in order", flush=True)
"""


def run(then: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", SERVICE.format(then=then)], capture_output=True, text=True, timeout=60)


def test_a_loop_that_stands_still_ends_the_process_and_says_where() -> None:
    done = run("time.sleep(60)")
    assert (done.returncode, done.stdout) == (1, "worked\n")
    assert "in main" in done.stderr


def test_a_service_that_is_stopped_is_watched_no_longer() -> None:
    done = run("watch.cancel()")
    assert (done.returncode, done.stdout, done.stderr) == (0, "worked\nended in order\n", "")
