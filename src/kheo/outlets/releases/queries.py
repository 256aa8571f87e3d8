"""What a record tells, ready to be written as news; and how the figures of articles stand now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import short_date
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.conferences.models import Conference
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import Kind, Standing
from kheo.movement.registry.models import Attachment, Exemplar, Registration
from kheo.movement.registry.states import TITLED
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.outlets.newsroom.kit import readers_model
from kheo.outlets.releases.models import Locked
from kheo.outlets.releases.rules import (
    Held,
    Model,
    Named,
    Result,
    Round,
    Words,
    YearSum,
    of_conference,
    of_model,
    of_round,
)
from kheo.outlets.releases.states import Subject

MOST_PHOTOS = 6


@dataclass(frozen=True)
class Shot:
    """A released photo of a model, and what it shows."""

    file: StoredFile
    says: str


@dataclass(frozen=True)
class Figure:
    """A figure that a piece of news tells: its key in the catalogue, of which field, in words, and its value."""

    key: str
    field: str
    words: str
    value: int


@dataclass(frozen=True)
class Release:
    """All that a piece of news is made of."""

    words: Words
    unit: Unit
    campaign: Campaign
    event_on: date
    exemplars: Sequence[Exemplar]
    photos: Sequence[Shot]
    figures: Sequence[Figure]


# Records that news may be made of ----------------------------------------------------------------------------------


def release_of(subject: Subject, number: int, user: User, on: date) -> Release | None:
    """Return the news of a record that the user may see, as it stands on a day; None if there is no such record."""
    return _MAKERS[subject](number, user, on)


def _decision(number: int, user: User, on: date) -> Release | None:
    seen = Decision.objects.visible_to(user).filter(kind=Kind.RECOGNISE).select_related("unit")
    decision = seen.filter(pk=number).first()
    rows = _named_in(decision) if decision else []
    if decision is None or not rows:
        return None
    campaign = rows[0].registration.campaign
    figures = figures_of(campaign, campaign.unit)
    named = _names_on(decision.signed_on, [row.registration.unit for row in rows])
    models = [_model_named(row, named) for row in rows]
    told = Round(
        unit=_name_on(decision.unit, decision.signed_on),
        movement=campaign.movement.name,
        number=decision.number,
        signed_on=decision.signed_on,
        models=models,
        year=_year_sum(campaign, figures, on),
    )
    exemplars = [row.registration.exemplar for row in rows]
    photos = _photos([row.registration_id for row in rows])
    return Release(of_round(told), decision.unit, campaign, decision.signed_on, exemplars, photos, figures)


def _named_in(decision: Decision) -> list[Recognition]:
    related = ("unit", "field", "exemplar", "campaign__unit", "campaign__movement")
    rows = decision.recognitions.exclude(standing=Standing.REVOKED).filter(registration__state__in=TITLED)
    in_order = rows.order_by("registration__field__order", "registration__unit__sort_key", "pk")
    return list(in_order.select_related(*(f"registration__{name}" for name in related)))


def _model_named(row: Recognition, units: dict[int, str]) -> Named:
    registration = row.registration
    place = readers_model(registration.pk, registration.exemplar.slug)
    return Named(row.called, place, units[registration.unit_id], registration.field.name)


def _conference(number: int, user: User, on: date) -> Release | None:
    seen = Conference.objects.visible_to(user).held()
    seen = seen.select_related("unit", "campaign__unit", "campaign__movement")
    conference = seen.filter(pk=number).first()
    if conference is None:
        return None
    campaign = conference.campaign
    figures = figures_of(campaign, campaign.unit)
    guests = [f"{guest.name}, {guest.title}" if guest.title else guest.name for guest in conference.guests.came()]
    told = Held(
        title=conference.title,
        unit=_name_on(conference.unit, conference.held_on),
        held_on=conference.held_on,
        place=conference.place,
        chair=conference.chair,
        guests=guests,
        conclusions=list(conference.conclusions.values_list("text", flat=True)),
        year=_year_sum(campaign, figures, on),
    )
    return Release(of_conference(told), conference.unit, campaign, conference.held_on, (), (), figures)


def _model(number: int, user: User, on: date) -> Release | None:
    related = ("exemplar", "unit", "particulars", "campaign__unit", "campaign__movement")
    seen = Registration.objects.visible_to(user).filter(state__in=TITLED).select_related(*related)
    registration = seen.filter(pk=number).first()
    recognition = _standing(registration) if registration else None
    if registration is None or recognition is None:
        return None
    said, day = registration.particulars, recognition.decision.signed_on
    decided = {"paper": recognition.decision.number, "day": short_date(day), "year": registration.campaign.year}
    told = Model(
        name=recognition.called,
        unit=_name_on(registration.unit, day),
        purpose=said.purpose,
        method=said.method,
        outcome=said.outcome,
        results=[Result(m.name, m.counted_in, m.promised, m.achieved) for m in registration.measures.all()],
        decided=_("It was recognised in %(year)s by Decision no. %(paper)s of %(day)s.") % decided,
    )
    photos, campaign = _photos([registration.pk]), registration.campaign
    return Release(of_model(told), campaign.unit, campaign, day, [registration.exemplar], photos, ())


def _standing(registration: Registration) -> Recognition | None:
    rows = Recognition.objects.filter(registration=registration).exclude(standing=Standing.REVOKED)
    return rows.select_related("decision").order_by("-pk").first()


Maker = Callable[[int, User, date], Release | None]
_MAKERS: dict[Subject, Maker] = {
    Subject.DECISION: _decision,
    Subject.CONFERENCE: _conference,
    Subject.MODEL: _model,
}


def _photos(registrations: Sequence[int]) -> list[Shot]:
    """Return released photos of models, the first of each before the second of any."""
    rows = Attachment.objects.filter(registration__in=registrations, is_public=True, file__height_ratio__isnull=False)
    place = {registration: number for number, registration in enumerate(registrations)}
    turns: dict[int, int] = {}
    shots = []
    for row in rows.select_related("file", "registration__exemplar").order_by("pk"):
        turn = turns[row.registration_id] = turns.get(row.registration_id, 0) + 1
        says = row.caption or row.registration.exemplar.name
        shots.append(((turn, place[row.registration_id]), Shot(row.file, says)))
    return [shot for _turn, shot in sorted(shots, key=lambda pair: pair[0])[:MOST_PHOTOS]]


def _names_on(day: date, units: Iterable[Unit]) -> dict[int, str]:
    known = {unit.pk: unit.name for unit in units}
    return known | dict(UnitVersion.objects.on(day).filter(unit__in=known).values_list("unit_id", "name"))


def _name_on(unit: Unit, day: date) -> str:
    return _names_on(day, [unit])[unit.pk]


# Figures -----------------------------------------------------------------------------------------------------------


def figures_of(campaign: Campaign, unit: Unit) -> list[Figure]:
    """Return what news of a campaign tells: how many are registered and recognised, in all and by field."""
    entered = breakdown("entered", scope_of(campaign, unit), by=("field", "state"))
    found = []
    for key in ("registered", "recognised"):
        by_field, label = entered.narrowed(key), str(CATALOGUE[key].label)
        found.append(Figure(key, "", label, by_field.total))
        counts = by_field.along()
        found += [Figure(key, each.key, f"{label}: {each.label}", counts[each.key]) for each in by_field.headings[0]]
    return found


def _year_sum(campaign: Campaign, figures: Sequence[Figure], on: date) -> YearSum:
    sums = {figure.key: figure.value for figure in figures if not figure.field}
    return YearSum(campaign.year, on, sums["registered"], sums["recognised"])


def values_now(locked: Iterable[Locked]) -> dict[int, int]:
    """Return what each locked figure (by its number) comes to now; each campaign and unit is asked once."""
    rows = list(locked)
    pairs = {(row.campaign_id, row.unit_id): row for row in rows}
    known = {
        (*pair, figure.key, figure.field): figure.value
        for pair, row in pairs.items()
        for figure in figures_of(row.campaign, row.unit)
    }
    return {row.pk: known.get((row.campaign_id, row.unit_id, row.figure, row.field), 0) for row in rows}


@dataclass(frozen=True)
class Line:
    """A locked figure as it was told, as it is now, and the page with its records."""

    locked: Locked
    now: int
    url: str

    @property
    def has_changed(self) -> bool:
        return self.now != self.locked.value


def sheet_of(article: int) -> list[Line]:
    """Return the locked figures of an article (by its number)."""
    rows = list(Locked.objects.filter(article=article).select_related("campaign__unit", "unit"))
    now = values_now(rows)
    return [Line(row, now[row.pk], _records(row)) for row in rows]


def _records(row: Locked) -> str:
    chosen = {"field": row.field} if row.field else {}
    return CATALOGUE[row.figure].link(scope_of(row.campaign, row.unit), chosen)


def changed_for(user: User) -> QuerySet[Locked]:
    """Return the changed figures of the user's articles, the newest article first."""
    return Locked.objects.changed().visible_to(user).select_related("article").order_by("-article", "pk")
