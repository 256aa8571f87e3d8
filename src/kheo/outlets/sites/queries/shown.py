"""What of the register a site shows: the one door through which public pages come to it."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from kheo.machinery.books.kit import Scope
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of, told_to_public
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.committees.models import Committee
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.queries import all_standing
from kheo.movement.recognition.states import DecisionState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED
from kheo.organisation.units.models import Installation, Lineage, Unit
from kheo.outlets.sites.kit import PublicSite
from kheo.outlets.sites.queries.found import Sites
from kheo.outlets.sites.rules import units_on


@dataclass(frozen=True)
class Here:
    """Where something is shown: on which site (None is the main one), among which sites, on which day."""

    site: PublicSite | None
    sites: Sites
    day: date

    def __hash__(self) -> int:
        """Return what places that are the same have in common, so that what is kept for one is found again."""
        return hash((self.site, self.day))

    @property
    def anywhere(self) -> "Here":
        """The main site, which shows everything."""
        return replace(self, site=None)


def recognitions(here: Here) -> QuerySet[Recognition]:
    """Return the recognitions that stand, of models of the site's units, each with `unit_name`."""
    rows = all_standing()
    return rows.filter(registration__unit__in=units_on(here.site, here.day)) if here.site else rows


def registrations(here: Here) -> QuerySet[Registration]:
    """Return the registrations with the title, of the site's units."""
    rows = Registration.objects.filter(state__in=TITLED)
    return rows.filter(unit__in=units_on(here.site, here.day)) if here.site else rows


def decisions(here: Here) -> QuerySet[Decision]:
    """Return the issued decisions: of the site's units, and of bodies above those that give one of its models the title
    or that change such a decision."""
    rows = Decision.objects.filter(state=DecisionState.ISSUED)
    if here.site is None:
        return rows
    units = units_on(here.site, here.day)
    giving = Recognition.objects.filter(registration__unit__in=units).values("decision_id")
    return rows.filter(Q(unit__in=units) | Q(pk__in=giving) | Q(concerns__in=giving))


def campaigns(here: Here) -> QuerySet[Campaign]:
    """Return the finished campaigns in which the site's unit or one below it took part, the newest first: their own,
    and those of bodies above."""
    if here.site is None:
        return told_to_public()
    rows = Campaign.objects.filter(state=CampaignState.CLOSED).select_related("unit").newest_first()
    above = Lineage.objects.reaching(here.day).filter(unit=here.site.unit_id).values("ancestor_id")
    return rows.filter(Q(unit__in=units_on(here.site, here.day)) | Q(unit__in=above))


def committees(here: Here, *, is_own: bool) -> QuerySet[Committee]:
    """Return the committees of the site's units; with `is_own` only those of the body whose site it is."""
    if is_own:
        if here.site:
            return Committee.objects.filter(unit=here.site.unit_id)
        return Committee.objects.filter(unit=Installation.objects.values("unit")[:1])
    rows = Committee.objects.all()
    return rows.filter(unit__in=units_on(here.site, here.day)) if here.site else rows


def scope_at(campaign: Campaign, here: Here) -> Scope:
    """Return what a site's figures of a campaign are asked about: the site's unit as reported then, or as of today
    where it did not stand then; the whole campaign where its body is the site's own or stands below it."""
    if here.site is None or units_on(here.site, here.day).filter(unit=campaign.unit_id).exists():
        return scope_of(campaign, campaign.unit)
    unit = Unit.objects.get(pk=here.site.unit_id)
    then = Lineage.objects.on(campaign.map_day).filter(unit=unit, ancestor=campaign.unit_id)
    return scope_of(campaign, unit, None if then.exists() else here.day)
