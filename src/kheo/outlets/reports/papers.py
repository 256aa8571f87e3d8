"""The documents of this room that offices can have templates of their own for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.papers.kit import Document, Subject, about, declare
from kheo.movement.campaigns.models import Campaign
from kheo.organisation.access.queries import units_of_posts
from kheo.outlets.reports.actions import ANNEX, HALF_YEAR, TEMPLATES, TERM, YEAR_END
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.frozen import facts_of, paper_facts
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import stretch_in_words
from kheo.outlets.reports.states import DocumentForm

_DECISION = pgettext_lazy("document", "Decision on a steering committee")
_YEAR_END = pgettext_lazy("document", "Year-end report")
_HALF_YEAR = pgettext_lazy("document", "Half-year report")
_ANNEX = pgettext_lazy("document", "Annex of figures")
_TERM = pgettext_lazy("document", "Report of a term")
declare(Document("quyet-dinh-ban-chi-dao", _DECISION, "QĐ", TEMPLATES / "staffing"))
declare(Document(YEAR_END, _YEAR_END, "BC", TEMPLATES / "year_end"))
declare(Document(HALF_YEAR, _HALF_YEAR, "BC", TEMPLATES / "half_year"))
declare(Document(ANNEX, _ANNEX, "PL", TEMPLATES / "annex"))
declare(Document(TERM, _TERM, "BC", TEMPLATES / "term"))

MOST_OFFERED = 20


def _campaigns(user: User) -> list[tuple[str, str]]:
    """Return the campaigns whose figures somebody may see, if they write reports at all."""
    if not units_of_posts(user, "reports.compose"):
        return []
    rows = Campaign.objects.visible_to(user).newest_first()
    return list(rows.values_list("slug", "name")[:MOST_OFFERED])


def _report(draw: Callable[..., CampaignReport], slug: str, user: User, at: datetime) -> CampaignReport:
    """Return a report of a campaign as it stands: of its own unit, or else of the first one that somebody works for."""
    campaign = Campaign.objects.visible_to(user).select_related("unit__parent", "movement").get(slug=slug)
    units = units_of_posts(user, "reports.compose")
    unit = next((each for each in units if each.pk == campaign.unit_id), units[0])
    return draw(campaign, unit, drawn_on=local_day(at))


def _told(
    draw: Callable[..., CampaignReport], _document: Document, slug: str, form: str, user: User, at: datetime
) -> Mapping[str, Any]:
    party = form == DocumentForm.PARTY
    return facts_of(_report(draw, slug, user, at)) | {"has_annex": True, "party": party}


def _on_paper(_document: Document, slug: str, form: str, user: User, at: datetime) -> Mapping[str, Any]:
    report = _report(year_end, slug, user, at)
    stretch = stretch_in_words(report.statistics.campaign.year, is_half=False)
    return paper_facts(report) | {"party": form == DocumentForm.PARTY, "stretch": stretch}


_CAMPAIGN = gettext_lazy("Campaign")
about(Subject(_CAMPAIGN, _campaigns, partial(_told, year_end)), YEAR_END)
about(Subject(_CAMPAIGN, _campaigns, partial(_told, half_year)), HALF_YEAR)
about(Subject(_CAMPAIGN, _campaigns, _on_paper), ANNEX)
