"""Where places lie: coordinates as people copy them from a map, and how far it is from one to another."""

import re
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH = 6_371  # kilometres from the middle to the ground
# Latitudes and longitudes of Viet Nam, its islands included.
SOUTH, NORTH, WEST, EAST = 6, 24, 102, 118
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,15})?)"
_PAIR = re.compile(rf"\s*{_NUMBER}\s*°?\s*N?\s*[,;\s]\s*{_NUMBER}\s*°?\s*E?\s*")


class Point(NamedTuple):
    """A place on the earth, in degrees north and east, to four places: some ten metres."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


def read_point(text: str) -> Point | None:
    """Return the place in Viet Nam that a text names, latitude first; None if it names none.

    >>> str(read_point("20,0856; 106.01234567"))
    '20.0856, 106.0123'
    >>> read_point("106.0123, 20.0856") is None
    True
    """
    found = _PAIR.fullmatch(text)
    if not found:
        return None
    latitude, longitude = (Decimal(number.replace(",", ".")).quantize(Decimal("0.0001")) for number in found.groups())
    is_here = SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
    return Point(latitude, longitude) if is_here else None


def kilometres(one: Point, other: Point) -> float:
    """Return how far it is between two places, as the crow flies."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    across = cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(sin(north / 2) ** 2 + across))
