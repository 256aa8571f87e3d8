"""Recognised models as lists and their own pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kheo.lib.dates import local_day
from kheo.movement.campaigns.models import Campaign
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Attachment, Exemplar, Registration
from kheo.movement.registry.queries import Hold, life_of
from kheo.movement.registry.states import TITLED
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.outlets.newsroom.models import Article, ArticleQuerySet
from kheo.outlets.portal.queries.headlines import Headline, Picture, headline_of, headlined

RELATED = 5


@dataclass(frozen=True)
class Line:
    """A recognised model in a list: named and placed as it was then."""

    pk: int
    slug: str
    name: str
    unit_name: str
    field: str
    year: int


def recognised() -> QuerySet[Recognition]:
    """Return all recognitions that stand, each with its unit's name as on the campaign's day."""
    on = OuterRef("registration__campaign__ends_on")
    version = UnitVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    named = version.filter(unit=OuterRef("registration__unit")).values("name")[:1]
    return (
        Recognition.objects.filter(registration__state__in=TITLED)
        .exclude(standing=Standing.REVOKED)
        .select_related("registration__exemplar", "registration__field", "registration__campaign")
        .annotate(unit_name=Coalesce(Subquery(named), F("registration__unit__name")))
    )


def line_of(recognition: Recognition) -> Line:
    """Return a recognition as a list shows it."""
    registration = recognition.registration
    return Line(
        pk=registration.pk,
        slug=registration.exemplar.slug or "mo-hinh",
        name=registration.exemplar.name,
        unit_name=recognition.unit_name,  # type: ignore[attr-defined]  # annotated in `recognised`
        field=registration.field.name,
        year=registration.campaign.year,
    )


@dataclass(frozen=True)
class Model:
    """A recognised model as its page shows it, with its other years."""

    line: Line
    recognition: Recognition
    pictures: Sequence[Picture]
    other_years: Sequence[Line]
    articles: Sequence[Headline]
    life: Sequence[Hold]


def model(pk: int) -> Model | None:
    """Return the recognised model of a registration; None if it is not (or no longer) recognised."""
    exemplar = Registration.objects.filter(pk=pk).values("exemplar_id")
    years = list(
        recognised()
        .filter(registration__exemplar=Subquery(exemplar[:1]))
        .select_related("decision", "registration__particulars")
        .order_by("-registration__campaign__year", "-pk")
    )
    this = next((each for each in years if each.registration_id == pk), None)
    if this is None:
        return None
    photos = Attachment.objects.filter(registration=pk, is_public=True, file__height_ratio__isnull=False)
    rows = photos.values_list("file_id", "file__widths", "file__height_ratio", "caption")
    about = _about(this.registration.exemplar_id).newest_first()
    return Model(
        line=line_of(this),
        recognition=this,
        pictures=[Picture(file_id, widths, ratio or 1, said, said) for file_id, widths, ratio, said in rows],
        other_years=[line_of(each) for each in years if each is not this],
        articles=[headline_of(article) for article in about[:RELATED]],
        life=life_of(this.registration.exemplar_id, local_day(this.registration.created_at)),
    )


def _about(exemplar_id: int) -> ArticleQuerySet:
    """Return the published articles that name an exemplar, or one that was merged into it."""
    meant = Exemplar.objects.filter(Q(pk=exemplar_id) | Q(merged_into=exemplar_id)).values("pk")
    naming = Article.exemplars.through.objects.filter(exemplar__in=meant).values("article")
    return headlined().filter(pk__in=naming)


def units_recognised() -> QuerySet[Unit]:
    """Return the units that have a recognised model, in order."""
    return Unit.objects.filter(pk__in=Registration.objects.filter(state__in=TITLED).values("unit_id")).in_order()


def years_recognised() -> list[int]:
    """Return the years in which models were recognised, the newest first."""
    campaigns = Registration.objects.filter(state__in=TITLED).values("campaign_id")
    return sorted(set(Campaign.objects.filter(pk__in=campaigns).values_list("year", flat=True)), reverse=True)
