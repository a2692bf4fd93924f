"""Tasks with limits and delivery options of their own."""

import time

from celery.exceptions import SoftTimeLimitExceeded

from kit_app import app


@app.task(name="tasks.acks_late", acks_late=True)
def acks_late(seconds: float):
    """Runs for so many seconds; its message is acknowledged after the end."""
    time.sleep(seconds)
    return seconds


@app.task(name="tasks.hard_limited", time_limit=1)
def hard_limited(seconds: float = 30):
    """Is ended after one second."""
    time.sleep(seconds)
    return seconds


@app.task(name="tasks.soft_limited", soft_time_limit=1, time_limit=10)
def soft_limited(seconds: float = 30, clean: bool = False):
    """Is interrupted after one second; with `clean` it returns then what it has."""
    try:
        time.sleep(seconds)
    except SoftTimeLimitExceeded:
        if not clean:
            raise
        return {"interrupted": True}
    return {"interrupted": False}


@app.task(name="tasks.rate_limited", rate_limit="1/m")
def rate_limited(text: str = ""):
    """Runs once a minute; a worker holds the others back."""
    return text
