"""What a closing holds, and whether it is still what was sealed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import ClosedFigure, ClosedPaper, ClosedRecord, Closing
from kheo.movement.closings.rules import FigureFacts, Row, Snapshot, moment, seal, seal_of_paper, unpacked


def latest(campaign: Campaign, period: str) -> Closing | None:
    """Return the closing of a period that stands: the last version."""
    found = Closing.objects.filter(campaign=campaign, period=period)
    return found.select_related("campaign").order_by("-version").first()


def in_words(closing: Closing) -> str:
    """Return by which words a document names the closing that its figures come from."""
    return _("Figures closed on %(day)s, for the time %(version)s, code %(code)s") % {
        "day": short_date(closing.day),
        "version": closing.version,
        "code": closing.code,
    }


def named(closing: Closing) -> str:
    """Return which closing it is, in a line."""
    return _("%(campaign)s, %(period)s, version %(version)s (%(code)s)") % {
        "campaign": closing.campaign.name,
        "period": str(closing.get_period_display()).lower(),
        "version": closing.version,
        "code": closing.code,
    }


def content_of(closing: Closing, key: str) -> Any:
    """Return what a paper said when a period was closed; None if it was not kept then."""
    found = ClosedPaper.objects.filter(closing=closing, key=key).first()
    return unpacked(bytes(found.content)) if found else None


def snapshot_of(closing: Closing) -> Snapshot:
    """Return the figures of a closing and the records as they were."""
    return snapshots_of(closing)[0]


def snapshots_of(*closings: Closing) -> list[Snapshot]:
    """Return the snapshots of some closings, in two queries whatever their number."""
    numbers = [closing.pk for closing in closings]
    figures: dict[int, list[FigureFacts]] = {number: [] for number in numbers}
    rows: dict[int, list[Row]] = {number: [] for number in numbers}
    for figure in ClosedFigure.objects.filter(closing__in=numbers).order_by("closing", "place"):
        facts = FigureFacts(figure.key, figure.label, figure.counts, figure.number, figure.parts)
        figures[figure.closing_id].append(facts)
    kept = ClosedRecord.objects.filter(closing__in=numbers).order_by("closing", "table", "record")
    for number, *row in kept.values_list("closing", *Row._fields).iterator(5000):
        rows[number].append(Row(*row))
    return [Snapshot(figures[each.pk], rows[each.pk], each.format) for each in closings]


def head_of(closing: Closing) -> dict[str, Any]:
    """Return what the seal says of a closing itself."""
    plain = ("period", "version", "day", "map_day", "closed_by", "about", "note")
    told: dict[str, Any] = {name: getattr(closing, name) for name in plain}
    told |= {"format": closing.format} if closing.format > 1 else {}  # the first said nothing of it
    return told | {
        "period": str(closing.period),
        "closed_at": moment(closing.closed_at),
        "replaces": closing.replaces.hash if closing.replaces else "",
    }


def faults(closing: Closing) -> list[str]:
    """Return what is wrong with a closing: nothing if it is what was sealed, and every figure is its records."""
    kept = snapshot_of(closing)
    papers = {paper.key: paper for paper in closing.papers.all()}
    told = [_fault_of(figure, kept) for figure in kept.figures]
    seals: Mapping[str, str] = {key: seal_of_paper(bytes(paper.content)) for key, paper in papers.items()}
    told += [
        _("The paper “%(key)s” is not the one that was kept.") % {"key": key}
        for key, paper in papers.items()
        if seals[key] != paper.hash
    ]
    found = seal(head_of(closing), kept.figures, kept.rows, seals, format=closing.format)
    if found != closing.hash:
        said = {"kept": closing.hash, "found": found}
        told.append(_("The hash that was kept is %(kept)s, but what is kept makes %(found)s.") % said)
    return list(filter(None, told))


def _fault_of(figure: FigureFacts, kept: Snapshot) -> str:
    bit = kept.bits()[figure.key]
    number = sum(1 for row in kept.rows if row.counted & bit)
    if number == figure.number:
        return ""
    said = {"what": figure.label, "one": figure.number, "other": number}
    return _("%(what)s is %(one)s, but %(other)s records are kept.") % said
