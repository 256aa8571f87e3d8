"""The reports of a year and of a half-year are kept with every closing, to be printed again as they were; and bound
into the papers of a conference."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.kit import Paper, declare
from kheo.movement.closings.states import Period
from kheo.movement.conferences.kit import Enclosure, enclose
from kheo.movement.conferences.models import Conference
from kheo.outlets.reports.actions import NotWritten, write_half_year, write_year_end
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.frozen import HALF, PAPER, kept_of
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import why_not_write
from kheo.outlets.reports.states import DocumentForm


def _drawn(report: CampaignReport) -> Mapping[str, Any]:
    if reasons := why_not_write(report.statistics.checks):
        raise NotWritten(*reasons)
    return kept_of(report)


def _draw_year(campaign: Campaign, day: date) -> Mapping[str, Any]:
    return _drawn(year_end(campaign, campaign.unit, drawn_on=day))


def _draw_half(campaign: Campaign, day: date) -> Mapping[str, Any]:
    return _drawn(half_year(campaign, campaign.unit, drawn_on=day))


def _page(name: str) -> Callable[[str, int], str]:
    """Return the way to a page that prints a closing again."""

    def url(campaign: str, closing: int) -> str:
        return f"{reverse(name)}?{urlencode({'campaign': campaign, 'closing': closing})}"

    return url


_YEAR, _HALF = frozenset({Period.YEAR}), frozenset({Period.HALF_YEAR})
declare(Paper(PAPER, pgettext_lazy("paper", "Year-end report and annex"), _YEAR, _draw_year, _page("reports:year_end")))
declare(
    Paper(HALF, pgettext_lazy("paper", "Half-year report and annex"), _HALF, _draw_half, _page("reports:half_year"))
)


def _bound(conference: int, out: Path, by: User, at: datetime) -> None:
    """Write the year-end report of a conference's campaign as it stands, for its papers."""
    held = Conference.objects.select_related("campaign", "unit").get(pk=conference)
    report = year_end(held.campaign, held.unit, drawn_on=local_day(at))
    write_year_end(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=by, at=at)


def _bound_half(conference: int, out: Path, by: User, at: datetime) -> None:
    """Write the half-year report of a conference's campaign as it stands, for its papers."""
    held = Conference.objects.select_related("campaign", "unit").get(pk=conference)
    report = half_year(held.campaign, held.unit, drawn_on=local_day(at))
    write_half_year(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=by, at=at)


_OF_CONFERENCE = pgettext_lazy("paper of a conference", "Half-year report of the campaign")
enclose(Enclosure("year_end", pgettext_lazy("paper of a conference", "Year-end report of the campaign"), _bound))
enclose(Enclosure("half_year", _OF_CONFERENCE, _bound_half))
