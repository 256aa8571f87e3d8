from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions.telling import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.numbering.actions import issue, reserve
from kheo.machinery.numbering.models import Book, Number
from kheo.machinery.papers.actions import write
from kheo.machinery.papers.kit import DOCUMENTS
from kheo.machinery.papers.queries import letterhead_of
from kheo.machinery.registers.actions import correct, enter
from kheo.machinery.registers.kit import REGISTERS
from kheo.movement.training.models import Trainee, TrainingClass
from kheo.movement.training.queries import all_trainees, not_yet_in, people_named, sessions_of, trainees_of
from kheo.movement.training.rules import (
    Ticks,
    changed_by,
    numbers_from,
    why_not_certify,
    why_not_invite,
    why_not_mark,
)
from kheo.movement.training.states import LIST, TRAINEES
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import require
from kheo.ui.addresses import address


class NotInvited(Refused):
    """The people are not called to the class."""


class NotMarked(Refused):
    """Who came is not written down so."""


class NotCertified(Refused):
    """The certificates are not given."""


@transaction.atomic
def invite(training_class: TrainingClass, posts: Iterable[Post], *, by: User, at: datetime) -> int:
    """Call people in posts to a class and tell them; who is in it already stays. Return how many are new.

    :raises NotInvited: with every reason.
    """
    require(by, "training.enter", on=training_class.unit_id)
    new = not_yet_in(training_class, posts)
    for post in new:
        require(by, "training.people", on=post.unit_id)
    if reasons := why_not_invite(training_class, len(new), local_day(at)):
        raise NotInvited(*reasons)
    for post in new:
        _call(training_class, post, by, at)
    return len(new)


def _call(training_class: TrainingClass, post: Post, by: User, at: datetime) -> None:
    said = {"training_class": training_class, "name": post.user.full_name, "home": post.unit}
    made = enter(REGISTERS[TRAINEES], said | {"post": post.get_role_display()}, by=by, at=at)
    all_trainees().filter(pk=made.pk).update(person=post.user)
    told = {"first": short_date(training_class.starts_on), "last": short_date(training_class.ends_on)}
    words = _("From %(first)s to %(last)s, %(place)s.") % (told | {"place": training_class.place})
    message = Message(
        kind="training.invited",
        key=f"training.invited:{made.pk}",
        title=_("You are called to a class: %(title)s") % {"title": training_class.title},
        text=words,
        url=address("training:mine"),
        unit_id=training_class.unit_id,
    )
    tell([post.user], message, by=by, at=at)


@transaction.atomic
def tie(trainee: Trainee, *, by: User | None, at: datetime) -> None:
    """Let a trainee be the person of that name who holds or held a post at that unit, so that it is known of people in
    posts whether they were trained. Of several, it stays the one whom it was."""
    same = people_named(trainee.name, trainee.home)
    kept = trainee.person_id if trainee.person_id in same else None
    person = same[0] if len(same) == 1 else kept
    if person == trainee.person_id:
        return
    all_trainees().filter(pk=trainee.pk).update(person=person)
    trainee.person_id = person
    record("training.tie", on=trainee, by=by, at=at, unit=trainee.unit_id, person=person)


@transaction.atomic
def mark(training_class: TrainingClass, ticks: Ticks, *, by: User, at: datetime) -> int:
    """Say who came to which sessions of a class: only what was ticked or unticked changes, so that two who write at
    once do not undo each other. Return how many trainees changed.

    :raises NotMarked: with every reason.
    """
    require(by, "training.correct", on=training_class.unit_id)
    added = set().union(*(each for each, _taken in ticks.values()))
    if reasons := why_not_mark(training_class, sessions_of(training_class), added, local_day(at)):
        raise NotMarked(*reasons)
    changed = 0
    for trainee in trainees_of(training_class):
        present = changed_by(ticks, trainee)
        if present != trainee.present:
            correct(trainee, {"present": present}, version=trainee.version, by=by, at=at)
            changed += 1
    return changed


@transaction.atomic
def certify(
    training_class: TrainingClass,
    chosen: Sequence[int],
    *,
    on: date,
    book: Book | None,
    first: str,
    by: User,
    at: datetime,
) -> int:
    """Give trainees of a class, by the number of the line, their certificates on a day: numbered from a book of its
    unit, or from a first number that was typed. Return how many.

    :raises NotCertified: with every reason.
    :raises NotNumbered: if the book has no period on that day.
    """
    require(by, "training.certify", on=training_class.unit_id)
    rows = [each for each in trainees_of(training_class) if each.pk in chosen and not each.certificate]
    first = "" if book else normalise(first)
    reasons = why_not_certify(training_class, rows, on, first)
    if book is None and not first:
        reasons.append(_("Write the number of the first certificate."))
    if book and book.unit_id != training_class.unit_id:
        reasons.append(_("This book is kept by another unit."))
    if reasons:
        raise NotCertified(*reasons)
    numbers = _from_book(book, rows, on, by, at) if book else ((each, None) for each in numbers_from(first, len(rows)))
    for trainee, (text, number) in zip(rows, numbers, strict=True):
        correct(trainee, {"certificate": text, "certified_on": on}, version=trainee.version, by=by, at=at)
        all_trainees().filter(pk=trainee.pk).update(numbered=number)
    return len(rows)


def _from_book(
    book: Book, rows: Sequence[Trainee], on: date, by: User, at: datetime
) -> Iterator[tuple[str, Number | None]]:
    """Yield the next numbers of a book, each issued for the certificate of a trainee."""
    for trainee in rows:
        about = _("Certificate of %(name)s") % {"name": trainee.name}
        url = address("registers:line", TRAINEES, trainee.pk)
        number = reserve(book, on=on, about=about, url=url, by=by, at=at)
        issue(number, on=on, by=by, at=at, inside=True)
        yield number.text, number


@transaction.atomic
def write_list(training_class: TrainingClass, *, out: Path, by: User, at: datetime) -> None:
    """Write the list of the trainees of a class, with their certificates, as a Word document to be signed.

    :raises NotCertified: if nobody is on the list.
    """
    require(by, "training.correct", on=training_class.unit_id)
    rows, usual = trainees_of(training_class), letterhead_of(training_class.unit, local_day(at))
    if not rows:
        raise NotCertified(_("Nobody is on the list yet. Enter the trainees of the class first."))
    said = {name: getattr(training_class, name) for name in ("title", "starts_on", "ends_on", "place", "basis")}
    names = ("form", "superior", "issuer", "symbol", "place", "signs_as", "signer")
    said |= {"h": {name: getattr(usual, name) for name in names} | {"day": None}}
    said |= {"sessions": len(sessions_of(training_class)), "total": len(rows)}
    said |= {"certified": sum(bool(each.certificate) for each in rows)}
    said |= {"trainees": [_on_paper(each) | {"number": number} for number, each in enumerate(rows, start=1)]}
    document, unit = DOCUMENTS[LIST], training_class.unit
    write(document, usual.form, said, unit=unit, about=str(training_class), out=out, by=by, at=at)
    record("training.write_list", on=training_class, by=by, at=at, unit=training_class.unit_id, number=len(rows))


def _on_paper(trainee: Trainee) -> dict[str, object]:
    place = ", ".join(filter(None, (trainee.post, trainee.home.name)))
    given = f"{trainee.certificate}, {short_date(trainee.certified_on)}" if trainee.certified_on else ""
    return {"name": trainee.name, "place": place, "attended": trainee.attended, "certificate": given}
