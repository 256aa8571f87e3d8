"""Figures that count units, not registrations: their pages are the tables of this room."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import Figure, Scope, declare
from kheo.machinery.books.queries.records import records_of
from kheo.machinery.books.queries.tables import EACH_UNIT
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import Asked, scope_of
from kheo.movement.registry.queries import Quota, entered_in
from kheo.organisation.units.models import Unit
from kheo.outlets.reports.queries import coverage
from kheo.outlets.reports.queries.timeliness import Sending, sendings
from kheo.outlets.reports.states import InTime


def _registering(scope: Scope) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=records_of("registered", scope).values("unit_id"))


class _Asked:
    """What figures of units are read off, each thing once: at and below the scope's unit; on the map of another day,
    which may place units otherwise, in the whole campaign."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @cached_property
    def campaign(self) -> Campaign:
        return Campaign.objects.select_related("unit").get(pk=self._scope.campaign_id)

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.campaign, self.campaign.unit) if self._scope.is_rebased else self._scope

    @cached_property
    def quotas(self) -> Sequence[Quota]:
        return entered_in(self.campaign, self.scope).quotas

    @cached_property
    def meant(self) -> Sequence[Asked]:
        """The units that are to register; read off the quotas where these are known already."""
        known = [quota.unit for quota in self.__dict__.get("quotas", ())]
        return known or coverage.units_meant(self.campaign, self.scope.unit_id)

    @cached_property
    def sendings(self) -> Sequence[Sending]:
        return sendings(self.campaign, self.meant)

    def standing(self) -> QuerySet[Unit]:
        """Return the units that are to register, as a question."""
        return Unit.objects.filter(pk__in=coverage.numbers_of(self.meant))


def _below_quota(asked: _Asked) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=[quota.unit.unit_id for quota in asked.quotas if quota.missing])


def _table(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug, "rows": EACH_UNIT} | dict(chosen)
    return f"{reverse('reports:statistics')}?{urlencode(asked)}"


def _list(scope: Scope, chosen: Mapping[str, str]) -> str:
    asked = {"campaign": scope.campaign_slug, "unit": scope.unit_slug} | dict(chosen)
    return f"{reverse('reports:below_quota')}?{urlencode(asked)}"


def _page(name: str, **asked: str) -> Callable[[Scope, Mapping[str, str]], str]:
    """Return the way to a page that lists units."""

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        place = {"campaign": scope.campaign_slug, "unit": scope.unit_slug}
        return f"{reverse(name)}?{urlencode(place | asked | dict(chosen))}"

    return link


_OVER_MEANT = _(
    "Units of the map of the campaign's last day that the campaign asks for models; where it asks none, those directly"
    " below the steering unit."
)
_Units = Callable[[_Asked], QuerySet[Unit]]
_UNITS: dict[str, _Units] = {}


def _together(scope: Scope, keys: Collection[str]) -> dict[str, QuerySet[Unit]]:
    """Return the units that some figures count; what several are read off is read once."""
    asked = _Asked(scope)
    return {key: _UNITS[key](asked) for key in sorted(keys)}  # those below quota first: the others can use these


def _of_units(
    key: str,
    label: Promise,
    counts: Promise,
    units: _Units,
    link: Callable[[Scope, Mapping[str, str]], str],
    *,
    over: Promise = _OVER_MEANT,
    within: str = "units_meant",
) -> Figure:
    """Return a figure that counts units of a campaign."""
    _UNITS[key] = units
    about: dict[str, Any] = {"unit": "pk", "over": over, "act": "registry.view", "within": within}
    return Figure(key, label, counts, lambda scope: _together(scope, [key])[key], link, together=_together, **about)


def _in_time(state: InTime, label: Promise, counts: Promise) -> Figure:
    def units(asked: _Asked) -> QuerySet[Unit]:
        return Unit.objects.filter(pk__in=[each.unit.unit_id for each in asked.sendings if each.state == state])

    return _of_units(f"units_{state.value}", label, counts, units, _page("reports:timeliness", state=state.value))


