"""The Celery app that tests send their tasks to. Broker and result backend come from Celery's own environment variables."""

import json
import os

from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue


def queue(name, **arguments):
    return Queue(name, Exchange(name), name, queue_arguments=arguments)


app = Celery("kit", include=["kit_app.simple", "kit_app.behaviour", "kit_app.limits"])
app.conf.update(
    task_queues=[queue("celery"), queue("reports"), queue("prioritized", **{"x-max-priority": 10})],
    task_routes={"tasks.report": {"queue": "reports"}, "tasks.ranked*": {"queue": "prioritized"}},
    beat_schedule={
        "add-each-minute": {"task": "tasks.add", "schedule": 60.0, "args": (2, 3)},
        "report-at-night": {
            "task": "tasks.report",
            "schedule": crontab(hour=3, minute=30),
            "kwargs": {"title": "night"},
            "options": {"queue": "reports", "expires": 3600},
        },
    },
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)
app.conf.update(json.loads(os.environ.get("KIT_CELERY_CONF", "{}")))
