"""A simulated department: who works there, who is away, and who covers which service. The same every time."""

import datetime
import uuid
from dataclasses import dataclass

NAMESPACE = uuid.UUID("6f0f4f9e-57b0-4e55-9d6c-0a6a4a3f1d22")
HALF_DAYS = ("AM", "PM")
HALF_DAYS_A_WEEK = 9
LEAVE_EVERY_DAYS = 84
LEAVE_DAYS = 7

# What has to be covered each half day of a week, and by how many.
SERVICES = {"ward": 3, "clinic": 3, "consults": 1, "procedures": 1}
# Two services have two people each: one of them may fall out, not both.
QUALIFIED = {
    "ward": (0, 1, 2, 3, 4, 5),
    "clinic": (2, 3, 4, 5, 6, 7),
    "consults": (8, 9),
    "procedures": (10, 11),
}


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    index: int

    def is_away(self, day):
        """A week of leave every twelve weeks, each at another time."""
        return (day.toordinal() - 5 * self.index) % LEAVE_EVERY_DAYS < LEAVE_DAYS


FACULTY = [Person(str(uuid.uuid5(NAMESPACE, f"faculty-{number}")), f"Faculty {number:02}", number - 1) for number in range(1, 13)]


@dataclass(frozen=True)
class Slot:
    """One place in one service on one half day, with the person who fills it or nobody."""

    day: datetime.date
    half: str
    service: str
    person: "Person | None"


def days(start, end):
    """Every day of the period, both ends included."""
    return [start + datetime.timedelta(days=number) for number in range((end - start).days + 1)]


def plan(start, end, balanced=True, without=(), services=None):
    """Fills every slot of the period. A balanced plan takes whoever has worked least, another one whoever comes first."""
    load = {person.id: 0 for person in FACULTY}
    slots = []
    for day in days(start, end):
        if day.weekday() >= 5:
            continue
        for half in HALF_DAYS:
            busy = {person.id for person in FACULTY if person.is_away(day) or person.id in without}
            for service, places in (services or SERVICES).items():
                for _ in range(places):
                    person = choose(service, busy, load if balanced else None)
                    slots.append(Slot(day, half, service, person))
                    if person is not None:
                        busy.add(person.id)
                        load[person.id] += 1
    return slots


def choose(service, busy, load):
    free = [FACULTY[index] for index in QUALIFIED[service] if FACULTY[index].id not in busy]
    if load is None:
        return free[0] if free else None
    return min(free, key=lambda person: load[person.id], default=None)


def utilization(day):
    """The share of the people present that the services of a day need; 0 on weekends."""
    if day.weekday() >= 5:
        return 0.0
    present = sum(1 for person in FACULTY if not person.is_away(day))
    return sum(SERVICES.values()) / present
