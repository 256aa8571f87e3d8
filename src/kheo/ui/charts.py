"""Drawings made on the server: bars, and a map of places as points. Each goes with a table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sqrt

WIDTH, MARGIN, TALLEST = 360, 30, 480
STEPS = 4
SMALLEST, LARGEST = 7, 17  # radius of a point
DEGREE = 111.2  # kilometres from one parallel to the next
NARROWEST = 0.05  # degrees: of one point alone, or of several at one place
_ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def percent(part: int, whole: int) -> str:
    """Return a width for a drawing, with the point that drawings are written with."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@dataclass(frozen=True)
class Bar:
    """A line of a chart: a number and perhaps a part of it, each with the page of its records; `most` is the longest of
    its chart. `means` says what it counts, `before` what it is compared with, which has its page too."""

    label: str
    number: int
    most: int
    url: str = ""
    part: int | None = None
    part_url: str = ""
    means: str = ""
    before: int | None = None
    before_url: str = ""
    is_now: bool = False

    @property
    def width(self) -> str:
        return percent(self.number, self.most)

    @property
    def width_part(self) -> str:
        return percent(self.part or 0, self.most)


@dataclass(frozen=True)
class Place:
    """Something to be shown on a map: what it is called, where it lies in degrees, how much there is."""

    label: str
    latitude: float
    longitude: float
    number: int
    url: str = ""


@dataclass(frozen=True)
class Dot:
    """A place as drawn: where, how large and how dark (1 to 4)."""

    place: Place
    x: str
    y: str
    radius: str
    step: int


@dataclass(frozen=True)
class Step:
    """A line of a map's key: the numbers from one to another."""

    number: int
    first: int
    last: int
    radius: str


@dataclass(frozen=True)
class Map:
    """A map as drawn: its points, the large ones first, its key, and how long so many kilometres are."""

    dots: Sequence[Dot]
    steps: Sequence[Step]
    height: int
    kilometres: int
    rule: str
    width: int = WIDTH

    @property
    def foot(self) -> int:
        """Where the rule lies."""
        return self.height - 12

    @property
    def words_end(self) -> str:
        """Where the words beside the rule begin."""
        return f"{float(self.rule) + 18:.1f}"


def draw_map(places: Sequence[Place]) -> Map | None:
    """Return a map of the places, north at the top; None of none. Degrees east are drawn as short as they are in the
    middle of the map, so that a kilometre is as long each way."""
    if not places:
        return None
    south, north = _ends([place.latitude for place in places])
    west, east = _ends([place.longitude for place in places])
    squeeze = cos(radians((south + north) / 2))
    each = min((WIDTH - 2 * MARGIN) / ((east - west) * squeeze), (TALLEST - 2 * MARGIN) / (north - south))
    height = ceil((north - south) * each) + 2 * MARGIN
    left = (WIDTH - (east - west) * squeeze * each) / 2
    most = max(place.number for place in places)
    dots = [
        Dot(
            place,
            x=f"{left + (place.longitude - west) * squeeze * each:.1f}",
            y=f"{MARGIN + (north - place.latitude) * each:.1f}",
            radius=_radius(place.number, most),
            step=step_of(place.number, most),
        )
        for place in sorted(places, key=lambda place: -place.number)
    ]
    of_a_kilometre = each / DEGREE
    kilometres = max((length for length in _ROUND if length * of_a_kilometre <= WIDTH / 3), default=_ROUND[0])
    return Map(dots, _steps(most), height, kilometres, f"{kilometres * of_a_kilometre:.1f}")


def _ends(degrees: Sequence[float]) -> tuple[float, float]:
    """Return the least and the largest, never nearer than the narrowest map."""
    least, largest = min(degrees), max(degrees)
    lacking = max(NARROWEST - (largest - least), 0) / 2
    return least - lacking, largest + lacking


def step_of(number: int, most: int) -> int:
    """Return how dark a number is drawn: from 1 to 4, in equal steps up to the most."""
    return min(STEPS, max(1, ceil(STEPS * number / most))) if most else 1


def _radius(number: int, most: int) -> str:
    """Return how large a point is: its area tells the number."""
    return f"{SMALLEST + (LARGEST - SMALLEST) * sqrt(number / most if most else 0):.1f}"


def _steps(most: int) -> list[Step]:
    """Return the key of a map: only the steps that some number can fall into."""
    found: dict[int, list[int]] = {}
    for number in range(1, most + 1):
        found.setdefault(step_of(number, most), []).append(number)
    return [Step(step, of[0], of[-1], _radius(of[-1], most)) for step, of in found.items()]
