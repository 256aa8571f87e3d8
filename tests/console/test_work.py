"""`kheo work`: it does what waits, and goes when told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from kheo.foundation.jobs import jobs
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from tests.jobs import kinds


@pytest.mark.django_db
def test_it_works_off_the_queue_and_ends_when_that_is_asked(monkeypatch):
    # The test's own transaction is seen by no other connection: nobody beats, and this one is kept.
    monkeypatch.setattr(jobs.Beating, "_beat", lambda self: None)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    start(kinds.short, by=None, at=timezone.now())
    start(kinds.fill, by=None, at=timezone.now(), count=2)
    start(kinds.refuse, by=None, at=timezone.now())
    call_command("work", until_empty=True)
    daily = [kind.key for kind in KINDS.values() if kind.is_daily]
    states = list(Job.objects.exclude(kind__in=daily).order_by("pk").values_list("state", flat=True))
    assert states == [JobState.DONE, JobState.DONE, JobState.FAILED]
    assert list(Job.objects.filter(kind__in=daily).values_list("state", flat=True)) == [JobState.DONE] * len(daily)
    assert kinds.rows() == [7, 0, 1]


MAKE_TABLES = "import django; django.setup(); from kheo.faces.console.kit import make_tables; make_tables()"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What a program is given to work in a folder of its own, with its tables."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO_", "DATABASE"))}
    own |= {"KHEO_DATA_DIR": str(tmp_path_factory.mktemp("work")), "DJANGO_SETTINGS_MODULE": "kheo.project.settings"}
    subprocess.run([sys.executable, "-c", MAKE_TABLES], env=own, check=True)
    return own


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(environment, end):
    kheo = Path(sys.executable).parent / "kheo"
    with subprocess.Popen([kheo, "work"], env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert "Ctrl+C" in worker.stdout.readline()
        worker.send_signal(end)
        assert worker.wait(timeout=20) == 0


@pytest.mark.slow
def test_a_wrong_setting_is_told(tmp_path):
    environment = os.environ | {"KHEO_DATA_DIR": str(tmp_path), "KHEO_JOBS": "sometimes"}
    kheo = Path(sys.executable).parent / "kheo"
    told = subprocess.run([kheo, "work"], env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "KHEO_JOBS" in told.stderr
