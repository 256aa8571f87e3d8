"""The board of new rural area that an office shows to readers: how many criteria each commune meets, and its class."""

from kheo.movement.newrural.queries import communes_on, is_shown
from kheo.movement.newrural.queries.board import Board, board_on
from kheo.organisation.units.models import Lineage
from kheo.organisation.units.queries import installation
from kheo.outlets.sites.queries import Here


def new_rural_board(here: Here) -> Board | None:
    """Return the board of today for the communes of the site, or of the body that this copy serves; None where its
    office shows none."""
    body = installation()
    if body is None or not is_shown(body.unit):
        return None
    root = here.site.unit_id if here.site else body.unit_id
    below = Lineage.objects.on(here.day).filter(ancestor=root)
    return board_on(here.day, communes_on(here.day).filter(unit__in=below.values("unit_id")))
