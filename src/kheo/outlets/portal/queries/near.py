"""Recognised models by how far they are: from where a reader stands, or from a unit that the reader chooses."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Case, IntegerField, QuerySet, Value, When

from kheo.lib.geo import Point, kilometres, read_point
from kheo.movement.recognition.models import Recognition
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED
from kheo.organisation.units.models import Unit

MOST = 500  # units that are told apart by distance
NOBODY_KNOWS = 10**6
_COARSE = Decimal("0.01")  # degrees: some kilometre


def coarse(text: str) -> Point | None:
    """Return where a reader stands, no finer than a kilometre; None if the text names no place."""
    point = read_point(text)
    return Point(point.latitude.quantize(_COARSE), point.longitude.quantize(_COARSE)) if point else None


def by_distance(rows: QuerySet[Recognition], here: Point) -> QuerySet[Recognition]:
    """Return recognitions with `near`: how far their units are, in hundreds of metres. What lies nobody knows where
    comes last."""
    known = sorted(_distances(here), key=lambda pair: pair[1])[:MOST]
    steps = [When(registration__unit=pk, then=Value(distance)) for pk, distance in known]
    return rows.annotate(near=Case(*steps, default=Value(NOBODY_KNOWS), output_field=IntegerField()))


def _distances(here: Point) -> Iterator[tuple[int, int]]:
    """Yield each unit with a recognised model and how far it is; one without a place lies where the unit above does."""
    units = Unit.objects.filter(pk__in=Registration.objects.filter(state__in=TITLED).values("unit_id"))
    for unit in units.select_related("parent").order_by("pk"):
        point = unit.point or (unit.parent.point if unit.parent else None)
        if point:
            yield unit.pk, round(kilometres(here, point) * 10)


def kilometres_of(recognition: Recognition) -> int | None:
    """Return how far a recognition of such a list is, in whole kilometres (0: less than one); None if nobody knows,
    or nobody asked."""
    near = getattr(recognition, "near", NOBODY_KNOWS)  # annotated only where it is asked for
    return None if near == NOBODY_KNOWS else near // 10 and round(near / 10)
