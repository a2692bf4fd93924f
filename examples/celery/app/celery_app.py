"""The Celery app: queues, routes, limits and the schedule of beat."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue

# Both are Celery's own variables. RabbitMQ keeps no results for others to read: they go back to whoever sent the task.
BROKER = os.environ.get("CELERY_BROKER_URL", "redis://localhost:6379/0")
BACKEND = os.environ.get("CELERY_RESULT_BACKEND") or ("rpc://" if "amqp" in BROKER.split(":")[0] else BROKER)

app = Celery("roster", broker=BROKER, backend=BACKEND, include=["app.resilience", "app.metrics", "app.notifications"])


def scheduled(task, queue, schedule, **kwargs):
    return {"task": task, "schedule": schedule, "kwargs": kwargs, "options": {"queue": queue}}


RESILIENCE = "app.resilience.tasks."
METRICS = "app.tasks.schedule_metrics_tasks."

app.conf.update(
    timezone="UTC",
    # A client that names no queue reaches one that the worker consumes.
    task_default_queue="default",
    task_queues=[Queue(name, Exchange(name), name) for name in ("default", "resilience", "notifications", "metrics")],
    task_routes={
        RESILIENCE + "*": {"queue": "resilience"},
        METRICS + "*": {"queue": "metrics"},
        "app.notifications.tasks.*": {"queue": "notifications"},
    },
    # Without it a running task that has not reported yet has no record at all.
    task_track_started=True,
    # So that the history of a task can be read from the events, its arguments and worker from the result.
    worker_send_task_events=True,
    task_send_sent_event=True,
    result_extended=True,
    result_expires=3600,
    task_time_limit=600,
    task_soft_time_limit=540,
    worker_prefetch_multiplier=1,
    beat_schedule={
        "resilience-health-check": scheduled(RESILIENCE + "periodic_health_check", "resilience", crontab(minute="*/15")),
        "resilience-contingency": scheduled(RESILIENCE + "run_contingency_analysis", "resilience", crontab(hour=2, minute=0)),
        "resilience-fallbacks": scheduled(
            RESILIENCE + "precompute_fallback_schedules", "resilience", crontab(hour=3, minute=0, day_of_week="sun")
        ),
        "resilience-forecast": scheduled(RESILIENCE + "generate_utilization_forecast", "resilience", crontab(hour=6, minute=0)),
        "metrics-computation": scheduled(METRICS + "compute_schedule_metrics", "metrics", crontab(hour=5, minute=0)),
        "metrics-snapshot": scheduled(
            METRICS + "snapshot_metrics", "metrics", crontab(hour="8-18", minute=0, day_of_week="mon-fri"), period_days=90
        ),
        "metrics-cleanup": scheduled(
            METRICS + "cleanup_old_snapshots", "metrics", crontab(hour=3, minute=30), retention_days=365
        ),
        "metrics-fairness": scheduled(
            METRICS + "generate_fairness_trend_report", "metrics", crontab(hour=7, minute=0, day_of_week="mon"), weeks_back=12
        ),
    },
)
