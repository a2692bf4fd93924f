"""What other tasks announce. The example has no mail server: an alert is a line in the worker's log."""

from celery.utils.log import get_task_logger

from app.celery_app import app
from app.store import now

log = get_task_logger(__name__)


@app.task(name="app.notifications.tasks.send_alert")
def send_alert(level: str, text: str):
    """Announces something to the people on duty."""
    log.warning("%s: %s", level, text)
    return {"timestamp": now().isoformat(), "level": level, "channels": ["log"]}
