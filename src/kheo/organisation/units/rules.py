from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.vitext import sort_key
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import LEVEL_OF, TERRITORIAL, Level, UnitKind

NAME_LIMIT = 200

# Lists show places before bodies; within a kind of place townships and wards come first, as on official lists.
_RANK = {kind: rank for rank, kind in enumerate(UnitKind)}
_RANK |= {UnitKind.TOWNSHIP: _RANK[UnitKind.COMMUNE], UnitKind.WARD: _RANK[UnitKind.COMMUNE]}


def place_in_order(name: str, kind: UnitKind) -> str:
    """Return the key by which lists of units are sorted."""
    rank = _RANK[kind] if kind in TERRITORIAL else len(UnitKind)
    return f"{rank:02d} {sort_key(name)}"[:400]


def level_of(kind: UnitKind, parent_level: str | None) -> Level:
    """Return the level of a unit: a place has that of its kind, a body that of the place or body it belongs to."""
    if kind in LEVEL_OF:
        return LEVEL_OF[kind]
    return Level(parent_level) if parent_level else Level.CENTRAL


def why_not_found(name: str, slug: str, parent: Unit | None, valid_from: date) -> str:
    """Return what is against founding such a unit, or nothing."""
    if not slug:
        return _("The unit needs a name.")
    if len(name) > NAME_LIMIT:
        return _("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT}
    if Unit.objects.filter(slug=slug).exists():
        return _("There is already a unit with the short address “%(slug)s”.") % {"slug": slug}
    if parent and not Lineage.objects.on(valid_from).filter(unit=parent).exists():
        return _("%(unit)s does not exist on the day from which the unit below it is to stand.") % {"unit": parent.name}
    return ""
