"""What the register counts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.enums import Choices
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.books.kit import CATALOGUE, Dimension, Figure, Heading, Scope, declare
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import COUNTED, ExemplarKind, OwnerKind, State, YearStatus


def _fields(scope: Scope) -> Mapping[int, Heading]:
    return _fields_each([scope])[scope.campaign_id]


def _fields_each(scopes: Sequence[Scope]) -> dict[int, dict[int, Heading]]:
    """Return the fields of some campaigns, in one question."""
    found: dict[int, dict[int, Heading]] = {scope.campaign_id: {} for scope in scopes}
    fields = Field.objects.filter(campaign__in=found.keys())
    for campaign, pk, slug, name in fields.values_list("campaign_id", "pk", "slug", "name"):
        found[campaign][pk] = Heading(slug, name)
    return found


def _choices(choices: type[Choices]) -> Callable[[Scope], Mapping[Any, Heading]]:
    """Return the headings of a column of fixed choices, in the reader's language."""
    return lambda _scope: {value: Heading(value, str(label)) for value, label in choices.choices}


CUSTODY = "exemplar__custodies"
DIMENSIONS = {
    "field": Dimension(_("Field"), "field_id", _fields, _fields_each),
    "owner_kind": Dimension(_("Owner"), "owner_kind", _choices(OwnerKind)),
    "exemplar_kind": Dimension(pgettext_lazy("figure", "Model or exemplar"), "exemplar__kind", _choices(ExemplarKind)),
    "year_status": Dimension(pgettext_lazy("figure", "State in the year"), "year_status", _choices(YearStatus)),
    "state": Dimension(pgettext_lazy("figure", "State"), "state", _choices(State)),
}


OVER = _("Registrations of the campaign in the register, each model or exemplar once.")
OVER_THE_YEARS = _("Registrations of the campaign and of the earlier ones of the same movement, each exemplar once.")
ACT = "registry.view"


def _listed(narrowed: Mapping[str, Any]) -> Callable[[Scope, Mapping[str, str]], str]:
    """Return the way to the list of registrations that is narrowed so, and to what a cell chose."""

    def link(scope: Scope, chosen: Mapping[str, str]) -> str:
        place = {"campaign": scope.campaign_slug, "unit": scope.unit_slug}
        if scope.is_rebased and ("unit" in chosen or not scope.keeps):
            place["map"] = f"{scope.on:%d/%m/%Y}"
            place |= {"of": scope.unit_slug} if scope.keeps else {}
        return f"{reverse('registry:list')}?{urlencode(place | dict(narrowed) | dict(chosen), doseq=True)}"

    return link


# What a record is to meet: a condition, or one that depends on the campaign and its day.
Condition = Q | Combinable | Callable[[Scope], Q]


def _met(conditions: Sequence[Condition], scope: Scope) -> list[Q | Combinable]:
    return [each(scope) if callable(each) else each for each in conditions]


def among_the_registered(
    key: str, label: Promise, counts: Promise, *conditions: Condition, within: str = "registered", closes: bool = True
) -> Figure:
    """Return a figure that counts those records of another figure of the register that meet some conditions, which must
    not make a record stand twice; its list is that of the register, narrowed to the figure by its key."""

    def records(scope: Scope) -> QuerySet[Any]:
        return CATALOGUE[within].records(scope).filter(*_met(conditions, scope))

    about: dict[str, Any] = {"within": within, "over": OVER, "act": ACT, "closes": closes}
    return Figure(key, label, counts, records, _listed({"figure": key}), DIMENSIONS, held=CUSTODY, **about)


def of_the_register(
    key: str,
    label: Promise,
    counts: Promise,
    states: Collection[State],
    year_status: YearStatus | None = None,
    *,
    within: str = "",
) -> Figure:
    """Return a figure that counts registrations in some states: a part of "entered", as long as none is cancelled."""
    only = {"state": frozenset(map(str, states))}
    if year_status:
        only["year_status"] = frozenset({str(year_status)})
    whole = "" if key == "entered" or State.CANCELLED in states else "entered"
    listed = {name: sorted(values) for name, values in only.items()}

    def records(scope: Scope) -> QuerySet[Registration]:
        found = Registration.objects.filter(campaign=scope.campaign_id)
        return found.filter(**{f"{name}__in": values for name, values in listed.items()})

    about: dict[str, Any] = {"whole": whole, "only": only, "within": within or whole, "over": OVER, "act": ACT}
    return Figure(key, label, counts, records, _listed(listed), DIMENSIONS, held=CUSTODY, **about)


