from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.journal.actions import Pen
from kheo.lib.places import split_place
from kheo.lib.vitext import fold, normalise, slugify
from kheo.organisation.changes.actions import follow, tell_all
from kheo.organisation.changes.kit import Handing, Taking
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.national.kit import DAY, SINCE, Country, Listed, read
from kheo.organisation.national.rules import goes_on_as
from kheo.organisation.units.actions import UnitFacts, close, restate
from kheo.organisation.units.models import Lineage, Succession, Unit, UnitVersion
from kheo.organisation.units.rules import level_of, place_in_order
from kheo.organisation.units.states import CodeSystem, Level, Share, UnitKind

# The resolution on provinces and those on the communes of each; the source does not say which article is whose.
BASIS = "Nghị quyết 202/2025/QH15 và các nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính năm 2025"
KEY = "national-2025"
COMMUNES = frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP})
BATCH = 2_000

# Called with how many of how many steps are done.
Tell = Callable[[int, int], None]


@dataclass
class Loaded:
    """What a load did: how many units of each level were made before and after, and what nobody knows."""

    made: dict[str, int] = field(default_factory=dict)
    known_already: int = 0
    unknown_heirs: list[str] = field(default_factory=list)
    is_repeated: bool = False


@dataclass
class _Work:
    """The units of the list in the register: old and new ones by level and code."""

    old: dict[str, dict[str, Unit]] = field(default_factory=dict)
    new: dict[str, dict[str, Unit]] = field(default_factory=dict)
    before: frozenset[int] = frozenset()
    slugs: set[str] = field(default_factory=set)


@transaction.atomic
def load_national(*, by: User | None, at: datetime, tell: Tell = lambda done, of: None) -> Loaded:
    """Bring in the units of the whole country as they stood until 30 June 2025 and stand since 1 July 2025.

    Units that the register knows already keep their identity and all they hold; what they hold goes to their heirs.
    Done before, it changes nothing.
    """
    loaded = Loaded()
    if UnitChange.objects.filter(key=KEY, undone_at=None).exists():
        loaded.is_repeated = True
        return loaded
    country = read()
    known = frozenset(Unit.objects.values_list("pk", flat=True))
    work = _Work(before=known, slugs=set(Unit.objects.values_list("slug", flat=True)))
    steps = (_bring_in_old, _begin_new, _end_old, _hand_over)
    for number, step in enumerate(steps):
        tell(number, len(steps))
        step(country, work, loaded, at)
        _look_at_sizes()
    tell(len(steps), len(steps))
    loaded.known_already = sum(unit.pk in known for level in work.old.values() for unit in level.values())
    change = UnitChange.objects.create(
        kind=ChangeKind.LOAD, on_day=DAY, basis=BASIS, plan={}, key=KEY, applied_at=at, applied_by=by
    )
    record("national.load", on=change, by=by, at=at, made=loaded.made, unknown_heirs=loaded.unknown_heirs)
    return loaded


