"""Entering very many registrations at once: what a large workbook brings."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record_all
from kheo.foundation.bulk.actions import insert_rows, remember, reserve
from kheo.lib.dates import local_day
from kheo.lib.refusals import Stale
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register, why_not_take_part
from kheo.movement.registry.actions.entry import DESCRIBED, NotRegistrable, cleaned, describe, register
from kheo.movement.registry.models import Custody, Exemplar, Particulars, Registration
from kheo.movement.registry.rules import PARTICULARS, Facts, exemplars_named, key_of_name, why_not_facts, why_not_twice
from kheo.movement.registry.signals import registrations_entered
from kheo.movement.registry.states import State
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit

Entry = tuple[Facts, Unit]
CHUNK = 5_000


class OneNotRegistrable(NotRegistrable):
    """The rules are against one of many; `place` is its place among them, from 0."""

    def __init__(self, place: int, *reasons: str) -> None:
        """Keep the place with the reasons."""
        super().__init__(*reasons)
        self.place = place


@transaction.atomic
def register_all(
    entries: Sequence[Entry],
    *,
    campaign: Campaign,
    by: User,
    at: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> list[int]:
    """Enter drafts as `register` does one by one, all of them or none; returns their numbers in the order given. `tell`
    hears how many are entered.

    :raises OneNotRegistrable: with every reason against the first that cannot be kept.
    :raises Stale: if somebody entered one of them at this very moment.
    """
    _require_all(entries, campaign, by, at)
    entries = [(cleaned(facts), unit) for facts, unit in entries]
    keys = {(unit.pk, key_of_name(facts.name)) for facts, unit in entries}
    known = {key for key, _exemplar in exemplars_named(keys)}
    numbers: dict[int, int] = {}
    fresh: dict[tuple[int, str], tuple[int, Entry]] = {}
    for place, (facts, unit) in enumerate(entries):
        key = (unit.pk, key_of_name(facts.name))
        if key in known:  # continued from another year, or refused because it is there
            numbers[place] = _register_one(place, facts, campaign=campaign, unit=unit, by=by, at=at)
        elif reasons := why_not_facts(facts, campaign) or (why_not_twice(facts, unit) if key in fresh else []):
            raise OneNotRegistrable(place, *reasons)
        else:
            fresh[key] = (place, (facts, unit))
    rows = list(fresh.values())
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        pks = _enter_all([entry for _place, entry in chunk], campaign, by, at)
        numbers |= zip((place for place, _entry in chunk), pks, strict=True)
        tell(len(numbers))
    return [numbers[place] for place in range(len(entries))]


def _require_all(entries: Sequence[Entry], campaign: Campaign, by: User, at: datetime) -> None:
    """Ask rights, days and units once each."""
    first: dict[int, tuple[int, Unit]] = {}
    for place, (_facts, unit) in enumerate(entries):
        first.setdefault(unit.pk, (place, unit))
    for place, unit in first.values():
        require(by, "registry.register", on=unit)
        if reasons := why_not_register(campaign, local_day(at), unit) + why_not_take_part(campaign, unit):
            raise OneNotRegistrable(place, *reasons)


def _register_one(place: int, facts: Facts, *, campaign: Campaign, unit: Unit, by: User, at: datetime) -> int:
    try:
        return register(facts, campaign=campaign, unit=unit, by=by, at=at).pk
    except NotRegistrable as refusal:
        raise OneNotRegistrable(place, *map(str, refusal.reasons)) from refusal


def _enter_all(entries: Sequence[Entry], campaign: Campaign, by: User, at: datetime) -> list[int]:
    """Write the rows of new exemplars and their registrations, with their history and audit."""
    exemplars, numbers = reserve(Exemplar, len(entries)), reserve(Registration, len(entries))
    try:
        _enter_exemplars(exemplars, entries)
        _enter_registrations(numbers, exemplars, entries, campaign, at)
    except IntegrityError as clash:
        raise Stale(_("Somebody entered the same at this very moment. Reload the page to see it.")) from clash
    for model, keys in ((Exemplar, exemplars), (Registration, numbers), (Particulars, numbers)):
        remember(model, keys, by=by.pk, at=at)
    told = (
        (number, {"name": facts.name, "unit": unit.pk}) for number, (facts, unit) in zip(numbers, entries, strict=True)
    )
    record_all("registry.register", Registration, told, by=by, at=at)
    registrations_entered.send(Registration, numbers=numbers, at=at)
    return numbers


def _enter_exemplars(exemplars: Sequence[int], entries: Sequence[Entry]) -> None:
    """Write new exemplars, each in the custody of its unit."""
    said = attrgetter(*DESCRIBED)
    described = (
        (pk, unit.pk, *said(describe(blank, facts)))
        for blank in [Exemplar()]
        for pk, (facts, unit) in zip(exemplars, entries, strict=True)
    )
    insert_rows(Exemplar, ("id", "unit_id", *DESCRIBED), described)
    custodies = zip(reserve(Custody, len(entries)), exemplars, (unit.pk for _facts, unit in entries), strict=True)
    insert_rows(Custody, ("id", "exemplar_id", "unit_id"), custodies)


def _enter_registrations(
    numbers: Sequence[int], exemplars: Sequence[int], entries: Sequence[Entry], campaign: Campaign, at: datetime
) -> None:
    rows = zip(numbers, exemplars, entries, strict=True)
    insert_rows(
        Registration,
        ("id", "exemplar_id", "registered_by_id", "unit_id", "holder_id", "field_id", "owner_kind", "year_status"),
        (
            (number, exemplar, unit.pk, unit.pk, unit.pk, facts.field.pk, str(facts.owner_kind), str(facts.year_status))
            for number, exemplar, (facts, unit) in rows
        ),
        campaign_id=campaign.pk,
        state=str(State.DRAFT),
        created_at=at,
        updated_at=at,
    )
    said = ((number, facts.particulars or {}) for number, (facts, _unit) in zip(numbers, entries, strict=True))
    insert_rows(
        Particulars,
        ("registration_id", *PARTICULARS),
        ((number, *(texts.get(name, "") for name in PARTICULARS)) for number, texts in said),
    )
