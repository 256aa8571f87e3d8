from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.certificates.models import Design, Edition
from kheo.movement.certificates.queries import PLAIN, edition_of, facts_of
from kheo.movement.certificates.rules import DesignFacts, Spot, why_not_design
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit

_TEXTS = ("superior", "issuer", "heading", "lead", "title_lead", "praise", "place", "authority", "post", "signer")


class NotDesignable(Refused):
    """A design cannot be so."""


@transaction.atomic
def draw(facts: DesignFacts, *, unit: Unit, by: User | None, at: datetime) -> Design:
    """Set up a design of a unit and return it.

    :raises NotDesignable: with every reason against.
    """
    if by is not None:
        require(by, "certificates.design", on=unit)
    facts = _tidied(facts)
    made = Design.objects.create(unit=unit, name=facts.name)
    Edition.objects.create(design=made, number=1, made_at=at, **_columns(facts))
    record("certificates.draw", on=made, by=by, at=at, name=made.name)
    return made


@transaction.atomic
def redraw(design: Design, facts: DesignFacts, *, version: int, by: User | None, at: datetime) -> Edition:
    """Change a design, and return its edition: a new one where something was printed by the last.

    :raises NotDesignable: with every reason against.
    :raises Stale: if somebody else changed it after that version was read.
    """
    if by is not None:
        require(by, "certificates.design", on=design.unit_id)
    facts = _tidied(facts)
    if not Design.objects.filter(pk=design.pk, version=version).update(name=facts.name, version=F("version") + 1):
        raise Stale(_("Somebody changed this record. Reload it."))
    design.refresh_from_db()
    edition = edition_of(design)
    if facts_of(edition) == facts:
        return edition
    if edition.runs.exists():
        edition = Edition.objects.create(design=design, number=edition.number + 1, made_at=at, **_columns(facts))
    else:
        Edition.objects.filter(pk=edition.pk).update(made_at=at, **_columns(facts))
        edition.refresh_from_db()
    record("certificates.redraw", on=design, by=by, at=at, edition=edition.number)
    return edition


def _tidied(facts: DesignFacts) -> DesignFacts:
    """Return the facts with their texts in the one spelling to keep, or refuse them."""
    texts: dict[str, Any] = {
        name: normalise(getattr(facts, name)) for name in (*_TEXTS, "name")
    }  # Any: what replace takes
    facts = replace(facts, **texts)
    if reasons := why_not_design(facts):
        raise NotDesignable(*reasons)
    return facts


def _columns(facts: DesignFacts) -> dict[str, Any]:  # Any: values of columns
    return {name: getattr(facts, name) for name in PLAIN} | {"places": [_plain(spot) for spot in facts.spots]}


def _plain(spot: Spot) -> dict[str, Any]:  # Any: what JSON keeps
    return {name: value if isinstance(value, bool) else str(value) for name, value in asdict(spot).items()}
