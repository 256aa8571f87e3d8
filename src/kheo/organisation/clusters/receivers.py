"""What happens to clusters when units change, and what they tell on the pages of units."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.organisation.changes.kit import Follower, Neighbour, Told, declare, stand_beside
from kheo.organisation.clusters.actions import follow_change
from kheo.organisation.clusters.queries import seats_held, seats_that_move
from kheo.organisation.units.models import Unit


def _told(unit: Unit, day: date) -> list[Told]:
    """Return in which cluster of each body a unit sits in the year of a day, and whether as its head."""
    said = []
    for seat in seats_held(unit, day.year):
        words = _("%(cluster)s, year %(year)s, set up by %(body)s")
        if seat.is_head:
            words = _("%(cluster)s, year %(year)s, set up by %(body)s: head of the cluster")
        url = f"{reverse('clusters:list')}?unit={seat.body.slug}&year={seat.year}"
        said.append(Told(words % {"cluster": seat.cluster.name, "year": seat.year, "body": seat.body.name}, url))
    return said


declare(Follower(gettext_lazy("Seats in emulation clusters"), effects=seats_that_move, follow=follow_change))
stand_beside(Neighbour(gettext_lazy("Emulation clusters"), "clusters:list", "clusters.view", _told))
