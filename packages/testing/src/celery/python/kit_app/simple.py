"""Tasks that only return something."""

import datetime
import decimal
import uuid

from kit_app import app


@app.task(name="tasks.add")
def add(x: int, y: int):
    """Adds two numbers."""
    return x + y


@app.task(name="tasks.total")
def total(numbers: list):
    """Sums a list; the body of a chord."""
    return sum(numbers)


@app.task(name="tasks.echo")
def echo(*args, **kwargs):
    """Returns what it was given."""
    return {"args": args, "kwargs": kwargs}


@app.task(name="tasks.note")
def note(path: str, text: str):
    """Appends a line to a file, so that a test can count how often it ran."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(text + "\n")
    return text


@app.task(name="tasks.report")
def report(title: str = "untitled"):
    """Routed to the queue `reports`."""
    return {"title": title}


@app.task(name="tasks.ranked")
def ranked(path: str, text: str):
    """Routed to the queue `prioritized`; appends a line to a file, which shows the order."""
    return note(path, text)


@app.task(name="tasks.big_result")
def big_result(size: int = 5 * 1024 * 1024):
    """Returns a text of so many characters."""
    return {"text": "x" * size}


@app.task(name="tasks.nan_result")
def nan_result():
    """Returns numbers that JSON or JavaScript cannot hold."""
    return {
        "nan": float("nan"),
        "infinity": float("inf"),
        "minus_infinity": float("-inf"),
        "beyond_double": 2**53 + 1,
        "huge": 123456789012345678901234567890,
    }


@app.task(name="tasks.typed_result")
def typed_result():
    """Returns values that the serializer turns into text, or tags with their type, depending on its version."""
    return {
        "at": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc),
        "on": datetime.date(2026, 1, 2),
        "amount": decimal.Decimal("10.50"),
        "id": uuid.UUID("12345678-1234-5678-1234-567812345678"),
    }


@app.task(name="tasks.unicode")
def unicode(text: str = "naïve 日本 🚀"):
    """Returns the text with one sign more."""
    return text + "✓"


@app.task(name="tasks.ignored", ignore_result=True)
def ignored(text: str = ""):
    """Stores no result."""
    return text
