"""Who steers: the committee of the body whose portal this is, and its offices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.queries import who_sat
from kheo.outlets.sites.queries import Here, committees


@dataclass(frozen=True)
class Steering:
    """A committee, who sits on it today, and the decision that seated them last."""

    committee: Committee
    members: Sequence[Membership]
    staffing: Staffing | None


def steering(here: Here) -> list[Steering]:
    """Return the committees of the body whose portal this is, one for each movement, each with who sits on it."""
    rows = committees(here, is_own=True).select_related("standing_office", "movement").order_by("pk")
    return [_sitting(committee, here.day) for committee in rows]


def _sitting(committee: Committee, today: date) -> Steering:
    members = who_sat(committee, today)
    staffings = [member.staffing for member in members]
    return Steering(committee, members, max(staffings, key=lambda each: each.valid_from, default=None))
