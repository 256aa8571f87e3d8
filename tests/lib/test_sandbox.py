import ctypes
import datetime as dt
import os
import sys
import time
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from kheo.lib.safe_files import Problem, Unsafe
from kheo.lib.sandbox import ChildFailed, Limits, run, run_within

pytestmark = pytest.mark.slow


def echo(*values, **named):
    return values, named


def print_and_return():
    print("noise on the line")
    os.write(1, b"more noise")
    return sorted(os.environ)


def refuse():
    raise Unsafe(Problem.ENCRYPTED, sheet="Một")


def stumble():
    raise KeyError("xóm 3")


def die():
    ctypes.string_at(0)


def eat_memory():
    return len(bytearray(1 << 33))


def spin():
    while True:
        pass


def sleep():
    time.sleep(30)


def forge():
    return partial(print, "not a value")


def leave():
    sys.exit(3)


def fill_disk(path):
    path.write_bytes(bytes(1 << 21))


def test_run_brings_plain_values_back():
    values = ("Dân vận khéo", 1, 1.5, None, dt.date(2018, 1, 18), Decimal("1.5"), frozenset([1]), Path("a"), [b"x"])
    assert run(echo, *values, named=True) == (values, {"named": True})


def test_the_child_has_no_secrets_and_its_noise_does_not_matter():
    assert set(run(print_and_return)) <= {"LANG", "LC_CTYPE", "MALLOC_ARENA_MAX", "PYTHONPATH"}


def test_a_refusal_of_ours_comes_back_whole():
    with pytest.raises(Unsafe) as caught:
        run(refuse)
    assert caught.value.code is Problem.ENCRYPTED
    assert caught.value.details == {"sheet": "Một"}
    assert str(caught.value) == "encrypted sheet='Một'"


@pytest.mark.parametrize(
    ("function", "reason", "cause"),
    [
        (stumble, "crashed", "KeyError: 'xóm 3'"),
        (die, "crashed", "exit code -11"),
        (leave, "crashed", "exit code 3"),
        (eat_memory, "memory", "MemoryError"),
        (forge, "crashed", "functools.partial may not be in an answer"),
    ],
)
def test_the_death_of_a_child_is_told(function, reason, cause):
    with pytest.raises(ChildFailed) as caught:
        run(function)
    assert caught.value.reason == reason
    assert cause in caught.value.cause


@pytest.mark.parametrize(
    ("function", "limits"), [(spin, Limits(cpu_seconds=1)), (sleep, Limits(wall_seconds=0.5))], ids=["cpu", "wall"]
)
def test_a_child_that_takes_too_long_is_ended(function, limits):
    started = time.monotonic()
    with pytest.raises(ChildFailed) as caught:
        run_within(limits, function)
    assert caught.value.reason == "timeout"
    assert time.monotonic() - started < 10


def test_a_child_cannot_fill_the_disk(tmp_path):
    with pytest.raises(ChildFailed) as caught:
        run_within(Limits(file_size=1 << 20), fill_disk, tmp_path / "large")
    assert caught.value.reason == "crashed"
