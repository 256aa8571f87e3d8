"""What happens to clusters when units change, and what the pages of units show of them."""

from datetime import date

from django.utils.translation import gettext_lazy

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import can
from kheo.organisation.changes.kit import Follower, Neighbour, Panel, declare, declare_panel, stand_beside
from kheo.organisation.clusters.actions import follow_change
from kheo.organisation.clusters.models import ClusterSeat
from kheo.organisation.clusters.queries import seats_held, seats_that_move
from kheo.organisation.units.models import Unit


def _seats(unit: Unit, reader: User, day: date) -> list[ClusterSeat]:
    return seats_held(unit, day.year) if can(reader, "clusters.view", on=unit) else []


declare(Follower(gettext_lazy("Seats in emulation clusters"), effects=seats_that_move, follow=follow_change))
stand_beside(Neighbour(gettext_lazy("Emulation clusters"), "clusters:list", "clusters.view"))
declare_panel(Panel("clusters/panel.html", _seats))
