"""Tasks about what the department can bear."""

import datetime
import uuid

from app import roster
from app.analysis import fatal_pairs, vulnerabilities
from app.celery_app import app
from app.notifications import send_alert
from app.progress import Progress
from app.store import now

# Utilization from which a day counts as yellow, orange, red or black.
LEVELS = ((0.95, "black"), (0.85, "red"), (0.8, "orange"), (0.7, "yellow"))
STATUSES = {"green": "healthy", "yellow": "warning", "orange": "degraded", "red": "critical", "black": "emergency"}

# Who falls out, and what is given up, in each prepared scenario.
SCENARIOS = {
    "single_loss": (1, []),
    "double_loss": (2, []),
    "half_staff": (6, ["clinic"]),
    "holiday": (4, ["clinic", "procedures"]),
    "pandemic": (5, ["clinic", "procedures"]),
    "mass_casualty": (3, ["clinic"]),
    "weather": (4, ["clinic", "consults"]),
}

CRISIS = {
    "minor": ("YELLOW", ["Watch utilization every hour", "Suspend optional teaching"]),
    "moderate": ("ORANGE", ["Reassign people automatically", "Suspend research, administration and optional teaching"]),
    "severe": ("RED", ["Reduce services", "Suspend all teaching away from patients"]),
    "critical": ("BLACK", ["Open the emergency roster", "Keep essential services only"]),
}


@app.task(name="app.resilience.tasks.periodic_health_check", bind=True)
def periodic_health_check(self):
    """Checks utilization, coverage and reserves of the next seven days."""
    progress = Progress(self, 4)
    today = now().date()
    progress.step("Reading the roster of the next 7 days")
    rate = max(roster.utilization(day) for day in roster.days(today, today + datetime.timedelta(days=6)))
    progress.step("Comparing utilization with its limits")
    level = level_of(rate)
    progress.step("Looking for people nobody can replace")
    n1_pass = not vulnerabilities()
    n2_pass = not fatal_pairs()
    progress.step("Writing the report")
    if level in ("red", "black"):
        send_alert.delay("critical", f"Utilization reaches {rate:.0%} within a week")
    return {
        "timestamp": now().isoformat(),
        "status": STATUSES[level],
        "utilization": round(rate, 3),
        "defense_level": "PREVENTION" if level == "green" else "CONTROL",
        "n1_pass": n1_pass,
        "n2_pass": n2_pass,
        "immediate_actions": [] if n1_pass else ["Train a second person for every service"],
    }


@app.task(name="app.resilience.tasks.run_contingency_analysis", bind=True)
def run_contingency_analysis(self, days_ahead: int = 90):
    """Finds single people (N-1) and pairs (N-2) without whom a service cannot be covered."""
    progress = Progress(self, len(roster.FACULTY) + 2)
    start, end = period(days_ahead)
    uncovered = {}
    for person in roster.FACULTY:
        progress.step(f"Leaving out {person.name}")
        slots = roster.plan(start, end, without=[person.id])
        uncovered[person.id] = sum(1 for slot in slots if slot.person is None)
    progress.step("Leaving out every pair")
    alone, pairs = vulnerabilities(), fatal_pairs()
    progress.step("Writing the report")
    highest = max(roster.utilization(day) for day in roster.days(start, end))
    return {
        "timestamp": now().isoformat(),
        "period": {"start": start.isoformat(), "end": end.isoformat()},
        "n1_pass": not alone,
        "n1_vulnerabilities_count": len(alone),
        "n2_pass": not pairs,
        "n2_fatal_pairs_count": len(pairs),
        "phase_transition_risk": "high" if level_of(highest) in ("red", "black") else "medium" if pairs else "low",
        "most_critical_faculty": sorted(uncovered, key=uncovered.get, reverse=True)[:3],
        "recommendations": [f"Train somebody for the work of {one.name} and {other.name}" for one, other in pairs],
    }


@app.task(name="app.resilience.tasks.precompute_fallback_schedules", bind=True)
def precompute_fallback_schedules(self, days_ahead: int = 90):
    """Makes a roster for each prepared scenario, so that it is there when it is needed."""
    progress = Progress(self, len(SCENARIOS))
    start, end = period(days_ahead)
    results = {}
    for scenario, (lost, given_up) in SCENARIOS.items():
        progress.step(f"Planning for {scenario}")
        # Every other person falls out, so that no service loses all of its people at once.
        without = [person.id for person in (roster.FACULTY[::2] + roster.FACULTY[1::2])[:lost]]
        services = {name: places for name, places in roster.SERVICES.items() if name not in given_up}
        slots = roster.plan(start, end, without=without, services=services)
        covered = sum(1 for slot in slots if slot.person is not None)
        results[scenario] = {
            "id": str(uuid.uuid4()),
            "valid_until": end.isoformat(),
            "coverage_rate": round(covered / len(slots), 3) if slots else 1.0,
            "services_reduced": given_up,
        }
    return {
        "timestamp": now().isoformat(),
        "period": {"start": start.isoformat(), "end": end.isoformat()},
        "scenarios_computed": len(results),
        "scenarios_failed": 0,
        "results": results,
    }


@app.task(name="app.resilience.tasks.generate_utilization_forecast", bind=True)
def generate_utilization_forecast(self, days_ahead: int = 90):
    """Forecasts utilization from known leave and names the days at risk."""
    progress = Progress(self, 3)
    start, end = period(days_ahead)
    progress.step("Reading known leave")
    away = {day: sum(1 for person in roster.FACULTY if person.is_away(day)) for day in roster.days(start, end)}
    progress.step("Forecasting each day")
    rates = {day: roster.utilization(day) for day in away}
    progress.step("Looking for days at risk")
    at_risk = [
        {"date": day.isoformat(), "utilization": round(rate, 3), "level": level_of(rate), "factors": [f"{away[day]} away"]}
        for day, rate in rates.items()
        if level_of(rate) in ("orange", "red", "black")
    ]
    return {
        "timestamp": now().isoformat(),
        "period": {"start": start.isoformat(), "end": end.isoformat()},
        "total_faculty": len(roster.FACULTY),
        "high_risk_days": len(at_risk),
        "high_risk_periods": at_risk[:10],
    }


@app.task(name="app.resilience.tasks.activate_crisis_response", bind=True)
def activate_crisis_response(self, severity: str, reason: str, approved_by: str = None):
    """Activates the crisis response: minor, moderate, severe or critical. It is refused without the person who approved it."""
    if severity not in CRISIS:
        raise ValueError(f"severity is one of {', '.join(CRISIS)}, not {severity!r}")
    if not approved_by:
        raise PermissionError("a crisis response needs the person who approved it in approved_by")
    load_shedding_level, actions = CRISIS[severity]
    progress = Progress(self, len(actions) + 1)
    for action in actions:
        progress.step(action)
    progress.step("Announcing it")
    send_alert.delay("critical", f"Crisis response {severity}, approved by {approved_by}: {reason}")
    return {
        "timestamp": now().isoformat(),
        "crisis_mode": True,
        "severity": severity,
        "reason": reason,
        "approved_by": approved_by,
        "actions_taken": actions,
        "load_shedding_level": load_shedding_level,
    }


def period(days_ahead):
    if days_ahead < 1:
        raise ValueError(f"days_ahead is at least 1, not {days_ahead}")
    today = now().date()
    return today, today + datetime.timedelta(days=days_ahead)


def level_of(rate):
    return next((level for limit, level in LEVELS if rate >= limit), "green")
