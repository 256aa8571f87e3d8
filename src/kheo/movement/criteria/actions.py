from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.criteria.models import CriteriaSet, Criterion, Grade, Group, Use, Veto
from kheo.movement.criteria.queries import facts_of, uses_of
from kheo.movement.criteria.rules import SetFacts, why_not_change, why_not_keep
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotKept(Refused):
    """The set of criteria cannot be so."""


@transaction.atomic
def write(
    facts: SetFacts, *, unit: Unit, by: User | None, at: datetime, based_on: CriteriaSet | None = None
) -> CriteriaSet:
    """Enter a set of criteria of a unit and return it.

    :raises NotKept: with every reason against.
    """
    if by is not None:
        require(by, "criteria.write", on=unit)
    facts = _tidied(facts)
    if reasons := why_not_keep(facts):
        raise NotKept(*reasons)
    made = CriteriaSet.objects.create(unit=unit, based_on=based_on, **_plain(facts))
    _write_parts(made, facts)
    record("criteria.write", on=made, by=by, at=at, name=made.name, based_on=based_on.pk if based_on else None)
    return made


def _tidied(facts: SetFacts) -> SetFacts:
    """Return the facts with their texts in the one spelling to keep."""
    return replace(
        facts,
        name=normalise(facts.name),
        issuer=normalise(facts.issuer),
        number=normalise(facts.number),
        criteria=tuple(
            replace(each, group=normalise(each.group), name=normalise(each.name), guidance=normalise(each.guidance))
            for each in facts.criteria
        ),
        vetoes=tuple(normalise(text) for text in facts.vetoes),
        grades=tuple(replace(grade, name=normalise(grade.name)) for grade in facts.grades),
    )


def _plain(facts: SetFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in ("name", "issuer", "number", "issued_on")}


def _write_parts(found: CriteriaSet, facts: SetFacts) -> None:
    """Let the rows of a set say what the facts say; nothing hangs on them before it is frozen."""
    for table in (Group, Veto, Grade):
        table._default_manager.filter(criteria_set=found).delete()
    groups: dict[str, Group] = {}
    for order, said in enumerate(facts.criteria):
        if said.group not in groups:
            groups[said.group] = Group.objects.create(criteria_set=found, name=said.group, order=len(groups))
        plain = {name: getattr(said, name) for name in ("name", "guidance", "points", "weight")}
        Criterion.objects.create(group=groups[said.group], order=order, **plain)
    Veto.objects.bulk_create(Veto(criteria_set=found, text=text, order=n) for n, text in enumerate(facts.vetoes))
    Grade.objects.bulk_create(Grade(criteria_set=found, **vars(grade)) for grade in facts.grades)


@transaction.atomic
def change(found: CriteriaSet, facts: SetFacts, *, version: int, by: User, at: datetime) -> None:
    """Let a set that nothing was appraised by say otherwise; `version` is the one that was read.

    :raises NotKept: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "criteria.write", on=found.unit_id)
    facts = _tidied(facts)
    if reasons := why_not_change(found) + why_not_keep(facts):
        raise NotKept(*reasons)
    as_read = CriteriaSet.objects.filter(pk=found.pk, version=version, frozen_at=None)
    if not as_read.update(**_plain(facts), version=version + 1):
        raise Stale(_("Somebody changed this record. Reload it."))
    _write_parts(found, facts)
    found.refresh_from_db()
    record("criteria.change", on=found, by=by, at=at, total=facts.total, criteria=len(facts.criteria))


@transaction.atomic
def copy(found: CriteriaSet, *, by: User, at: datetime) -> CriteriaSet:
    """Return a copy of a set, to be changed: an example until its own document is named."""
    facts = replace(facts_of(found), issuer="", number="", issued_on=None)
    return write(facts, unit=found.unit, by=by, at=at, based_on=found)


@transaction.atomic
def freeze(found: CriteriaSet, *, by: User | None, at: datetime) -> None:
    """Let a set stand for ever, because something is appraised by it; one that stands already is left alone."""
    if CriteriaSet.objects.filter(pk=found.pk, frozen_at=None).update(frozen_at=at):
        found.frozen_at = at
        record("criteria.freeze", on=found, by=by, at=at)


@transaction.atomic
def apply(
    campaign: Campaign, uses: Sequence[tuple[CriteriaSet, Field | None, str]], *, by: User | None, at: datetime
) -> None:
    """Say by which sets a campaign appraises: each for all, for a field, for a kind of owner, or for both.

    :raises NotKept: if the campaign appraises by a frozen set already, or two sets are meant for the same.
    """
    if by is not None:
        require(by, "criteria.apply", on=campaign.unit_id)
    if any(use.criteria_set.frozen_at for use in uses_of(campaign)):
        raise NotKept(_("The appraisal of this campaign has begun; its criteria stand."))
    meant = [(field, owner_kind) for _set, field, owner_kind in uses]
    if len(set(meant)) < len(meant):
        raise NotKept(_("Two sets are meant for the same field and owner."))
    Use.objects.filter(campaign=campaign).delete()
    Use.objects.bulk_create(
        Use(campaign=campaign, criteria_set=each, field=field, owner_kind=owner_kind)
        for each, field, owner_kind in uses
    )
    record("criteria.apply", on=campaign, by=by, at=at, sets=[each.pk for each, _field, _owner in uses])
