"""The year-end report is kept with every closing, to be printed again as it was."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.kit import Paper, declare
from kheo.movement.closings.states import Period
from kheo.outlets.reports.actions import NotWritten
from kheo.outlets.reports.queries.frozen import PAPER, kept_of
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import why_not_write


def _draw(campaign: Campaign, day: date) -> Mapping[str, Any]:
    report = year_end(campaign, campaign.unit, drawn_on=day)
    if reasons := why_not_write(report.statistics.checks):
        raise NotWritten(*reasons)
    return kept_of(report)


def _page(campaign: str, closing: int) -> str:
    return f"{reverse('reports:year_end')}?{urlencode({'campaign': campaign, 'closing': closing})}"


declare(Paper(PAPER, pgettext_lazy("paper", "Year-end report and annex"), frozenset({Period.YEAR}), _draw, _page))
