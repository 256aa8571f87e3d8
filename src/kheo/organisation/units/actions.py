from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused
from kheo.lib.vitext import fold, normalise, slugify
from kheo.organisation.units.models import Installation, Lineage, Unit, UnitVersion
from kheo.organisation.units.rules import place_in_order, why_not_found
from kheo.organisation.units.states import UnitKind


class NotFoundable(Refused):
    """The unit cannot be founded as asked."""


@dataclass(frozen=True)
class UnitFacts:
    """What is said of a unit when it is entered."""

    name: str
    kind: UnitKind
    parent: Unit | None = None
    code: str = ""
    slug: str = ""


@transaction.atomic
def found(facts: UnitFacts, *, valid_from: date, by: User | None, at: datetime) -> Unit:
    """Enter a unit that stands from a day on, below its parent.

    :raises NotFoundable: if its name or short address will not do, or the unit above does not stand yet.
    """
    name = normalise(facts.name)
    slug = facts.slug or slugify(name)
    if reason := why_not_found(name, slug, facts.parent, valid_from):
        raise NotFoundable(reason)
    unit = Unit.objects.create(
        slug=slug,
        name=name,
        kind=facts.kind,
        code=facts.code,
        parent=facts.parent,
        name_folded=fold(name),
        sort_key=place_in_order(name, facts.kind),
    )
    UnitVersion.objects.create(
        unit=unit, name=name, kind=facts.kind, code=facts.code, parent=facts.parent, valid_from=valid_from
    )
    _stand_below(unit, facts.parent, valid_from)
    record("units.found", on=unit, by=by, at=at, name=name, valid_from=valid_from)
    return unit


def _stand_below(unit: Unit, parent: Unit | None, valid_from: date) -> None:
    """Write the pairs of a new unit with itself and with all above it."""
    above = Lineage.objects.on(valid_from).filter(unit=parent).values_list("ancestor_id", "depth") if parent else []
    pairs = [(unit.pk, 0), *((ancestor, depth + 1) for ancestor, depth in above)]
    Lineage.objects.bulk_create(
        Lineage(unit=unit, ancestor_id=ancestor, depth=depth, valid_from=valid_from) for ancestor, depth in pairs
    )


@transaction.atomic
def install(installation: Installation, *, by: User | None, at: datetime) -> Installation:
    """Say which body this copy serves.

    :raises Refused: if it serves one already.
    """
    if Installation.objects.exists():
        raise Refused(_("This copy of Khéo serves a body already."))
    installation.save(force_insert=True)
    record("units.install", on=installation, by=by, at=at, unit=installation.unit_id)
    return installation
