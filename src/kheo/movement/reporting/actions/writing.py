"""What a unit does with its report: writes, sends, takes back, corrects."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.movement.reporting.actions.steps import NotNow, held, step, why_not_step
from kheo.movement.reporting.models import Edition, Report
from kheo.movement.reporting.queries.reports import Behind, behind, values_now, written_in
from kheo.movement.reporting.rules.checks import Value
from kheo.movement.reporting.rules.findings import Written, as_number, findings, gathered, stopping
from kheo.movement.reporting.states import EDITABLE, ReportState
from kheo.organisation.access.rules import require


class NotSent(Refused):
    """The report cannot be sent or corrected as asked."""


@transaction.atomic
def write_report(report: Report, written: Written, *, version: int, by: User | None, at: datetime) -> Report:
    """Keep what a unit has written so far, right or not; a number that its source says too is not kept twice.

    :raises NotNow: if the report is sent.
    :raises Stale: if somebody has changed it since that version was read.
    """
    report = opened(report, version, by)
    sources = behind(report).sources
    cells = {name: text for name, text in written.cells.items() if text != "" and not _is(text, sources.get(name))}
    said = replace(written, cells=cells, reasons={n: r for n, r in written.reasons.items() if r and n in cells})
    if said == written_in(report):
        return report
    return _keep(report, said, "reporting.write_report", by, at)


def _is(text: str, source: Decimal | None) -> bool:
    return source is not None and as_number(text) == source


def opened(report: Report, version: int | None, by: User | None) -> Report:
    """Return a report that is being written and may be changed by somebody."""
    report = held(report, version)
    if by is not None:
        require(by, "reporting.write", on=report.unit_id)
    if report.state not in EDITABLE:
        raise NotNow(_("The report is “%(state)s” and cannot be changed.") % {"state": ReportState(report.state).label})
    return report


def _keep(report: Report, said: Written, act: str, by: User | None, at: datetime) -> Report:
    for name, value in vars(said).items():
        setattr(report, name, dict(value))
    report.version += 1
    report.save()
    record(act, on=report, by=by, at=at, version=report.version)
    return report


@transaction.atomic
def copy_last(report: Report, *, version: int, by: User, at: datetime) -> Report:
    """Take over from the last period the words of sections that are empty, and short texts of tables; no numbers.

    :raises Refused: if nothing was sent then.
    """
    report = opened(report, version, by)
    known = behind(report)
    if not known.last:
        raise NotSent(_("Nothing was sent for the last period, so there is nothing to copy."))
    texts = {c.name for c in known.layout.cells() if c.is_text}
    cells = {n: str(text) for n, text in known.before.items() if n in texts and text} | report.cells
    sections = {**_words_of(known), **{key: text for key, text in report.sections.items() if text}}
    said = replace(written_in(report), sections=sections, cells=cells)
    return report if said == written_in(report) else _keep(report, said, "reporting.copy_last", by, at)


def _words_of(known: Behind) -> dict[str, str]:
    """Return the words of the last period: those of the unit, or of each unit that it took over under its name."""
    said = [(part.report.unit.name, part.edition.content["sections"]) for part in known.last if part.edition]
    if len(said) == 1:
        return dict(said[0][1])
    return {each.key: text for each in known.layout.sections if (text := gathered(each, said))}


@transaction.atomic
def gather(report: Report, *, version: int, by: User | None, at: datetime) -> Report:
    """Put the words of the accepted reports below into the sections that are empty, each under its unit's name.

    :raises Refused: if none below is accepted yet.
    """
    report = opened(report, version, by)
    known = behind(report)
    parts = [(part.report.unit.name, part.edition.content["sections"]) for part in known.parts if part.edition]
    if not parts:
        raise NotSent(_("No report below is accepted yet, so there is nothing to gather."))
    new = {each.key: gathered(each, parts) for each in known.layout.sections if not report.sections.get(each.key)}
    said = replace(written_in(report), sections={**report.sections, **{key: text for key, text in new.items() if text}})
    return report if said == written_in(report) else _keep(report, said, "reporting.gather", by, at)


@transaction.atomic
def send(report: Report, *, version: int, by: User | None, at: datetime) -> Report:
    """Send a report to the level above: an edition keeps all that it says, and whose sums it took in. Sent twice, it is
    sent once.

    :raises NotSent: with everything that must be put right first.
    :raises Stale: if somebody has changed it since that version was read.
    """
    report = held(report)
    if by is not None:
        require(by, "reporting.write", on=report.unit_id)
    if report.state == ReportState.SENT and report.version == version + 1:
        return report
    report = held(report, version)
    if reasons := why_not_step(report, "reporting.send"):
        raise NotNow(*reasons)
    known = behind(report)
    found = findings(known.layout, written_in(report), known.sources, known.before)
    if reasons := stopping(found):
        raise NotSent(*reasons)
    edition = _edition(report, known, by, at)
    report.first_sent_at, report.remarks = report.first_sent_at or at, {}
    step(report, "reporting.send")
    Report.objects.filter(pk__in=[part.report.pk for part in known.parts if part.edition]).update(taken_into=report)
    record("reporting.send", on=report, by=by, at=at, edition=edition.number)
    return report


def _edition(report: Report, known: Behind, by: User | None, at: datetime) -> Edition:
    """Keep a report as it is sent."""
    said = values_now(report, known)
    files = [each.file for each in report.enclosures.select_related("file")]
    content: dict[str, Any] = {
        "sections": report.sections,
        "cells": {name: _text(value) for name, value in said.items() if value is not None},
        "reasons": report.reasons,
        "excuses": report.excuses,
        "sources": {name: _text(value) for name, value in known.sources.items()},
        "files": [{"id": str(file.pk), "name": file.name} for file in files],
        "parts": {str(part.report.pk): part.edition.pk for part in known.parts if part.edition},
    }
    number = report.editions.count() + 1
    about = {"reason": report.amending, "sent_by": by, "sender": str(by or "")}
    made = Edition.objects.create(report=report, number=number, content=content, sent_at=at, **about)
    made.files.set(files)
    return made


def _text(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")


@transaction.atomic
def take_back(report: Report, *, by: User, at: datetime) -> Report:
    """Take back a report that is not decided on yet; what was sent stays among its editions.

    :raises NotNow: if it has been decided on.
    """
    report = held(report)
    require(by, "reporting.write", on=report.unit_id)
    if report.state == ReportState.DRAFT:
        return report
    if not report.editions.exclude(accepted_at=None).exists():
        report.first_sent_at = None
    step(report, "reporting.take_back")
    Report.objects.filter(taken_into=report).update(taken_into=None)
    record("reporting.take_back", on=report, by=by, at=at)
    return report


@transaction.atomic
def amend(report: Report, *, reason: str, by: User, at: datetime) -> Report:
    """Open an accepted report for a correction, with a reason; what was accepted counts until the next is accepted.

    :raises NotSent: without a reason.
    """
    report = held(report)
    require(by, "reporting.write", on=report.unit_id)
    reason = normalise(reason)
    if report.state == ReportState.DRAFT and report.amending == reason != "":
        return report
    if not reason:
        raise NotSent(_("Say what is to be corrected and why: the reason stays with the next version."))
    report.amending = reason
    step(report, "reporting.amend")
    told: Mapping[str, str] = {"reason": reason}
    record("reporting.amend", on=report, by=by, at=at, **told)
    return report
