"""Tasks that take time, report progress, fail or end badly."""

import os
import signal
import time

from celery.contrib.abortable import AbortableTask

from kit_app import app


@app.task(name="tasks.sleep")
def sleep(seconds: float):
    """Runs for so many seconds."""
    time.sleep(seconds)
    return seconds


@app.task(name="tasks.started_sleep", track_started=True)
def started_sleep(seconds: float):
    """Runs for so many seconds and has a STARTED record meanwhile."""
    time.sleep(seconds)
    return seconds


@app.task(name="tasks.until")
def until(path: str):
    """Runs until the file is there, or its folder is not."""
    return wait_for(path)


@app.task(name="tasks.started_until", track_started=True)
def started_until(path: str):
    """Runs until the file is there, or its folder is not, and has a STARTED record meanwhile."""
    return wait_for(path)


def wait_for(path):
    while not os.path.exists(path) and os.path.isdir(os.path.dirname(path)):
        time.sleep(0.02)
    return "opened"


@app.task(name="tasks.progress", bind=True)
def progress(self, steps: int = 5, pause_s: float = 0.1):
    """Reports after each step how far it is."""
    for step in range(1, steps + 1):
        self.update_state(
            state="PROGRESS",
            meta={"current": step, "total": steps, "percent": round(100 * step / steps), "message": f"step {step} of {steps}"},
        )
        time.sleep(pause_s)
    return {"steps": steps}


@app.task(name="tasks.fail")
def fail(message: str = "it went wrong"):
    """Fails two calls deep, for a traceback with frames in it."""
    go_wrong(message)


def go_wrong(message):
    raise ValueError(message)


@app.task(name="tasks.retry", bind=True, max_retries=100)
def retry(self, times: int = 2, wait_s: float = 0.1):
    """Fails so many times, with a retry after each, and then succeeds."""
    if self.request.retries < times:
        try:
            go_wrong(f"attempt {self.request.retries + 1}")
        except ValueError as error:
            raise self.retry(exc=error, countdown=wait_s)
    return {"retries": self.request.retries}


@app.task(name="tasks.crash")
def crash():
    """Ends its own process at once: a pool process under prefork, the whole worker under solo and threads."""
    os.kill(os.getpid(), signal.SIGKILL)


@app.task(name="tasks.abortable", bind=True, base=AbortableTask)
def abortable(self, seconds: float = 30):
    """Runs for so many seconds, and ends early when its record says ABORTED."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if self.is_aborted():
            return {"aborted": True}
        time.sleep(0.05)
    return {"aborted": False}
