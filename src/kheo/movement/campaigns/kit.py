"""What rooms downstream may add to the page of a campaign: ways to their own pages about it."""

from typing import NamedTuple

from django.utils.functional import Promise

from kheo.movement.campaigns.states import Procedure
from kheo.ui.declared import Offers


class Door(NamedTuple):
    """A way from a campaign to a page about it, shown to those who may do the act at its steering unit; the page is
    given the campaign's short address."""

    label: Promise
    url_name: str
    act: str
    icon: str
    # Only where the campaign gives its title so; None: in every campaign.
    procedure: Procedure | None = None


DOORS: Offers[Door] = Offers("receivers")


def declare(door: Door) -> None:
    """Add a way; they stand in the order of the rooms."""
    DOORS.add_first(door)