def _covered(key: str, label: Promise, counts: Promise, units: _Units, **about: Any) -> Figure:
    """Return a figure of how far the movement reaches. It looks at earlier years too, as they stand when it is
    asked."""
    return _of_units(key, label, counts, units, _page("reports:units", figure=key), **about)


def _with_empty_fields(asked: _Asked) -> QuerySet[Unit]:
    empty = coverage.empty_fields(coverage.by_field(asked.campaign, asked.scope))
    return Unit.objects.filter(pk__in=empty.keys())


declare(
    Figure(
        "units_registering",
        pgettext_lazy("figure", "Units that registered"),
        _("Units with at least one registered model or exemplar of their own."),
        _registering,
        _table,
        unit="pk",
        over=_("Units of the map of the campaign's last day."),
        act="registry.view",
    ),
    _of_units(
        "units_below_quota",
        pgettext_lazy("figure", "Units below quota"),
        _("Units asked for models that have registered fewer, those with none too; what stands below a unit counts."),
        _below_quota,
        _list,
        over=_("Units of the map of the campaign's last day."),
        within="",
    ),
    _of_units(
        "units_meant",
        pgettext_lazy("figure", "Units that are to register"),
        _(
            "Units that the campaign asks for models, by its targets; where it sets none, the units directly below the"
            " steering unit."
        ),
        _Asked.standing,
        _page("reports:timeliness"),
        within="",
    ),
    _in_time(
        InTime.ON_TIME,
        pgettext_lazy("figure", "Units that registered in time"),
        _(
            "Units that are to register and, themselves or a unit below them, first submitted a registration by their"
            " last day: that of the campaign, or the later one that the unit was given. Drafts and what was taken back"
            " do not count."
        ),
    ),
    _in_time(
        InTime.LATE,
        pgettext_lazy("figure", "Units that registered late"),
        _("Units that are to register and first submitted a registration after their last day."),
    ),
    _in_time(
        InTime.SILENT,
        pgettext_lazy("figure", "Units that have not registered"),
        _("Units that are to register and have submitted no registration, nor has a unit below them."),
    ),
    _covered(
        "units_with_empty_fields",
        pgettext_lazy("figure", "Units with empty fields"),
        _(
            "Units that are to register and have nothing registered, with all below them, in at least one field of the"
            " campaign."
        ),
        _with_empty_fields,
    ),
    _covered(
        "units_never",
        pgettext_lazy("figure", "Units that never had a model"),
        _(
            "Units that are to register and had no model or exemplar in the register of this campaign or of any earlier"
            " one, with all below them. A unit that took over others has what they had."
        ),
        lambda asked: asked.standing().filter(~coverage.ever_had_some(asked.campaign)),
    ),
    _covered(
        "villages_never",
        pgettext_lazy("figure", "Villages that never had a model"),
        _(
            "Villages that never had a model or exemplar in the register of this campaign or of any earlier one: none"
            " of their own, and none of the unit above whose place names the village."
        ),
        lambda asked: Unit.objects.filter(pk__in=coverage.villages_never(asked.campaign, asked.scope.unit_id)),
        over=_("Villages entered as units, on the map of the campaign's last day."),
        within="",
    ),
    _covered(
        "units_recognised_thrice",
        pgettext_lazy("figure", "Units recognised three years running"),
        _(
            "Units that are to register and had a model recognised in this campaign and in both years before it, in the"
            " same movement, with all below them and with the units that they took over."
        ),
        lambda asked: asked.standing().filter(coverage.won_every_year(asked.campaign, "recognised")),
    ),
    _covered(
        "units_rewarded_thrice",
        pgettext_lazy("figure", "Units commended three years running"),
        _(
            "Units that are to register in which somebody was commended, by a decision that stands, in this campaign"
            " and in both years before it, in the same movement, with all below them and with the units that they"
            " took over."
        ),
        lambda asked: asked.standing().filter(coverage.won_every_year(asked.campaign, "rewarded")),
    ),
)
