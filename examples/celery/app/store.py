"""What outlives a task: snapshots of metrics, and runs of the planner. One SQLite file for all processes of the worker."""

import datetime
import json
import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager

PATH = os.environ.get("ROSTER_DB") or os.path.join(tempfile.gettempdir(), "lineclear-example-roster.sqlite")

# Two runs of the planner over the same quarter, for `metrics_version_diff`.
FIRST_RUN = "3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a01"
SECOND_RUN = "3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a02"
RUNS = [(FIRST_RUN, "2026-01-01", "2026-03-31", 0), (SECOND_RUN, "2026-01-01", "2026-03-31", 1)]
SEEDED_AGES_DAYS = (500, 400, 200, 30)


def save_snapshot(snapshot_id, data):
    with opened() as database:
        database.execute("insert into snapshots values (?, ?, ?)", (snapshot_id, now().isoformat(), json.dumps(data)))


def delete_snapshots_before(moment):
    with opened() as database:
        return database.execute("delete from snapshots where taken_at < ?", (moment.isoformat(),)).rowcount


def find_run(run_id):
    """`(start, end, balanced)` of a run of the planner, or None."""
    with opened() as database:
        found = database.execute("select start, end, balanced from runs where id = ?", (run_id,)).fetchone()
    if found is None:
        return None
    start, end, balanced = found
    return datetime.date.fromisoformat(start), datetime.date.fromisoformat(end), bool(balanced)


def now():
    return datetime.datetime.now(datetime.timezone.utc)


@contextmanager
def opened():
    """The database inside one transaction, created and filled on first use."""
    with closing(sqlite3.connect(PATH, timeout=10, isolation_level=None)) as database:
        database.execute("begin immediate")
        if database.execute("select 1 from sqlite_master where name = 'runs'").fetchone() is None:
            fill(database)
        yield database
        database.execute("commit")


def fill(database):
    database.execute("create table runs (id text primary key, start text, end text, balanced integer)")
    database.execute("create table snapshots (id text primary key, taken_at text, data text)")
    database.executemany("insert into runs values (?, ?, ?, ?)", RUNS)
    for age in SEEDED_AGES_DAYS:
        taken_at = now() - datetime.timedelta(days=age)
        database.execute("insert into snapshots values (?, ?, '{}')", (f"seeded-{age}", taken_at.isoformat()))
