"""Tasks about how good the schedule is."""

import datetime
import uuid

from app import store
from app.analysis import analyse, stability
from app.celery_app import app
from app.progress import Progress
from app.store import now


@app.task(name="app.tasks.schedule_metrics_tasks.compute_schedule_metrics", bind=True)
def compute_schedule_metrics(self, start_date: str = None, end_date: str = None):
    """Computes fairness, coverage and compliance of a period, YYYY-MM-DD: from today, for 90 days, unless said otherwise."""
    start = datetime.date.fromisoformat(start_date) if start_date else now().date()
    end = datetime.date.fromisoformat(end_date) if end_date else start + datetime.timedelta(days=90)
    if end < start:
        raise ValueError(f"end_date {end} is before start_date {start}")
    progress = Progress(self, 3)
    progress.step("Reading assignments")
    analysis = analyse(start, end)
    progress.step("Computing stability")
    stability_metrics = stability(start, end)
    progress.step("Writing the report")
    return {
        "timestamp": now().isoformat(),
        "period": {"start_date": start.isoformat(), "end_date": end.isoformat()},
        "schedule_analysis": analysis,
        "stability_metrics": stability_metrics,
        "task_status": "completed",
    }


@app.task(name="app.tasks.schedule_metrics_tasks.snapshot_metrics", bind=True)
def snapshot_metrics(self, period_days: int = 90):
    """Computes the metrics of the coming days and stores them for comparison."""
    start = now().date()
    end = start + datetime.timedelta(days=period_days)
    progress = Progress(self, 2)
    progress.step("Computing metrics")
    analysis = analyse(start, end)
    data = {
        "timestamp": now().isoformat(),
        "period": {"start_date": start.isoformat(), "end_date": end.isoformat(), "days": period_days},
        "metrics": {name: metric["value"] for name, metric in analysis["metrics"].items()},
        "summary": analysis["summary"],
    }
    progress.step("Storing the snapshot")
    snapshot_id = f"snapshot-{uuid.uuid4()}"
    store.save_snapshot(snapshot_id, data)
    return {"timestamp": now().isoformat(), "snapshot_id": snapshot_id, "snapshot_data": data, "task_status": "completed"}


@app.task(name="app.tasks.schedule_metrics_tasks.cleanup_old_snapshots", bind=True)
def cleanup_old_snapshots(self, retention_days: int = 365):
    """Deletes snapshots that are older than so many days."""
    if retention_days < 1:
        raise ValueError(f"retention_days is at least 1, not {retention_days}")
    cutoff = now() - datetime.timedelta(days=retention_days)
    Progress(self, 1).step(f"Deleting snapshots from before {cutoff.date()}")
    deleted = store.delete_snapshots_before(cutoff)
    return {
        "timestamp": now().isoformat(),
        "retention_days": retention_days,
        "cutoff_date": cutoff.isoformat(),
        "deleted_count": deleted,
        "task_status": "completed",
    }


@app.task(name="app.tasks.schedule_metrics_tasks.generate_fairness_trend_report", bind=True)
def generate_fairness_trend_report(self, weeks_back: int = 12):
    """Follows fairness week by week and says where it goes."""
    if weeks_back < 2:
        raise ValueError(f"weeks_back is at least 2, not {weeks_back}")
    end = now().date()
    start = end - datetime.timedelta(weeks=weeks_back)
    progress = Progress(self, weeks_back)
    weeks = []
    for number in range(weeks_back):
        first = start + datetime.timedelta(weeks=number)
        progress.step(f"Week of {first}")
        fairness = analyse(first, first + datetime.timedelta(days=6))["metrics"]["fairness"]
        weeks.append({"week_start": first.isoformat(), "fairness_value": fairness["value"], "status": fairness["status"]})
    half = weeks_back // 2
    before, after = mean(weeks[:half]), mean(weeks[half:])
    direction = "improving" if after > before + 0.05 else "declining" if after < before - 0.05 else "stable"
    anomalies = [week for week in weeks if week["status"] == "critical"]
    return {
        "timestamp": now().isoformat(),
        "period": {"start_date": start.isoformat(), "end_date": end.isoformat(), "weeks": weeks_back},
        "weekly_fairness": weeks,
        "summary": {"average_fairness": mean(weeks), "trend_direction": direction, "anomaly_count": len(anomalies)},
        "anomalies": anomalies,
        "recommendations": ["Look at the assignments of the last weeks"] if direction == "declining" else [],
        "task_status": "completed",
    }


@app.task(name="app.tasks.schedule_metrics_tasks.compute_version_diff", bind=True)
def compute_version_diff(self, run_id_1: str, run_id_2: str):
    """Compares the plans of two runs of the planner."""
    progress = Progress(self, 3)
    analyses = []
    for run_id in (run_id_1, run_id_2):
        progress.step(f"Reading run {run_id}")
        run = store.find_run(run_id)
        if run is None:
            raise LookupError(f"there is no run {run_id}")
        analyses.append(analyse(*run))
    progress.step("Comparing them")
    first, second = analyses
    deltas = {
        name: round(second["metrics"][name]["value"] - first["metrics"][name]["value"], 3) for name in ("fairness", "coverage")
    }
    violations = second["violations"]["total"] - first["violations"]["total"]
    blocks = second["summary"]["total_assignments"] - first["summary"]["total_assignments"]
    return {
        "timestamp": now().isoformat(),
        "comparison": {
            "run_1": {"id": run_id_1, "violations": first["violations"]["total"]},
            "run_2": {"id": run_id_2, "violations": second["violations"]["total"]},
            "differences": {"violations_delta": violations, "blocks_delta": blocks},
        },
        "metric_changes": {"fairness_delta": deltas["fairness"], "coverage_delta": deltas["coverage"]},
        "summary": {
            "improved": deltas["fairness"] > 0 and deltas["coverage"] >= 0 and violations <= 0,
            "violations_changed": violations != 0,
            "significant_change": abs(deltas["fairness"]) > 0.1 or abs(deltas["coverage"]) > 5 or violations != 0,
        },
        "task_status": "completed",
    }


def mean(weeks):
    return round(sum(week["fairness_value"] for week in weeks) / len(weeks), 3)
