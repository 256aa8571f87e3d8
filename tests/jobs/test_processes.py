"""What only real processes show: `make soak` rehearses the killing a hundred times."""

import subprocess
import sys

import pytest

from tests.jobs.processes import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("act", [["race"], ["cancel"], ["stop"], ["kill", "5"]], ids=lambda act: act[0])
def test_a_rehearsal_with_processes_holds(act):
    command = [sys.executable, "-m", "tests.jobs.processes", *act]
    seen = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (seen.returncode, len(seen.stdout.splitlines())) == (0, 1), seen.stdout + seen.stderr
