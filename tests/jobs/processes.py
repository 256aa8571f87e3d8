"""Rehearsals with real processes, on a database of their own: `python -m tests.jobs.processes kill 100`.

Each ends with exit code 0 and a line of what was seen, or with the assertion that does not hold. The database is SQLite
in a temporary folder, or a new one on the PostgreSQL server that DATABASE_URL names.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 150
SOON = 60.0  # seconds within which what is waited for must come, on the busiest machine


@contextmanager
def own_database():
    """Point the settings to a new database and folder for as long as it is entered."""
    given = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="kheo-jobs-") as folder:
        os.environ |= {
            "KHEO_DATA_DIR": folder,
            "KHEO_JOBS": "worker",
            "DJANGO_SETTINGS_MODULE": "kheo.project.settings",
        }
        if not given.startswith("postgres"):
            os.environ.pop("DATABASE_URL", None)
            yield
            return
        import psycopg  # noqa: PLC0415 -- only where there is PostgreSQL

        parts, name = urlsplit(given), f"jobs_{os.getpid()}"
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
        with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")  # a name of our own
            try:
                yield
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def quicken():
    """Let leases and pauses be short and attempts many, in whichever process this is."""
    from kheo.foundation.jobs import jobs, rules  # noqa: PLC0415 -- Django must be ready

    jobs.EVERY, rules.LEASE, rules.ATTEMPTS = 0.1, timedelta(seconds=1), 1000
    rules.PAUSES = (timedelta(),) * 1000


def be_worker():
    """Work off the queue until told to stop, or until the day is begun and nothing is unfinished."""
    quicken()
    from kheo.foundation.jobs.jobs import Worker  # noqa: PLC0415 -- Django must be ready
    from kheo.foundation.jobs.models import Day, Job  # noqa: PLC0415 -- Django must be ready
    from tests.jobs import kinds  # noqa: F401, PLC0415 -- declares the work

    told = []
    signal.signal(signal.SIGTERM, lambda *_: told.append(True))
    print("ready", flush=True)
    Worker(lambda: bool(told) or (Day.objects.exists() and not Job.objects.live().exists())).work()


@contextmanager
def worker():
    """Yield a worker in a process of its own, which is at work."""
    command = [sys.executable, "-m", "tests.jobs.processes", "worker"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def wait_for(truth):
    """Wait until something is true."""
    end = time.monotonic() + SOON
    while not truth():
        assert time.monotonic() < end, f"not seen within {SOON} s"
        time.sleep(0.02)


def fresh(job):
    job.refresh_from_db()
    return job


def whole_or_nothing(job, count):
    """Check that the rows of whole work are all there, exactly if it is marked as done, and otherwise none."""
    from tests.jobs.kinds import rows  # noqa: PLC0415 -- Django must be ready

    there = rows()
    assert there == (list(range(count)) if fresh(job).state == "done" else []), (job.state, len(there))


def step_by_step(job, count):
    """Check that the rows of work by steps are there as far as it is marked, each once."""
    from tests.jobs.kinds import rows  # noqa: PLC0415 -- Django must be ready

    there = rows()
    assert there == list(range(fresh(job).mark or 0)), (job.mark, len(there))
    assert job.state != "done" or len(there) == count


def kill(times, seed=1):
    """Kill workers at random moments, look after each, and let the last one end the work."""
    from kheo.foundation.audit.models import AuditEvent  # noqa: PLC0415 -- Django must be ready
    from tests.jobs import kinds  # noqa: PLC0415 -- Django must be ready

    chance = random.Random(seed)
    kills = ended = broken_off = 0
    ways = [(kinds.fill, whole_or_nothing), (kinds.by_steps, step_by_step)]
    while kills < times:
        kind, holds = ways[ended % 2]
        AuditEvent.objects.all().delete()
        job = started(kind, count=ROWS, pause=0.005)
        while kills < times and fresh(job).is_live:
            with worker() as process:
                time.sleep(chance.uniform(0.0, 1.0))
                process.kill()
                process.wait()
            kills += 1
            holds(job, ROWS)
            broken_off += fresh(job).state == "running"
        with worker() as process:
            assert process.wait(SOON) == 0
        assert fresh(job).state == "done"
        holds(job, ROWS)
        assert kinds.rows() == list(range(ROWS))
        ended += 1
    print(f"{kills} kills, {broken_off} in the middle of the work; {ended} pieces of work done exactly once")


def race(pieces=12):
    """Let two workers work off one queue and begin one day."""
    from kheo.foundation.jobs.kit import KINDS  # noqa: PLC0415 -- Django must be ready
    from kheo.foundation.jobs.models import Day, Job  # noqa: PLC0415 -- Django must be ready
    from tests.jobs import kinds  # noqa: PLC0415 -- Django must be ready

    for _piece in range(pieces):
        started(kinds.fill, count=5)
    with worker() as one, worker() as other:
        assert [one.wait(SOON), other.wait(SOON)] == [0, 0]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert sorted(kinds.rows()) == sorted(list(range(5)) * pieces)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
    daily = [kind.key for kind in KINDS.values() if kind.is_daily]
    assert (Day.objects.count(), len(kinds.rows("test.day"))) == (1, 1)
    assert sorted(Job.objects.filter(kind__in=daily).values_list("kind", flat=True)) == sorted(daily)
    print(f"{pieces} pieces of work, each taken once by one of two workers, and one day begun once")


def cancel():
    """See the bar move while one transaction runs, then cancel it."""
    from kheo.foundation.jobs import actions  # noqa: PLC0415 -- Django must be ready
    from kheo.foundation.jobs.queries import pulse_of  # noqa: PLC0415 -- Django must be ready
    from tests.jobs import kinds  # noqa: PLC0415 -- Django must be ready

    job = started(kinds.fill, count=100_000, pause=0.005)
    with worker() as process:
        wait_for(lambda: pulse_of(fresh(job)).done > 0)
        first = pulse_of(job).done
        wait_for(lambda: pulse_of(fresh(job)).done > first)
        assert (job.state, kinds.rows()) == ("running", [])
        actions.cancel(job, by=job.by, at=kinds.NOW)
        assert process.wait(SOON) == 0
    assert (fresh(job).state, kinds.rows()) == ("cancelled", [])
    assert kinds.rows("jobs.cancel") == [job.pk]
    print("the bar moved within one transaction; cancelled, nothing was left")


def stop():
    """Tell a worker in the middle of its work to stop, and let another do the work."""
    from kheo.foundation.jobs.queries import pulse_of  # noqa: PLC0415 -- Django must be ready
    from tests.jobs import kinds  # noqa: PLC0415 -- Django must be ready

    job = started(kinds.fill, count=400, pause=0.005)
    with worker() as process:
        wait_for(lambda: pulse_of(fresh(job)).done > 0)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON) == 0
    assert (fresh(job).state, job.attempts, kinds.rows()) == ("waiting", 0, [])
    with worker() as process:
        assert process.wait(SOON) == 0
    whole_or_nothing(job, 400)
    print("stopped in the middle, given back, and done by the next worker")


def started(kind, **arguments):
    """Start work of somebody who has nothing else in the queue."""
    from django.utils import timezone  # noqa: PLC0415 -- Django must be ready

    from kheo.foundation.accounts.models import User  # noqa: PLC0415 -- Django must be ready
    from kheo.foundation.jobs.actions import start  # noqa: PLC0415 -- Django must be ready

    user = User.objects.create_user(f"can_bo_{User.objects.count()}", full_name="Cán bộ")
    return start(kind, by=user, at=timezone.now(), **arguments)


def main(act, *numbers):
    """Rehearse, or be the worker of a rehearsal."""
    if act == "worker":
        django.setup()
        be_worker()
        return
    with own_database():
        django.setup()
        from django.db import connection  # noqa: PLC0415 -- Django must be ready

        from kheo.faces.console.kit import make_tables  # noqa: PLC0415 -- Django must be ready

        quicken()
        make_tables()
        try:
            {"kill": kill, "race": race, "cancel": cancel, "stop": stop}[act](*map(int, numbers))
        finally:
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()


if __name__ == "__main__":
    main(*sys.argv[1:])
