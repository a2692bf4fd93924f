"""Numbers about a plan: fairness, coverage, compliance, and what the loss of people would do."""

import itertools
from collections import Counter

from app.roster import FACULTY, HALF_DAYS_A_WEEK, QUALIFIED, SERVICES, plan


def analyse(start, end, balanced=True):
    """The `schedule_analysis` of a period: each metric has a value, a benchmark and a status."""
    slots = plan(start, end, balanced)
    covered = [slot for slot in slots if slot.person is not None]
    worked = Counter(slot.person.id for slot in covered)
    weeks = Counter((slot.person.id, slot.day.isocalendar()[:2]) for slot in covered)
    violations = sum(1 for half_days in weeks.values() if half_days > HALF_DAYS_A_WEEK)
    return {
        "period": {"start_date": start.isoformat(), "end_date": end.isoformat(), "total_days": (end - start).days + 1},
        "summary": {"total_blocks": len(slots), "total_assignments": len(covered), "unique_people": len(worked)},
        "metrics": {
            "fairness": metric(round(1 - gini([worked[person.id] for person in FACULTY]), 3), 0.8, 0.7),
            "coverage": metric(percent(len(covered), len(slots)), 95.0, 85.0),
            "compliance": metric(percent(len(weeks) - violations, len(weeks)), 100.0, 90.0),
        },
        "violations": {"total": violations},
    }


def metric(value, benchmark, floor):
    status = "good" if value >= benchmark else "warning" if value >= floor else "critical"
    return {"value": value, "benchmark": benchmark, "status": status}


def percent(part, whole):
    return round(100 * part / whole, 2) if whole else 100.0


def gini(values):
    """0 when everybody has the same, near 1 when one has all."""
    total = sum(values)
    if total == 0:
        return 0.0
    differences = sum(abs(one - other) for one in values for other in values)
    return differences / (2 * len(values) * total)


def vulnerabilities():
    """People without whom a service cannot be covered."""
    return [person for person in FACULTY if uncovered({person.index})]


def fatal_pairs():
    """Pairs of people without whom a service cannot be covered."""
    return [pair for pair in itertools.combinations(FACULTY, 2) if uncovered({person.index for person in pair})]


def uncovered(lost):
    return [service for service, places in SERVICES.items() if len(set(QUALIFIED[service]) - lost) < places]


def stability(start, end):
    """How much of a plan changes when one person falls out, and how many people it depends on."""
    before = plan(start, end)
    after = plan(start, end, without=(FACULTY[0].id,))
    changed = sum(1 for one, other in zip(before, after) if one.person != other.person)
    churn = round(changed / len(before), 3) if before else 0.0
    grade = "A" if churn < 0.2 else "B" if churn < 0.5 else "C"
    return {"churn_rate": churn, "n1_vulnerability_score": len(vulnerabilities()) / len(FACULTY), "stability_grade": grade}