def ever(key: str, label: Promise, counts: Promise, states: Collection[State], *conditions: Condition) -> Figure:
    """Return a figure that counts every exemplar that was in some states in the campaign or an earlier one of the same
    movement and body: once, where its last such registration stands, if that meets some conditions."""

    def records(scope: Scope) -> QuerySet[Registration]:
        movement = Campaign.objects.filter(pk=scope.campaign_id).values("movement")
        found = Registration.objects.filter(
            campaign__unit=scope.steering_id,
            campaign__movement__in=movement,
            campaign__year__lte=scope.year,
            state__in=sorted(states),
        )
        year = OuterRef("campaign__year")
        later = found.filter(exemplar=OuterRef("exemplar")).filter(
            Q(campaign__year__gt=year) | Q(campaign__year=year, pk__gt=OuterRef("pk"))
        )
        return found.filter(~Exists(later), *_met(conditions, scope))

    about: dict[str, Any] = {"act": ACT, "over": OVER_THE_YEARS, "spans": True}
    return Figure(key, label, counts, records, _listed({"figure": key}), held=CUSTODY, **about)


def in_both_years_before(*conditions: Q | Combinable) -> list[Exists]:
    """Return the conditions that the same exemplar has a registration that meets some conditions in each of the two
    years before, in the same movement."""
    same = {"exemplar": OuterRef("exemplar"), "campaign__movement": OuterRef("campaign__movement")}
    found = Registration.objects.filter(*conditions, **same)
    return [Exists(found.filter(campaign__year=OuterRef("campaign__year") - back)) for back in (1, 2)]


def _one_state(state: State, label: Promise, counts: Promise) -> Figure:
    return of_the_register(state.value, label, counts, {state})


declare(
    of_the_register(
        "entered",
        pgettext_lazy("figure", "Entered"),
        _("Everything that units have entered in the campaign, drafts too, wrong entries taken back left aside."),
        set(State) - {State.CANCELLED},
    ),
    of_the_register(
        "registered",
        pgettext_lazy("figure", "Registered"),
        _("Models and exemplars accepted into the register of the campaign, whatever became of them later."),
        COUNTED,
    ),
    *(
        of_the_register(f"registered_{status.value}", label, counts, COUNTED, status, within="registered")
        for status, label, counts in (
            (
                YearStatus.NEW,
                pgettext_lazy("figure", "New this year"),
                _("Registered models and exemplars that began in this campaign."),
            ),
            (
                YearStatus.MAINTAINED,
                pgettext_lazy("figure", "Maintained"),
                _("Registered models and exemplars kept up from earlier years."),
            ),
            (
                YearStatus.REPLICATED,
                pgettext_lazy("figure", "Replicated"),
                _("Registered models and exemplars taken over from another unit or place."),
            ),
        )
    ),
    of_the_register(
        "active",
        pgettext_lazy("figure", "Active"),
        _(
            "Models and exemplars in the register of this campaign that have not ended, whether new, maintained or"
            " replicated. It is a number of one year: those of several years are not added up."
        ),
        COUNTED - {State.ENDED},
        within="registered",
    ),
    ever(
        "ever_registered",
        pgettext_lazy("figure", "Registered, cumulative"),
        _(
            "Models and exemplars ever registered in the movement, up to and including this campaign; one that was"
            " registered in several years counts once."
        ),
        COUNTED,
    ),
    of_the_register(
        "begun",
        pgettext_lazy("figure", "Begun"),
        _(
            "Registered models and exemplars that went beyond registration: being carried out, in appraisal, or decided"
            " on."
        ),
        COUNTED - {State.REGISTERED},
        within="registered",
    ),
    among_the_registered(
        "with_outcome",
        pgettext_lazy("figure", "With a result"),
        _("Registered models and exemplars of which a result is written in the register."),
        Q(particulars__outcome__gt=""),
    ),
    among_the_registered(
        "without_outcome",
        pgettext_lazy("figure", "Without a result"),
        _("Registered models and exemplars of which no result is written in the register yet."),
        ~Q(particulars__outcome__gt=""),
    ),
    _one_state(
        State.DRAFT,
        pgettext_lazy("figure", "Drafts"),
        _("Registrations that a unit is still writing. They count nowhere else."),
    ),
    of_the_register(
        "waiting",
        pgettext_lazy("figure", "Waiting for review"),
        _("Registrations submitted by units that the standing office has neither accepted nor returned."),
        {State.SUBMITTED},
    ),
    _one_state(
        State.RETURNED,
        pgettext_lazy("figure", "Returned"),
        _("Registrations given back to their unit for completion and not yet submitted again."),
    ),
    _one_state(
        State.CANCELLED,
        pgettext_lazy("figure", "Cancelled"),
        _("Wrong entries taken back with a reason. They count nowhere else."),
    ),
)
