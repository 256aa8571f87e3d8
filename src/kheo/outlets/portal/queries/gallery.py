"""Recognised models as lists and their own pages show them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kheo.lib.dates import local_day
from kheo.lib.vitext import fold
from kheo.movement.campaigns.models import Campaign
from kheo.movement.certificates.models import Certificate
from kheo.movement.contributions.queries import Statement, statement_of
from kheo.movement.following.queries import Upkeep, upkeep_columns, upkeep_of
from kheo.movement.press.models import Entry
from kheo.movement.recognition.models import Recognition
from kheo.movement.registry.models import Attachment, Custody, Exemplar, HowTo, Measure, Registration
from kheo.movement.registry.queries import Hold, life_of
from kheo.movement.replication.queries.lineage import Lineage, has_line, lineage_of
from kheo.organisation.units.models import Unit
from kheo.outlets.newsroom.models import Article, ArticleQuerySet
from kheo.outlets.portal.queries.contests import works_about
from kheo.outlets.portal.queries.headlines import Headline, Picture, headline_of, headlined
from kheo.outlets.portal.queries.packed import rows_in_one
from kheo.outlets.sites.queries import Here, home_unit, recognitions, registrations
from kheo.ui.addresses import address
from kheo.ui.lists import begins

RELATED = 5
NO_SLUG = "mo-hinh"
MOST_OFFERED = 300  # units in a list to choose from; of more one writes the name
PHOTO = ("file_id", "file__widths", "file__height_ratio", "caption")
# Not any caption that begins so: "Trước cổng làng" shows a gate, "Sau nhà văn hóa" what lies behind a house.
_BEFORE_AFTER = re.compile(r"(truoc|sau)\s*(?:[:,.–-]|khi\b|$)")


class Line(NamedTuple):
    """A recognised model in a list: named and placed as it was then."""

    pk: int
    slug: str
    name: str
    unit_name: str
    field: str
    year: int
    kind: str
    level: str
    picture: Picture | None = None
    kilometres: int | None = None


def recognised(here: Here) -> QuerySet[Recognition]:
    """Return the recognitions that stand and that a site shows, each with `unit_name` and what a list shows."""
    return recognitions(here).select_related("registration__exemplar", "registration__field", "registration__campaign")


def line_of(recognition: Recognition) -> Line:
    """Return a recognition as a list shows it."""
    registration = recognition.registration
    return Line(
        pk=registration.pk,
        slug=registration.exemplar.slug or NO_SLUG,
        name=registration.exemplar.name,
        unit_name=recognition.unit_name,  # type: ignore[attr-defined]  # annotated in `recognised`
        field=registration.field.name,
        year=registration.campaign.year,
        kind=registration.exemplar.get_kind_display(),
        level=recognition.get_level_display(),
    )


class Named(NamedTuple):
    """A recognised model that an article names, in its newest year."""

    pk: int
    exemplar_id: int
    slug: str
    name: str
    unit_name: str
    year: int


def named_in_one(here: Here) -> Subquery:
    """Return the column of an article that holds the recognised models that it names, for `named_of`."""
    links = Article.exemplars.through.objects.filter(article=OuterRef(OuterRef("pk")))
    named = links.values(goes_by=Coalesce("exemplar__merged_into", "exemplar"))
    found = recognitions(here).filter(registration__exemplar__in=named)
    exemplar = ("registration__exemplar_id", "registration__exemplar__slug", "registration__exemplar__name")
    return rows_in_one(found, "registration_id", *exemplar, "unit_name", "registration__campaign__year")


def named_of(told: Any) -> list[Named]:  # Any: as the database gives it
    """Return the models that such a column holds, the newest year first, each once."""
    newest: dict[int, Named] = {}
    rows = [Named(pk, exemplar, slug or NO_SLUG, *said) for pk, exemplar, slug, *said in told or []]
    for each in sorted(rows, key=lambda each: (-each.year, -each.pk)):
        newest.setdefault(each.exemplar_id, each)
    return list(newest.values())


def with_photos(lines: Sequence[Line]) -> list[Line]:
    """Return the models of a list, each with its first picture that may be shown."""
    rows = _photos().filter(registration__in=[line.pk for line in lines]).order_by("registration_id", "-pk")
    first = {pk: _picture(*photo) for pk, *photo in rows.values_list("registration_id", *PHOTO)}
    return [line._replace(picture=first.get(line.pk)) for line in lines]


def _photos() -> QuerySet[Attachment]:
    return Attachment.objects.filter(is_public=True, file__height_ratio__isnull=False)


def _picture(file_id: UUID, widths: Sequence[int], ratio: float, caption: str) -> Picture:
    return Picture(file_id, widths, ratio, caption, caption)


@dataclass(frozen=True)
class Model:
    """A recognised model as its page shows it, with its other years."""

    line: Line
    recognition: Recognition
    pictures: Sequence[Picture]
    before_after: Sequence[Picture]
    measures: Sequence[Measure]
    check_code: str
    other_years: Sequence[Line]
    articles: Sequence[Headline]
    life: Sequence[Hold]
    how_to: HowTo | None
    statement: Statement | None
    upkeep: Upkeep | None
    lineage: Lineage | None
    works: Sequence[Entry]
    # The unit of the nearest site that has it; None is the main site.
    home: int | None = None


def model(here: Here, pk: int) -> Model | None:
    """Return the recognised model of a registration; None if it is not (or no longer) recognised."""
    exemplar = Registration.objects.filter(pk=pk).values("exemplar_id")
    years = list(
        recognised(here)
        .annotate(home=home_unit("registration__unit", here.sites, here.day), check_code=_check_code())
        .annotate(**upkeep_columns("registration__exemplar"))
        .annotate(has_moved=_has_moved(), has_line=has_line("registration__exemplar"))
        .filter(registration__exemplar=Subquery(exemplar[:1]))
        .select_related("decision", "registration__particulars", "registration__how_to")
        .order_by("-registration__campaign__year", "-pk")
    )
    this = next((each for each in years if each.registration_id == pk), None)
    if this is None:
        return None
    pictures = [_picture(*photo) for photo in _photos().filter(registration=pk).order_by("pk").values_list(*PHOTO)]
    pair = _before_after(pictures)
    about = _about(here, this.registration.exemplar_id).newest_first()
    return Model(
        line=line_of(this),
        recognition=this,
        pictures=[picture for picture in pictures if picture not in pair],
        before_after=pair,
        measures=list(Measure.objects.filter(registration=pk)),
        check_code=this.check_code or "",
        other_years=[line_of(each) for each in years if each is not this],
        articles=[headline_of(article) for article in about[:RELATED]],
        life=life_of(this.registration.exemplar_id, local_day(this.registration.created_at)) if this.has_moved else [],
        home=this.home,
        how_to=_how_to([this, *years]),
        statement=statement_of(this.registration.exemplar_id),
        upkeep=upkeep_of(this, max(each.decision.signed_on for each in years)),
        lineage=lineage_of(this.registration.exemplar_id, registrations(here), _place) if this.has_line else None,
        works=works_about(this.registration.exemplar_id),
    )


def _has_moved() -> Exists:
    """Return the column of a recognition that tells whether its model ever went from one unit to another."""
    return Exists(Custody.objects.filter(exemplar=OuterRef("registration__exemplar"), valid_to__isnull=False))


def _place(_exemplar: int, slug: str, registration: int) -> str:
    """Return the page of a recognised model, as lines of models lead to it."""
    return address("portal:model", registration, slug or NO_SLUG)


def _how_to(years: Sequence[Recognition]) -> HowTo | None:
    """Return how a model is taken over, as released for its first year given or else for the next that has it."""
    told = (getattr(each.registration, "how_to", None) for each in years)  # a row that need not be there
    return next((each for each in told if each and each.released_at), None)


def _before_after(pictures: Sequence[Picture]) -> Sequence[Picture]:
    """Return the first two pictures whose captions say that they show the same before and after; or nothing."""
    said = [(picture, _BEFORE_AFTER.match(fold(picture.caption))) for picture in pictures]
    first = {found[1]: picture for picture, found in reversed(said) if found}
    return (first["truoc"], first["sau"]) if len(first) == 2 else ()


def _check_code() -> Subquery:
    """Return the column of a recognition that holds the code by which its certificate is checked; none without one."""
    return Subquery(Certificate.objects.live().filter(recognition=OuterRef("pk")).values("code")[:1])


def _about(here: Here, exemplar_id: int) -> ArticleQuerySet:
    """Return the published articles that name an exemplar, or one that was merged into it."""
    meant = Exemplar.objects.filter(Q(pk=exemplar_id) | Q(merged_into=exemplar_id)).values("pk")
    naming = Article.exemplars.through.objects.filter(exemplar__in=meant).values("article")
    return headlined(here).filter(pk__in=naming)


class UnitsOffered(NamedTuple):
    """The units that have a recognised model and those from which distances can be told, both in order; where there are
    too many to choose from, only the chosen one, and whether it is known where any lies."""

    with_models: Sequence[Unit]
    places: Sequence[Unit]
    are_too_many: bool
    lie_somewhere: bool


def units_offered(here: Here, chosen: str) -> UnitsOffered:
    """Return the units that a reader can narrow the models by, in one query; where there are too many, only the one of
    the short address that was `chosen`, in two or three."""
    recognised = Exists(registrations(here).filter(unit=OuterRef("pk")))
    lies_somewhere = Q(latitude__isnull=False, closed_on=None)
    found = Unit.objects.annotate(has_model=recognised).filter(Q(has_model=True) | lies_somewhere).in_order()
    units = list(found.only("slug", "name", "closed_on", "latitude", "longitude")[: MOST_OFFERED + 1])
    if len(units) > MOST_OFFERED:
        lie_somewhere = Unit.objects.filter(lies_somewhere).exists()
        return UnitsOffered(list(Unit.objects.filter(slug=chosen)) if chosen else [], [], True, lie_somewhere)
    with_models = [unit for unit in units if unit.has_model]  # type: ignore[attr-defined]  # annotated
    places = [unit for unit in units if unit.point and unit.closed_on is None]
    return UnitsOffered(with_models, places, False, bool(places))


def units_called(folded: str) -> QuerySet[Unit]:
    """Return the units whose names have some folded words side by side, from the beginning of a word: `yen hoa` is not
    in `huyen hoa binh`."""
    return Unit.objects.filter(begins("name_folded", " ".join(folded.split())))


def years_recognised(here: Here) -> list[int]:
    """Return the years in which models were recognised, the newest first."""
    with_models = Exists(registrations(here).filter(campaign=OuterRef("pk")))
    return sorted(set(Campaign.objects.filter(with_models).values_list("year", flat=True)), reverse=True)
