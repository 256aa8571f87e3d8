from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import insert_rows, reserve
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.kit import PAPERS
from kheo.movement.closings.models import ClosedFigure, ClosedPaper, ClosedRecord, Closing
from kheo.movement.closings.queries.drawing import counted_now, drawn
from kheo.movement.closings.queries.kept import head_of, latest, snapshot_of
from kheo.movement.closings.rules import (
    FORMAT,
    Row,
    Snapshot,
    difference,
    packed,
    seal,
    seal_of_paper,
    why_not_agree,
    why_not_close,
)
from kheo.movement.closings.states import Period
from kheo.organisation.access.rules import require
from kheo.organisation.units.queries import name_on


class NotClosed(Refused):
    """The period cannot be closed as asked."""


@transaction.atomic
def close(campaign: Campaign, *, period: Period, by: User | None, at: datetime) -> Closing:
    """Close a period of a campaign for the first time; one that is closed already is returned as it stands.

    :raises NotClosed: with every reason against.
    """
    if by is not None:
        require(by, "closings.close", on=campaign.unit_id)
    campaign = Campaign.objects.select_for_update().select_related("unit").get(pk=campaign.pk)
    if standing := latest(campaign, period):
        return standing
    made = Closing(campaign=campaign, period=period, version=1)
    return _write(made, _drawn(campaign, period), _papers(campaign, period, local_day(at)), by=by, at=at)


@transaction.atomic
def close_anew(closing: Closing, *, note: str, by: User | None, at: datetime) -> Closing:
    """Close a period anew after corrections, with a note of what was corrected; the version before stays as it is.

    The same asked twice makes one version.

    :raises NotClosed: with every reason against: there must be a note, and something that moved.
    :raises Stale: if somebody else has closed it anew meanwhile.
    """
    if by is not None:
        require(by, "closings.close", on=closing.unit_id)
    campaign = Campaign.objects.select_for_update().select_related("unit").get(pk=closing.campaign_id)
    note = normalise(note)
    standing = latest(campaign, closing.period)
    if standing and standing.pk != closing.pk:
        if standing.replaces_id == closing.pk and standing.note == note:
            return standing
        raise Stale(_("This period has been closed anew meanwhile. Look at the last version first."))
    if not note:
        raise NotClosed(_("Please write what was corrected and why: the note stays with the figures."))
    period, snapshot = Period(closing.period), _drawn(campaign, Period(closing.period))
    if not difference(snapshot_of(closing), snapshot) and _says_the_same(closing):
        raise NotClosed(_("Nothing has moved since the figures were closed: there is nothing to close anew."))
    made = Closing(campaign=campaign, period=period, version=closing.version + 1, note=note, replaces=closing)
    return _write(made, snapshot, _papers(campaign, period, local_day(at)), by=by, at=at)


def _drawn(campaign: Campaign, period: Period) -> Snapshot:
    """Return the figures and records that are to be kept, or refuse."""
    if reasons := why_not_close(campaign, period):
        raise NotClosed(*reasons)
    snapshot = drawn(campaign)
    if reasons := why_not_agree(snapshot, counted_now(campaign)):
        raise NotClosed(*reasons)
    return snapshot


def _papers(campaign: Campaign, period: Period, day: date) -> dict[str, bytes]:
    """Return the papers that are to be kept as they are drawn on a day; the room of each may refuse, or have none."""
    kept = [paper for paper in PAPERS.values() if period in paper.periods]
    with override("vi"):
        contents = {paper.key: paper.draw(campaign, day) for paper in kept}
    return {key: packed(content) for key, content in contents.items() if content}


def _says_the_same(closing: Closing) -> bool:
    """Tell whether the papers, drawn now for the day of the closing, would say what they said then."""
    kept = {paper.key: paper.hash for paper in closing.papers.all()}
    papers = _papers(closing.campaign, Period(closing.period), closing.day)
    return kept == {key: seal_of_paper(content) for key, content in papers.items()}


def _write(
    closing: Closing, snapshot: Snapshot, papers: Mapping[str, bytes], *, by: User | None, at: datetime
) -> Closing:
    """Keep and seal a closing with its figures, its records and its papers."""
    campaign = closing.campaign
    closing.unit, closing.by, closing.closed_by, closing.closed_at = campaign.unit, by, str(by or ""), at
    closing.day, closing.map_day, closing.format = local_day(at), campaign.map_day, FORMAT
    closing.about = _about(campaign)
    seals = {key: seal_of_paper(content) for key, content in papers.items()}
    ordered = sorted(snapshot.rows, key=lambda row: row[:2])
    closing.hash = seal(head_of(closing), snapshot.figures, ordered, seals)
    closing.save(force_insert=True)
    ClosedFigure.objects.bulk_create(
        ClosedFigure(closing=closing, place=place, **vars(figure)) for place, figure in enumerate(snapshot.figures)
    )
    numbered = zip(reserve(ClosedRecord, len(snapshot.rows)), snapshot.rows, strict=True)
    insert_rows(ClosedRecord, ("id", *Row._fields), ((pk, *row) for pk, row in numbered), closing_id=closing.pk)
    ClosedPaper.objects.bulk_create(
        ClosedPaper(closing=closing, key=key, hash=seals[key], content=content) for key, content in papers.items()
    )
    told = {"period": closing.period, "version": closing.version, "hash": closing.hash}
    record("closings.close", on=closing, by=by, at=at, campaign=campaign.pk, **told)
    return closing


def _about(campaign: Campaign) -> dict[str, Any]:
    """Return what a campaign and its unit were called."""
    return {
        "campaign": campaign.slug,
        "name": campaign.name,
        "year": campaign.year,
        "unit": campaign.unit.slug,
        "unit_name": name_on(campaign.unit, campaign.map_day),
    }
