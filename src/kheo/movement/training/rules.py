"""What must be true of a class, its sessions and its trainees, and what is against inviting, marking and certifying."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.training.models import Session, Trainee, TrainingClass

LONGEST_RUN = 200
_RUN = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")
_FIRST = re.compile(r"(\d{1,6})(\D.*)?")

# Trainees by number, each with the sessions that are to be added to those they came to, and taken from them.
Ticks = Mapping[int, tuple[set[int], set[int]]]


class Unreadable(ValueError):
    """A list of sessions that is none."""


def sessions_in(text: str) -> set[int]:
    """Return the sessions that a list names: "1, 2, 4", "1-4", "1; 3".

    :raises Unreadable: if it says anything else.
    """
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in re.split(r"[,;]", text))):
        run = _RUN.fullmatch(part)
        if run is None:
            raise Unreadable(part)
        first, last = int(run[1]), int(run[2] or run[1])
        if last - first > LONGEST_RUN:
            raise Unreadable(part)
        found |= set(range(first, last + 1))
    return found


def written(sessions: Iterable[int]) -> str:
    """Return sessions as they are kept: "1, 2, 4"."""
    return ", ".join(map(str, sorted(sessions)))


def completed_trainee(said: Said) -> dict[str, Any]:
    """Return what follows from what is said of a trainee: the sessions in one spelling, and how many they are."""
    try:
        sessions = sessions_in(said.get("present") or "")
    except Unreadable:
        return {}
    return {"present": written(sessions), "attended": len(sessions)}


def why_not_class(said: Said) -> list[Fault]:
    """Return everything that is against a class: its days."""
    if said["ends_on"] >= said["starts_on"]:
        return []
    words = _("It cannot end before it begins (%(day)s).") % {"day": short_date(said["starts_on"])}
    return [Fault(words, "ends_on")]


def why_not_session(said: Said) -> list[Fault]:
    """Return everything that is against a session: its number, and its day outside of the class."""
    faults = [] if said["number"] else [Fault(_("Sessions are numbered from 1."), "number")]
    of = said["training_class"]
    if not of.starts_on <= said["held_on"] <= of.ends_on:
        words = _("The class is from %(first)s to %(last)s.")
        faults.append(Fault(words % {"first": short_date(of.starts_on), "last": short_date(of.ends_on)}, "held_on"))
    return faults


def why_not_trainee(said: Said) -> list[Fault]:
    """Return everything that is against a trainee: the list of sessions, and half a certificate."""
    faults = []
    try:
        sessions_in(said["present"])
    except Unreadable:
        faults.append(Fault(_("Write the numbers of the sessions, for example: 1, 2, 4."), "present"))
    if bool(said["certificate"]) != bool(said["certified_on"]):
        words = _("Give both the number and the day of the certificate, or neither.")
        faults.append(Fault(words, "certified_on" if said["certificate"] else "certificate"))
    elif said["certified_on"] and said["certified_on"] < said["training_class"].starts_on:
        words = _("The certificate cannot be older than the class (%(day)s).")
        faults.append(Fault(words % {"day": short_date(said["training_class"].starts_on)}, "certified_on"))
    return faults


_OF_CERTIFICATE = ("name", "certificate", "certified_on")


def why_not_change_trainee(trainee: Trainee, said: Said | None) -> list[Fault]:
    """Return what is against correcting (None: withdrawing) a trainee whose certificate bears a number of a book: what
    was issued stays as it is."""
    if trainee.numbered_id is None:
        return []
    if said is not None and all(said[name] == getattr(trainee, name) for name in _OF_CERTIFICATE):
        return []
    words = _("Certificate %(number)s was issued from the book of numbers: name, number and day stay as they are.")
    return [Fault(words % {"number": trainee.certificate})]


def why_not_invite(training_class: TrainingClass, number: int, day: date) -> list[str]:
    """Return every reason against inviting a number of people, who are not in it yet, to a class on a day."""
    reasons = []
    if training_class.withdrawn_at:
        reasons.append(_("The class was withdrawn."))
    elif training_class.ends_on < day:
        words = _("The class ended on %(day)s. Enter who came in its list of trainees.")
        reasons.append(words % {"day": short_date(training_class.ends_on)})
    if not number:
        reasons.append(_("Choose at least one person who is not in the class yet."))
    return reasons


def why_not_mark(training_class: TrainingClass, sessions: Sequence[Session], ticked: set[int], day: date) -> list[str]:
    """Return every reason against saying on a day who came to some sessions (by number) of a class."""
    if training_class.withdrawn_at:
        return [_("The class was withdrawn.")]
    days = {each.number: each.held_on for each in sessions}
    reasons = []
    if ticked - days.keys():
        reasons.append(_("Somebody else has changed the sessions meanwhile. Reload the page."))
    words = _("Session %(number)s is on %(day)s: nobody can have come to it yet.")
    ahead = (number for number in sorted(ticked & days.keys()) if days[number] > day)
    return reasons + [words % {"number": number, "day": short_date(days[number])} for number in ahead]


def changed_by(ticks: Ticks, trainee: Trainee) -> str:
    """Return the sessions that a trainee came to once ticks are added and taken off."""
    added, taken = ticks.get(trainee.pk, (set(), set()))
    return written((sessions_in(trainee.present) | added) - taken)


def why_not_certify(training_class: TrainingClass, trainees: Sequence[Trainee], on: date, first: str) -> list[str]:
    """Return every reason against giving trainees their certificates on a day; `first` is the first number, typed where
    no book is kept."""
    if training_class.withdrawn_at:
        return [_("The class was withdrawn.")]
    if not trainees:
        return [_("Choose at least one trainee without a certificate.")]
    reasons = []
    if on < training_class.ends_on:
        words = _("The class ends on %(day)s: certificates are given on that day or later.")
        reasons.append(words % {"day": short_date(training_class.ends_on)})
    if first and not _FIRST.fullmatch(first):
        reasons.append(_("Write the first number as 01/GCN-BDV: figures first."))
    absent = [each.name for each in trainees if not each.attended]
    words = _("%(name)s came to no session: no certificate.")
    return reasons + [words % {"name": name} for name in absent]


def numbers_from(first: str, count: int) -> Iterator[str]:
    """Yield so many numbers one after another: from "08/GCN", "08/GCN", "09/GCN", "10/GCN"."""
    found = _FIRST.fullmatch(first)
    assert found  # noqa: S101 -- asked for by the rules
    for number in range(int(found[1]), int(found[1]) + count):
        yield f"{number:0{len(found[1])}}{found[2] or ''}"
