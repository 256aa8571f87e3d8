"""The year-end report is kept with every closing, to be printed again as it was; and bound into the papers of a
conference."""

from collections.abc import Mapping
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
from kheo.outlets.reports.actions import NotWritten, write_year_end
from kheo.outlets.reports.queries.frozen import PAPER, kept_of
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import why_not_write
from kheo.outlets.reports.states import DocumentForm


def _draw(campaign: Campaign, day: date) -> Mapping[str, Any]:
    report = year_end(campaign, campaign.unit, drawn_on=day)
    if reasons := why_not_write(report.statistics.checks):
        raise NotWritten(*reasons)
    return kept_of(report)


def _page(campaign: str, closing: int) -> str:
    return f"{reverse('reports:year_end')}?{urlencode({'campaign': campaign, 'closing': closing})}"


declare(Paper(PAPER, pgettext_lazy("paper", "Year-end report and annex"), frozenset({Period.YEAR}), _draw, _page))


def _bound(conference: int, out: Path, by: User, at: datetime) -> None:
    """Write the year-end report of a conference's campaign as it stands, for its papers."""
    held = Conference.objects.select_related("campaign", "unit").get(pk=conference)
    report = year_end(held.campaign, held.unit, drawn_on=local_day(at))
    write_year_end(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=by, at=at)


enclose(Enclosure("year_end", pgettext_lazy("paper of a conference", "Year-end report of the campaign"), _bound))
