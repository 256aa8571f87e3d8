"""Background work of the tests. Their rows are lines of the record, for every installation has that table."""

import os
import signal
import time
from datetime import UTC, datetime

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.kit import Outcome, job
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused

NOW = datetime(2017, 3, 10, 2, 0, tzinfo=UTC)


def put(number, act="test.row"):
    AuditEvent.objects.create(at=NOW, act=act, object_type="tests", object_id=str(number))


def rows(act="test.row"):
    """Return the numbers of the rows that are there, in the order in which they were put."""
    return [int(n) for n in AuditEvent.objects.filter(act=act).order_by("pk").values_list("object_id", flat=True)]


@job("tests.fill", "Ghi sổ")
def fill(work, *, count, pause=0.0):
    """Write rows in the one transaction."""
    for number in range(count):
        put(number)
        work.tell(number + 1, count, "đang ghi")
        time.sleep(pause)
    return Outcome(words=f"Đã ghi {count} dòng.", url="/lam-viec/", facts={"rows": count})


@job("tests.steps", "Đọc từng tệp", is_whole=False)
def by_steps(work, *, count, dies_before=None, pause=0.0):
    """Write rows one step after another; the first attempt dies before one of them."""
    for number in range(work.mark or 0, count):
        if number == dies_before and work.job.attempts == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        with work.step(number + 1):
            put(number)
        work.tell(number + 1, count)
        time.sleep(pause)


@job("tests.refuse", "Từ chối")
def refuse(work):
    put(1)
    raise Refused("Tệp thiếu cột STT.", "Dòng 4 không có tên.")


@job("tests.break", "Hỏng")
def broken(work):
    put(1)
    raise ZeroDivisionError


@job("tests.short", "Việc ngắn", is_short=True)
def short(work):
    put(7)


@job("tests.daily", "Việc hằng ngày", is_daily=True)
def daily(work):
    put(local_day(work.at).toordinal(), "test.day")


@job("tests.unwanted", "Bị hủy giữa chừng")
def unwanted(work):
    """Write a row; meanwhile whoever asked for the work has changed their mind, and another thread hears of it."""
    put(1)
    work.unwanted_by = User.objects.get().pk
    work.tell(1, 2)


@job("tests.stopped", "Máy chủ dừng")
def stopped(work):
    put(1)
    work.is_over = True
    work.tell(1, 2)


@job("tests.late", "Hủy sau lời cuối")
def unwanted_at_the_end(work):
    put(1)
    work.tell(1, 1)
    work.unwanted_by = User.objects.get().pk
