"""One register more, made as docs/registers.md says, in a process of its own: a room is not added to a running one."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


def test_a_register_is_a_model_and_a_short_declaration():
    command = [
        "-m",
        "pytest",
        "-q",
        "--nomigrations",
        "--ds=tests.registers.settings",
        "tests/registers/contest_tests.py",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "PYTEST"))}
    run = subprocess.run(
        [sys.executable, *command], cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_declaration_is_short():
    """A register in an hour: what a room writes for it, all its files together."""
    folder = settings.ROOT / "tests" / "registers" / "contests"
    lines = [line for path in folder.glob("*.py") for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) < 130
