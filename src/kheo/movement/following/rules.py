"""What must be true of what is said of a model that goes on, how half-years are counted, and when a re-check is due."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.numbers import percent
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.following.models import DiaryLine
from kheo.movement.following.states import SILENT_PERIODS, Going, Half, Verdict

FIRST_YEAR, LAST_YEAR = 2000, 2100
ANSWER_LIMIT = 4_000


# Half-years and months ------------------------------------------------------------------------------------------------


def period_of(day: date) -> int:
    """Return the half-year of a day as a number: that after it is one more."""
    return day.year * 2 + int(day.month > 6)


def period_named(year: int, half: str) -> int:
    """Return the half-year that a year and a half name, as a number."""
    return year * 2 + int(half == Half.SECOND)


def half_in_words(period: int) -> str:
    """Return a half-year in words: “6 tháng đầu năm 2017”."""
    half = Half.SECOND if period % 2 else Half.FIRST
    return f"{half.label} {period // 2}"


def first_day(period: int) -> date:
    """Return the day on which a half-year begins."""
    return date(period // 2, 7 if period % 2 else 1, 1)


def last_ended(day: date) -> int:
    """Return the half-year that ended last, counting one that ends on the day itself."""
    return period_of(day + timedelta(days=1)) - 1


def silent_since(day: date) -> date:
    """Return the day since when nothing was told of a model that has been silent for two half-years on a day."""
    return first_day(last_ended(day) - SILENT_PERIODS + 1)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later (or with a number below zero, an earlier) month, or the last one of it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_before(day: date, months: int) -> date:
    """Return the last day on which a model that was looked at is due to be looked at again by another day."""
    is_last = (day + timedelta(days=1)).day == 1
    then = months_later(day, -months)
    return then.replace(day=monthrange(then.year, then.month)[1]) if is_last else then


# Targets --------------------------------------------------------------------------------------------------------------


def share_reached(baseline: Decimal | None, promised: Decimal, actual: Decimal | None) -> str:
    """Return how much of a target is reached, in per cent: of the number promised; where it is to fall below where it
    began, of the fall promised. Empty where nothing is told or nothing was promised."""
    if actual is None:
        return ""
    if baseline is not None and promised < baseline:
        return percent(max(baseline - actual, Decimal(0)), baseline - promised)
    return percent(actual, promised) if promised else ""


# What is said ---------------------------------------------------------------------------------------------------------


def completed_diary(said: Said) -> dict[str, Any]:
    """Return what follows from a line of the diary: whether it tells a difficulty."""
    return {"is_hard": bool(said.get("difficulty"))}


def completed_check(said: Said) -> dict[str, Any]:
    """Return what follows from a half-year check: its half-year as a number."""
    year = said.get("year")
    return {"period": period_named(year, said.get("half") or "")} if isinstance(year, int) else {}


def why_not_check(said: Said) -> list[Fault]:
    """Return everything that is against a half-year check by itself."""
    faults = []
    if not FIRST_YEAR <= said["year"] <= LAST_YEAR:
        faults.append(Fault(_("Write the year with four digits, for example 2017."), "year"))
    if said["going"] != Going.WELL and not said["remarks"]:
        faults.append(Fault(_("Write what holds the model back, or why it ended."), "remarks"))
    return faults


def why_not_recheck(said: Said) -> list[Fault]:
    """Return everything that is against a re-check by itself: an end needs its day, what is no longer kept up its
    reason and what shows it."""
    faults, ended = [], said["verdict"] == Verdict.ENDED
    if ended and not said["ended_on"]:
        faults.append(Fault(_("Write since which day it is no longer kept up."), "ended_on"))
    if not ended and said["ended_on"]:
        faults.append(Fault(_("Only a model that ended has such a day. Leave it empty."), "ended_on"))
    if said["ended_on"] and said["ended_on"] > said["checked_on"]:
        words = _("It cannot have ended after it was looked at (%(day)s).") % {"day": short_date(said["checked_on"])}
        faults.append(Fault(words, "ended_on"))
    if said["verdict"] != Verdict.MAINTAINED:
        if not said["reason"]:
            faults.append(Fault(_("Write why it is no longer what it was."), "reason"))
        if not said["evidence"]:
            faults.append(Fault(_("Write what shows it: minutes, photos, who was asked."), "evidence"))
    return faults


def why_not_change_diary(line: DiaryLine, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a line whose difficulty was answered, or is a unit's
    task."""
    if not (line.answered_on or line.has_task):
        return []
    if said is None:
        return [Fault(_("Its difficulty was answered, or is the task of a unit: it stays in the diary."))]
    if said["difficulty"] == line.difficulty and said["exemplar"] == line.exemplar:
        return []
    return [Fault(_("This difficulty was answered, or is the task of a unit, and stays as it is."), "difficulty")]


# Difficulties ---------------------------------------------------------------------------------------------------------


def why_not_answer(line: DiaryLine, text: str) -> list[str]:
    """Return every reason against answering a difficulty so."""
    reasons = _why_not_settle(line)
    if not text:
        reasons.append(_("Write the answer."))
    if len(text) > ANSWER_LIMIT:
        reasons.append(_("The answer is longer than %(limit)s characters.") % {"limit": ANSWER_LIMIT})
    return reasons


def why_not_hand_on(line: DiaryLine, due_on: date, day: date) -> list[str]:
    """Return every reason against giving a difficulty to a unit as a task until a day."""
    reasons = _why_not_settle(line)
    if line.has_task and not line.answered_on:
        reasons.append(_("It is the task of a unit already."))
    if due_on < day:
        reasons.append(_("The last day is past already. Choose a later one."))
    return reasons


def _why_not_settle(line: DiaryLine) -> list[str]:
    if line.withdrawn_at:
        return [_("The line was withdrawn.")]
    if not line.is_hard:
        return [_("This line tells no difficulty.")]
    return [_("The difficulty was answered already.")] if line.answered_on else []
