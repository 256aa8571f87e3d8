"""The documents of this room that offices can have templates of their own for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.papers.kit import Desk, Document, Subject, about, declare
from kheo.machinery.papers.rules import lines_of
from kheo.movement.campaigns.models import Campaign, CampaignQuerySet
from kheo.movement.committees.models import Committee, Staffing
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.actions import ANNEX, HALF_YEAR, STAFFING, TEMPLATES, TERM, YEAR_END
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.frozen import facts_of, paper_facts
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.staffing import Issuing, facts_of_staffing, staffing_paper, usual_issuing
from kheo.outlets.reports.queries.term import USUAL_YEARS, campaigns_alike, facts_of_term, term_of
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.rules import movement_in_words, stretch_in_words, years_in_words
from kheo.outlets.reports.states import DocumentForm

_DECISION = pgettext_lazy("document", "Decision on a steering committee")
_YEAR_END = pgettext_lazy("document", "Year-end report")
_HALF_YEAR = pgettext_lazy("document", "Half-year report")
_ANNEX = pgettext_lazy("document", "Annex of figures")
_TERM = pgettext_lazy("document", "Report of a term")
_ACT = "reports.compose"
_OF_YEAR = Desk("reports:year_end", gettext_lazy("Year-end report"), _ACT)
_OF_HALF = Desk("reports:half_year", _HALF_YEAR, _ACT)
_OF_TERM = Desk("reports:term", _TERM, _ACT)
_OF_COMMITTEE = Desk("committees:list", gettext_lazy("Committees"), "reports.staffing")
declare(Document(STAFFING, _DECISION, "QĐ", TEMPLATES / "staffing", _OF_COMMITTEE))
declare(Document(YEAR_END, _YEAR_END, "BC", TEMPLATES / "year_end", _OF_YEAR))
declare(Document(HALF_YEAR, _HALF_YEAR, "BC", TEMPLATES / "half_year", _OF_HALF))
declare(Document(ANNEX, _ANNEX, "PL", TEMPLATES / "annex", _OF_YEAR))
declare(Document(TERM, _TERM, "BC", TEMPLATES / "term", _OF_TERM))

MOST_OFFERED = 20


def _campaigns(user: User) -> list[tuple[str, str]]:
    """Return the campaigns whose figures somebody may see, if they write reports at all."""
    if not units_of_posts(user, "reports.compose"):
        return []
    return list(_seen_by(user).values_list("slug", "name")[:MOST_OFFERED])


def _seen_by(user: User) -> CampaignQuerySet:
    return Campaign.objects.visible_to(user).select_related("unit__parent", "movement").newest_first()


def _unit_for(campaign: Campaign, user: User) -> Unit:
    """Return the unit that somebody reports on: the campaign's own, or else the first one that they work for."""
    units = units_of_posts(user, "reports.compose")
    return next((each for each in units if each.pk == campaign.unit_id), units[0])


def _report(draw: Callable[..., CampaignReport], slug: str, user: User, at: datetime) -> CampaignReport:
    """Return a report of a campaign as it stands."""
    campaign = _seen_by(user).get(slug=slug)
    return draw(campaign, _unit_for(campaign, user), drawn_on=local_day(at))


def _told(
    draw: Callable[..., CampaignReport], _document: Document, slug: str, form: str, user: User, at: datetime
) -> Mapping[str, Any]:
    party = form == DocumentForm.PARTY
    return facts_of(_report(draw, slug, user, at)) | {"has_annex": True, "party": party}


def _on_paper(_document: Document, slug: str, form: str, user: User, at: datetime) -> Mapping[str, Any]:
    report = _report(year_end, slug, user, at)
    stretch = stretch_in_words(report.statistics.campaign.year, is_half=False)
    return paper_facts(report) | {"party": form == DocumentForm.PARTY, "stretch": stretch}


def _terms(user: User) -> list[tuple[str, str]]:
    """Return the terms that end with a campaign that somebody may see, each by the last of its campaigns."""
    if not units_of_posts(user, "reports.compose"):
        return []
    campaigns = list(_seen_by(user)[:MOST_OFFERED])
    spans = [(each, _alike(each, campaigns)) for each in campaigns]
    return [(last.slug, _named(alike)) for last, alike in spans if alike]


def _named(alike: Sequence[Campaign]) -> str:
    return f"{years_in_words(alike[0].year, alike[-1].year)}: {alike[-1].movement.name}"


def _alike(last: Campaign, among: Sequence[Campaign]) -> list[Campaign]:
    """Return the campaigns of the term that ends with one; none if that one has not begun."""
    first = last.year - USUAL_YEARS + 1
    found = [each for each in campaigns_alike(among, last) if first <= each.year <= last.year]
    return found if found and found[-1].year == last.year else []


def _of_term(_document: Document, slug: str, form: str, user: User, at: datetime) -> Mapping[str, Any]:
    campaigns = list(_seen_by(user)[:MOST_OFFERED])
    last = next(each for each in campaigns if each.slug == slug)
    alike = _alike(last, campaigns)
    report = term_of(alike, _unit_for(last, user), alike[0].year, last.year, drawn_on=local_day(at))
    told = facts_of_term(report, movement=movement_in_words(report.movement))
    return told | {"party": form == DocumentForm.PARTY}


def _staffings(user: User) -> list[tuple[str, str]]:
    """Return the decisions on committees that somebody may print, the latest first."""
    rows = Staffing.objects.filter(committee__in=_committees(user)).select_related("committee")
    return [
        (str(each.pk), f"{each.committee.name} ({each.number})")
        for each in rows.order_by("-signed_on", "-pk")[:MOST_OFFERED]
    ]


def _committees(user: User) -> QuerySet[Committee]:
    return Committee.objects.visible_to(user).filter(unit__in=reach(user, "reports.staffing"))


def _of_committee(_document: Document, pk: str, form: str, user: User, _at: datetime) -> Mapping[str, Any]:
    rows = Staffing.objects.filter(committee__in=_committees(user))
    found = rows.select_related("committee__unit", "committee__standing_office").get(pk=pk)
    said = usual_issuing(found)
    issuing = Issuing(DocumentForm(form), said["issuer"], "", said["signs_as"], "", lines_of(said["bases"]))
    return facts_of_staffing(staffing_paper(found, issuing))


_CAMPAIGN = gettext_lazy("Campaign")
about(Subject(_CAMPAIGN, _campaigns, partial(_told, year_end)), YEAR_END)
about(Subject(_CAMPAIGN, _campaigns, partial(_told, half_year)), HALF_YEAR)
about(Subject(_CAMPAIGN, _campaigns, _on_paper), ANNEX)
about(Subject(pgettext_lazy("report", "Term"), _terms, _of_term), TERM)
about(Subject(gettext_lazy("Committee"), _staffings, _of_committee), STAFFING)
