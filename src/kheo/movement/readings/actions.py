from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import forget, keep
from kheo.foundation.files.rules import largest, words_for
from kheo.lib.dates import local_day
from kheo.lib.office.texts_in import Text, read_text
from kheo.lib.reading.findings import Findings
from kheo.lib.reading.reader import read
from kheo.lib.refusals import Refused, Stale
from kheo.lib.sandbox import ChildFailed, Limits, run_within
from kheo.lib.unsafe import Unsafe
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Campaign
from kheo.movement.readings.models import Reading, ReportedFigure, Source
from kheo.movement.readings.queries import brought_today, twin_of
from kheo.movement.readings.rules import (
    KINDS,
    LONGEST_TEXT,
    Offer,
    is_plain_case,
    offers,
    stated_on,
    why_not_bring,
    why_not_confirm,
)
from kheo.movement.readings.states import IN_USE, UNREAD, UNSETTLED, Qualifier, ReadingState, Span
from kheo.movement.registry.actions import register
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import Facts
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit

_TROUBLE_LIMIT = 500
_LIMITS = Limits(memory=512 << 20, cpu_seconds=20, wall_seconds=60)


class NotRead(Refused):
    """The report cannot be read."""


class NotConfirmed(Refused):
    """The numbers cannot be kept as figures."""


@transaction.atomic
def bring(upload: "File[bytes]", *, unit: Unit, by: User, at: datetime) -> Reading:
    """Keep a report of a unit, to be read. The same bytes again are the same report.

    :raises Refused: for another kind of file, one too large, or too many a day.
    """
    require(by, "readings.bring", on=unit)
    if reasons := why_not_bring(brought_today(by, at)):
        raise NotRead(*reasons)
    file = keep(upload, kinds=KINDS, by=by, at=at)
    if twin := twin_of(unit, file.sha256):
        forget(file)
        return twin
    reading = Reading.objects.create(unit=unit, file=file, by=by, at=at)
    record("readings.bring", on=reading, by=by, at=at, unit=unit.pk, file=file.name)
    return reading


def understand(reading: Reading, *, by: User, at: datetime) -> None:
    """Read a report that was brought; what cannot be read says why. One that is read already stays as it is.

    Reading may take a minute: nothing is written meanwhile, so nobody else is kept from writing.
    """
    require(by, "readings.bring", on=reading.unit_id)
    if reading.state not in UNREAD:
        return
    try:
        text = _text_of(reading)
        found = _found_in(text, reading, local_day(at))
    except Refused as refusal:
        _keep_outcome(reading, str(refusal)[:_TROUBLE_LIMIT], by=by, at=at)
    else:
        _keep_outcome(reading, (text, found), by=by, at=at)


@transaction.atomic
def _keep_outcome(reading: Reading, outcome: "str | tuple[Text, Findings]", *, by: User, at: datetime) -> None:
    """Keep what was found, or in words why nothing was; nothing if somebody else settled the report meanwhile."""
    _lock(reading)
    if reading.state not in UNREAD:
        return
    if isinstance(outcome, str):
        reading.state, reading.trouble = ReadingState.UNREADABLE, outcome
    else:
        _keep_findings(reading, *outcome)
    reading.save()
    record("readings.understand", on=reading, by=by, at=at, state=reading.state)


def _text_of(reading: Reading) -> Text:
    try:
        text = read_text(reading.file.original)
    except Unsafe as unsafe:
        words = words_for(unsafe.code, name=reading.file.name, most=largest(KINDS), kinds=KINDS)
        raise NotRead(words) from unsafe
    if len(text.text) > LONGEST_TEXT:
        raise NotRead(_("The text is too long to be read as one report. Send its parts one by one."))
    if not text.text.strip():
        raise NotRead(_("There is no text in “%(name)s”.") % {"name": reading.file.name})
    return text


def _found_in(text: Text, reading: Reading, today: date) -> Findings:
    """Return what a text says; the child ends what would take for ever."""
    try:
        return run_within(_LIMITS, read, text.text, today=today)
    except ChildFailed as failure:
        said = _("“%(name)s” takes too long to read: it is not a report in words. Send only the text of the report.")
        raise NotRead(said % {"name": reading.file.name}) from failure


def _keep_findings(reading: Reading, text: Text, found: Findings) -> None:
    notices = [[notice.code, notice.count] for notice in text.notices]
    notices += [["repaired", len(text.repairs)]] if text.repairs else []
    facts = {"text": text.text, "findings": found.as_json(), "notices": notices}
    Source.objects.update_or_create(reading=reading, defaults=facts)
    total = found.total
    exact = total is not None and total.value is not None
    reading.state, reading.trouble = ReadingState.READ, ""
    reading.year, reading.sum_check = found.year, found.sum_check
    reading.total = int(total.value) if total and total.value is not None else None
    reading.qualifier = Qualifier(total.qualifier) if total and exact else Qualifier.EXACT