def _look_at_sizes() -> None:
    """Let PostgreSQL see how its tables have grown: what it asks afterwards, and the foreign keys that it checks at the
    end of the transaction, would go by plans for empty tables (two minutes instead of seconds)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Unit, UnitVersion, Lineage, Succession):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


# The steps ----------------------------------------------------------------------------------------------------------


def _bring_in_old(country: Country, work: _Work, loaded: Loaded, _at: datetime) -> None:
    """Make the old units that the register does not know, level by level."""
    above: Mapping[str, Unit] = {}
    for name, listed in (
        ("province", country.provinces),
        ("district", country.districts),
        ("commune", country.communes),
    ):
        found = _known(listed.values())
        made = _make(work, [one for code, one in listed.items() if code not in found], above, SINCE)
        above = work.old[name] = found | made
        loaded.made[f"old_{name}"] = len(made)


def _known(listed: Iterable[Listed]) -> dict[str, Unit]:
    """Return the standing units of the register that are those of a list: of the same code, kind and bare name."""
    wanted = {one.code: one for one in listed}
    return {
        unit.code: unit
        for unit in Unit.objects.filter(closed_on=None).exclude(code="")
        if unit.code in wanted
        and wanted[unit.code].kind == unit.kind
        and _bare(wanted[unit.code].name) == _bare(unit.name)
    }


def _bare(name: str) -> str:
    return split_place(name)[1]


def _make(work: _Work, listed: Iterable[Listed], above: Mapping[str, Unit], since: date) -> dict[str, Unit]:
    """Make units with their first versions and all pairs above them, in bulk."""
    made = [_unit(work, one, above.get(one.above)) for one in listed]
    Unit.objects.bulk_create(made, batch_size=BATCH)
    UnitVersion.objects.bulk_create((_version(unit, since) for unit in made), batch_size=BATCH)
    chains = _chains({unit.parent_id for unit in made if unit.parent_id})
    Lineage.objects.bulk_create(
        (
            Lineage(unit=unit, ancestor_id=ancestor, depth=depth, valid_from=since)
            for unit in made
            for depth, ancestor in enumerate([unit.pk, *chains.get(unit.parent_id or 0, [])])
        ),
        batch_size=BATCH,
    )
    return {unit.code: unit for unit in made}


def _unit(work: _Work, listed: Listed, parent: Unit | None) -> Unit:
    name = normalise(listed.name)
    plain = slugify(name)
    slug = plain if plain not in work.slugs else f"{plain}-{listed.code}"
    if slug in work.slugs:
        slug = f"{plain}-{DAY.year}-{listed.code}"
    work.slugs.add(slug)
    return Unit(
        slug=slug,
        name=name,
        kind=listed.kind,
        code=listed.code,
        level=level_of(listed.kind, parent.level if parent else None),
        parent=parent,
        name_folded=fold(name),
        sort_key=place_in_order(name, listed.kind),
    )


def _version(unit: Unit, since: date) -> UnitVersion:
    return UnitVersion(
        unit=unit,
        name=unit.name,
        kind=unit.kind,
        code=unit.code,
        code_system=CodeSystem.NATIONAL,
        level=unit.level,
        parent_id=unit.parent_id,
        name_key=_bare(unit.name),
        valid_from=since,
    )


def _chains(units: Iterable[int]) -> dict[int, list[int]]:
    """Return each unit with all that stands above it, nearest first, as it is at the end of what is written."""
    chains: dict[int, list[int]] = {}
    pairs = Lineage.objects.filter(unit__in=list(units), valid_to=None, is_inherited=False).order_by("unit_id", "depth")
    for unit, ancestor in pairs.values_list("unit_id", "ancestor_id"):
        chains.setdefault(unit, []).append(ancestor)
    return chains


def _begin_new(country: Country, work: _Work, loaded: Loaded, _at: datetime) -> None:
    """Let new units begin on the day; a unit that only changes what it hangs on stays the same unit."""
    olds = work.old["province"]
    single = {code: one.parts[0].code for code, one in country.new_provinces.items() if len(one.parts) == 1}
    made = _make(work, [one for code, one in country.new_provinces.items() if code not in single], {}, DAY)
    work.new["province"] = {code: olds[old] for code, old in single.items()} | made
    loaded.made["new_province"] = len(made)
    listed = country.new_communes
    same = [code for code in listed if code in country.communes and goes_on_as(country, country.communes[code])]
    goes_on = {code: work.old["commune"][code] for code in same}
    ending = {old.pk for old in work.old["commune"].values()}
    known = {code: unit for code, unit in _known(listed.values()).items() if unit.pk not in ending}
    there = goes_on | known
    made = _make(work, [one for code, one in listed.items() if code not in there], work.new["province"], DAY)
    work.new["commune"] = there | made
    loaded.made["new_commune"] = len(made)
    for code, unit in goes_on.items():
        _restate(unit, work.new["province"][listed[code].above])


def _restate(unit: Unit, parent: Unit | None) -> None:
    facts = UnitFacts(unit.name, UnitKind(unit.kind), parent, unit.code)
    restate(unit, facts, on_day=DAY, pen=Pen(None))


def _end_old(country: Country, work: _Work, loaded: Loaded, _at: datetime) -> None:
    """Let old units end on the day, each with its heirs; what else stood below them goes to the main heir."""
    successions = [*_communes_taken(country, work), *_districts_taken(country, work), *_provinces_taken(country, work)]
    Succession.objects.bulk_create(successions, batch_size=BATCH)
    heirs = {each.source_id: each.heir for each in successions if each.is_main}
    ending = {unit.pk: unit for level in work.old.values() for unit in level.values() if unit.pk in heirs}
    _close_in_bulk([unit for unit in ending.values() if unit.pk not in work.before], heirs)
    left = Unit.objects.filter(parent__in=ending, closed_on=None).exclude(pk__in=ending).select_related("parent")
    for unit in left.in_order():
        if unit.kind in COMMUNES:  # the list of the day before does not know it: it ended, nobody says into what
            loaded.unknown_heirs.append(unit.name)
            for below in Unit.objects.filter(parent=unit, closed_on=None).in_order():
                _restate(below, heirs[unit.parent_id or 0])
            close(unit, heirs[unit.parent_id or 0], on_day=DAY, pen=Pen(None))
        else:
            _restate(unit, heirs[unit.parent_id or 0])
    was_known = [unit for unit in ending.values() if unit.pk in work.before]
    for unit in sorted(was_known, key=lambda unit: -_depth(unit)):
        close(unit, heirs[unit.pk], on_day=DAY, pen=Pen(None))


def _depth(unit: Unit) -> int:
    return {Level.PROVINCE: 1, Level.DISTRICT: 2}.get(Level(unit.level), 3)


def _communes_taken(country: Country, work: _Work) -> Iterator[Succession]:
    parts = [(part, new) for new in country.new_communes.values() for part in new.parts]
    many = {part.code for part, _new in parts if not part.is_main}
    for part, new in parts:
        old = work.old["commune"].get(part.code) or work.old["district"][part.code]
        heir = work.new["commune"][new.code]
        if old.pk != heir.pk:
            yield _succession(old, heir, Share.PART if part.code in many else Share.WHOLE, part.is_main)


def _districts_taken(country: Country, work: _Work) -> Iterator[Succession]:
    """A district is taken over in part by the communes made of its own; what it held itself goes to the province."""
    for code, listed in country.districts.items():
        unit = work.old["district"][code]
        heirs = {
            new.code
            for new in country.new_communes.values()
            for part in new.parts
            if part.code in country.communes and country.communes[part.code].above == code
        }
        if not heirs:
            continue  # an island: its one heir is told with the communes
        yield _succession(unit, _province_after(country, work, listed.above), Share.PART, is_main=True)
        for heir in sorted(heirs):
            yield _succession(unit, work.new["commune"][heir], Share.PART, is_main=False)


def _province_after(country: Country, work: _Work, old: str) -> Unit:
    new = next(code for code, one in country.new_provinces.items() if old in {part.code for part in one.parts})
    return work.new["province"][new]


def _provinces_taken(country: Country, work: _Work) -> Iterator[Succession]:
    for code, one in country.new_provinces.items():
        for part in one.parts:
            old, heir = work.old["province"][part.code], work.new["province"][code]
            if old.pk != heir.pk:
                yield _succession(old, heir, Share.WHOLE, is_main=True)


def _succession(source: Unit, heir: Unit, share: Share, is_main: bool) -> Succession:
    return Succession(source=source, heir=heir, on_day=DAY, share=share, is_main=is_main, basis=BASIS)


def _close_in_bulk(units: list[Unit], heirs: Mapping[int, Unit]) -> None:
    """End units that nothing hangs on: their versions and pairs end, and they are reached from their heirs."""
    numbers = [unit.pk for unit in units]
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        UnitVersion.objects.filter(unit__in=some, valid_to=None).update(valid_to=DAY)
        Lineage.objects.filter(unit__in=some, valid_to=None).update(valid_to=DAY)
        Unit.objects.filter(pk__in=some).update(closed_on=DAY)
    chains = _chains({heirs[number].pk for number in numbers})
    Lineage.objects.bulk_create(
        (
            Lineage(unit_id=number, ancestor_id=ancestor, depth=depth, valid_from=DAY, is_inherited=True)
            for number in numbers
            for depth, ancestor in enumerate([number, *chains[heirs[number].pk]])
        ),
        batch_size=BATCH,
    )


def _hand_over(_country: Country, work: _Work, _loaded: Loaded, at: datetime) -> None:
    """Let posts and records of the units that the register knew before follow to their heirs."""
    rows = Succession.objects.filter(source__in=work.before, on_day=DAY)
    takings = tuple(
        Taking(row.source_id, row.heir_id, Share(row.share), row.is_main) for row in rows.order_by("source", "-is_main")
    )
    closed = frozenset(Unit.objects.filter(pk__in=work.before, closed_on=DAY).values_list("pk", flat=True))
    follow(Handing(DAY, BASIS, takings, closed, {}, at), Pen(None))
    tell_all({taking.source for taking in takings} | {int(taking.heir) for taking in takings}, DAY)