@transaction.atomic
def confirm(
    reading: Reading,
    keys: Collection[str],
    *,
    year: int | None,
    span: Span,
    stated_on: date | None,
    by: User,
    at: datetime,
) -> list[ReportedFigure]:
    """Keep numbers of a report, chosen by the keys of their offers, as figures that its unit reported. What was
    confirmed before is not kept twice.

    :raises NotConfirmed: with every reason against.
    """
    require(by, "readings.bring", on=reading.unit_id)
    _lock(reading)
    if reading.state not in IN_USE:
        raise Stale(_("This report was put aside meanwhile. Reload the page to see it."))
    picked = [one for one in offers(reading.source.findings) if one.key in keys]
    if reasons := why_not_confirm(picked, year, stated_on, local_day(at)):
        raise NotConfirmed(*reasons)
    assert year is not None and stated_on is not None  # noqa: S101, PT018 -- the rules have seen to it
    about = {"reading": reading, "unit_id": reading.unit_id, "span": span, "stated_on": stated_on, "by": by, "at": at}
    made = [_figure(one, about | {"year": one.told_of(year)}) for one in _fresh(reading, picked, year, span)]
    ReportedFigure.objects.bulk_create(made)
    reading.state, reading.settled_at = ReadingState.CONFIRMED, at
    reading.save(update_fields=["state", "settled_at"])
    record("readings.confirm", on=reading, by=by, at=at, year=year, figures=[str(figure) for figure in made])
    return made


def _fresh(reading: Reading, picked: Sequence[Offer], year: int, span: Span) -> list[Offer]:
    """Return the numbers that are not figures yet, each thing once."""
    kept = set(reading.figures.filter(withdrawn_at=None, span=span).values_list("matter", "part", "year"))
    fresh = {(one.matter.value, one.part, one.told_of(year)): one for one in reversed(picked)}
    return [one for key, one in reversed(fresh.items()) if key not in kept]


def _figure(one: Offer, about: dict[str, Any]) -> ReportedFigure:
    return ReportedFigure(
        matter=one.matter,
        part=one.part,
        value=one.value,
        high=one.high,
        qualifier=one.qualifier,
        measure=one.measure,
        start=one.start,
        end=one.end,
        words=one.words,
        **about,
    )


@transaction.atomic
def confirm_usual(readings: Sequence[Reading], *, by: User, at: datetime) -> int:
    """Keep the usual numbers of reports that state their year and an exact total and do not disagree in themselves, all
    or none; return how many figures came of them.

    :raises NotConfirmed: naming every report that somebody has to look at.
    """
    if not readings:
        raise NotConfirmed(_("Choose at least one report."))
    unclear = [each for each in readings if not is_plain_case(each.source.findings, each.unit.name)]
    if unclear:
        said = _("“%(name)s” does not state all that is needed. Open it and confirm its numbers there.")
        raise NotConfirmed(*(said % {"name": reading.file.name} for reading in unclear))
    number = 0
    for reading in readings:
        findings = reading.source.findings
        keys = {one.key for one in offers(findings) if one.is_usual}
        made = confirm(
            reading,
            keys,
            year=findings["year"],
            span=Span((findings.get("period") or {}).get("kind") or Span.YEAR),
            stated_on=stated_on(findings, local_day(reading.at)),
            by=by,
            at=at,
        )
        number += len(made)
    return number


@transaction.atomic
def withdraw(figure: ReportedFigure, *, reason: str, by: User, at: datetime) -> None:
    """Take a reported figure out of use; it stays to be seen, with the reason.

    :raises NotConfirmed: without a reason.
    :raises Stale: if it was withdrawn before.
    """
    require(by, "readings.bring", on=figure.unit_id)
    said = normalise(reason)
    if not said:
        raise NotConfirmed(_("Say why the figure is withdrawn."))
    taken = ReportedFigure.objects.filter(pk=figure.pk, withdrawn_at=None)
    if not taken.update(withdrawn_at=at, withdrawn_by=by, reason=said[:_TROUBLE_LIMIT]):
        raise Stale(_("This figure was withdrawn already."))
    record("readings.withdraw", on=figure, by=by, at=at, reason=said)


@transaction.atomic
def draft(
    reading: Reading, models: Sequence[Facts], *, campaign: Campaign, by: User, at: datetime
) -> list[Registration]:
    """Enter drafts of models that a report names, all or none.

    :raises Refused: with every reason against, each with the name that it is about.
    """
    require(by, "readings.bring", on=reading.unit_id)
    if not models:
        raise NotConfirmed(_("Choose at least one model."))
    made, reasons = [], []
    for facts in models:
        try:
            made.append(register(facts, campaign=campaign, unit=reading.unit, by=by, at=at))
        except Refused as refusal:
            reasons += [f"“{facts.name}”: {reason}" for reason in refusal.reasons]
    if reasons:
        raise NotConfirmed(*reasons)
    reading.registrations.add(*made)
    record("readings.draft", on=reading, by=by, at=at, registrations=[each.pk for each in made])
    return made


@transaction.atomic
def put_aside(reading: Reading, *, by: User, at: datetime) -> None:
    """Put aside a report of which nothing is in use.

    :raises NotConfirmed: if figures or drafts came of it.
    """
    require(by, "readings.bring", on=reading.unit_id)
    _lock(reading)
    if reading.state not in UNSETTLED or reading.registrations.exists():
        raise NotConfirmed(_("Figures or drafts came of this report; it stays as their source."))
    reading.state, reading.settled_at = ReadingState.DROPPED, at
    reading.save(update_fields=["state", "settled_at"])
    record("readings.put_aside", on=reading, by=by, at=at)


def _lock(reading: Reading) -> None:
    """Let nobody else settle the report, and see what they did."""
    Reading.objects.select_for_update().get(pk=reading.pk)
    reading.refresh_from_db()
