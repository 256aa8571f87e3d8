"""Plans for the usual changes of units, what a plan lacks, and what is against it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.lib.dates import short_date
from kheo.lib.geo import Point, read_point
from kheo.lib.office.sheets_in import Sheet
from kheo.lib.vitext import fold, normalise
from kheo.organisation.access.models import Post
from kheo.organisation.access.states import Role
from kheo.organisation.changes.kit import FOLLOWERS, Opening, Plan, Ref, Restating, Said, Taking
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.models import Succession, Unit, UnitVersion
from kheo.organisation.units.queries import installation
from kheo.organisation.units.rules import NAME_LIMIT
from kheo.organisation.units.states import Level, Share, UnitKind

BASIS_LIMIT = 300
MOST_REASONS = 30


# Plans --------------------------------------------------------------------------------------------------------------


def found(opening: Opening, *, on_day: date, basis: str) -> Plan:
    """Return the plan of a unit that begins out of nothing."""
    return Plan(ChangeKind.FOUND, on_day, basis, openings=(opening,))


def rename(unit: Unit, name: str, *, on_day: date, basis: str, code: str | None = None) -> Plan:
    """Return the plan of another name (and code) for a unit that stays the same."""
    said = replace(as_it_is(unit), name=normalise(name), code=unit.code if code is None else code)
    return Plan(ChangeKind.RENAME, on_day, basis, restatings=(said,))


def rekind(unit: Unit, kind: UnitKind, name: str, *, on_day: date, basis: str) -> Plan:
    """Return the plan of another kind, and the name that goes with it: a commune becomes a ward."""
    return Plan(
        ChangeKind.REKIND, on_day, basis, restatings=(replace(as_it_is(unit), kind=kind, name=normalise(name)),)
    )


def move(unit: Unit, parent: Unit, *, on_day: date, basis: str) -> Plan:
    """Return the plan of a unit, with all below it, that goes under another one."""
    return Plan(ChangeKind.MOVE, on_day, basis, restatings=(replace(as_it_is(unit), parent=parent.pk),))


def merge(
    sources: Sequence[Unit], into: Opening | Unit, *, on_day: date, basis: str, parts: Iterable[Unit] = ()
) -> Plan:
    """Return the plan of units that become one: a new unit, or one that goes on and takes the others in.

    `parts` are those of which only a part goes in: they stand on, unless other plans close them.
    """
    openings = (into,) if isinstance(into, Opening) else ()
    heir: Ref = into.key if isinstance(into, Opening) else into.pk
    takings = [Taking(unit.pk, heir, Share.WHOLE) for unit in sources if unit.pk != heir]
    takings += [Taking(unit.pk, heir, Share.PART, is_main=False) for unit in parts]
    return Plan(
        ChangeKind.MERGE,
        on_day,
        basis,
        openings=openings,
        closings=tuple(taking.source for taking in takings if taking.share == Share.WHOLE),
        takings=tuple(takings),
    )


def split(
    source: Unit, heirs: Sequence[Opening | Unit], main: Ref, *, on_day: date, basis: str, goes_on: bool = False
) -> Plan:
    """Return the plan of a unit that is divided among new or standing ones; it ends, unless it `goes_on` smaller.

    `main` is the heir of what nobody gives to another; for a unit that goes on, that is itself.
    """
    refs: list[Ref] = [heir.key if isinstance(heir, Opening) else heir.pk for heir in heirs]
    return Plan(
        ChangeKind.SPLIT,
        on_day,
        basis,
        openings=tuple(heir for heir in heirs if isinstance(heir, Opening)),
        closings=() if goes_on else (source.pk,),
        takings=tuple(
            Taking(source.pk, ref, Share.PART, is_main=ref == main and not goes_on) for ref in refs if ref != source.pk
        ),
    )


def dissolve(unit: Unit, heir: Unit | None, *, on_day: date, basis: str) -> Plan:
    """Return the plan of a unit that ends; its heir, if it has one, takes over whatever it leaves."""
    takings = (Taking(unit.pk, heir.pk, Share.WHOLE),) if heir else ()
    return Plan(ChangeKind.DISSOLVE, on_day, basis, closings=(unit.pk,), takings=takings)


def name_heir(unit: Unit, heir: Unit, *, on_day: date, basis: str) -> Plan:
    """Return the plan that says, after a unit ended, who took it over and on which day."""
    return Plan(ChangeKind.HEIR, on_day, basis, takings=(Taking(unit.pk, heir.pk, Share.WHOLE),))


def as_it_is(unit: Unit) -> Restating:
    """Return what is said of a unit now."""
    return Restating(unit=unit.pk, name=unit.name, kind=UnitKind(unit.kind), parent=unit.parent_id, code=unit.code)


def completed(plan: Plan) -> Plan:
    """Return the plan with what follows by itself: units that stand below a closed one go to its main heir, or else to
    the unit that stood above it."""
    said = {restating.unit for restating in plan.restatings} | set(plan.closings)
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main}
    closing = Unit.objects.in_bulk(plan.closings)
    orphans = Unit.objects.filter(parent__in=plan.closings, closed_on=None).exclude(pk__in=said).order_by("pk")
    more = [
        replace(as_it_is(unit), parent=_nearest_standing(closing[unit.parent_id or 0], heirs, closing))
        for unit in orphans
    ]
    return replace(plan, restatings=(*plan.restatings, *more))


def _nearest_standing(unit: Unit, heirs: Mapping[int, Ref], closing: Mapping[int, Unit]) -> Ref | None:
    """Return what takes the place of a closed unit above others."""
    if unit.pk in heirs:
        return heirs[unit.pk]
    above = closing.get(unit.parent_id or 0)
    return _nearest_standing(above, heirs, closing) if above else unit.parent_id


def as_kept(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON keeps it."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(plan), cls=DjangoJSONEncoder))
    return kept


def units_of(kept: Mapping[str, Any]) -> set[int]:
    """Return the units that stood before and that a plan, as it is kept, ends, says anew, takes from or gives to."""
    refs = {*kept["closings"], *(said["unit"] for said in kept["restatings"])}
    refs |= {ref for taking in kept["takings"] for ref in (taking["source"], taking["heir"])}
    return {ref for ref in refs if isinstance(ref, int)}


def key_of(plan: Plan) -> str:
    """Return what two equal plans have in common, so that one is not applied twice."""
    return sha256(json.dumps(as_kept(plan), sort_keys=True).encode()).hexdigest()


# What is against a plan ---------------------------------------------------------------------------------------------


def why_not_apply(plan: Plan, today: date) -> list[str]:
    """Return every reason against a completed plan."""
    if plan.kind == ChangeKind.HEIR:
        return _why_not_said(plan, today) or _why_not_heir(plan)
    touched = {*plan.closings, *(said.unit for said in plan.restatings)}
    above = {ref for ref in _refs(plan) if isinstance(ref, int)}
    versions = {
        version.unit_id: version
        for version in UnitVersion.objects.filter(unit__in=touched | above, valid_to=None).select_related("unit")
    }
    reasons = _why_not_said(plan, today)
    reasons += _why_not_standing(plan, touched, above, versions)
    if reasons:
        return reasons
    reasons += _why_not_takings(plan) + _why_not_tree(plan) + _why_not_twins(plan)
    for follower in FOLLOWERS:
        reasons += follower.why_not(plan)
    return reasons


def _refs(plan: Plan) -> list[Ref]:
    """Return every unit that the plan leans on without closing it: parents and heirs."""
    parents = [said.parent for said in _all_said(plan) if said.parent is not None]
    return [*parents, *(taking.heir for taking in plan.takings), *plan.choices.values()]


def _all_said(plan: Plan) -> tuple[Said, ...]:
    return *plan.openings, *plan.restatings


def _why_not_said(plan: Plan, today: date) -> list[str]:
    """Return what is against the words of a plan."""
    reasons: list[str] = []
    if not plan.basis.strip():
        reasons.append(_("Please give the legal basis: the document that decided it, its number and date."))
    if len(plan.basis) > BASIS_LIMIT:
        reasons.append(_("The legal basis is longer than %(limit)s characters.") % {"limit": BASIS_LIMIT})
    if plan.on_day > today:
        reasons.append(_("It can be applied from the day on which it takes effect; until then it can be previewed."))
    for said in _all_said(plan):
        if not fold(said.name):
            reasons.append(_("The unit needs a name."))
        elif len(said.name) > NAME_LIMIT:
            reasons.append(_("The name is longer than %(limit)s characters.") % {"limit": NAME_LIMIT})
    if not (plan.openings or plan.restatings or plan.closings or plan.takings):
        reasons.append(_("The plan changes nothing."))
    return reasons


def _why_not_standing(plan: Plan, touched: set[int], above: set[int], versions: Mapping[int, UnitVersion]) -> list[str]:
    """Return what is against the days: whatever is touched or leaned on must stand then, and have no later change."""
    reasons = []
    names = dict(Unit.objects.filter(pk__in=(touched | above) - set(versions)).values_list("pk", "name"))
    reasons += [_("%(unit)s no longer stands.") % {"unit": name} for name in names.values()]
    for version in versions.values():
        is_new = version.valid_from == plan.on_day and version.unit_id in plan.closings
        if version.valid_from > plan.on_day or is_new:
            reasons.append(
                _("%(unit)s was changed or founded on %(day)s; a change cannot be put before another.")
                % {"unit": version.unit.name, "day": f"{version.valid_from:%d/%m/%Y}"}
            )
    keys: set[Ref] = set()
    for opening in plan.openings:
        if isinstance(opening.parent, str) and opening.parent not in keys:
            reasons.append(_("The unit above “%(unit)s” is not known.") % {"unit": opening.name})
        keys.add(opening.key)
    if {ref for ref in _refs(plan) if isinstance(ref, str)} - keys:
        reasons.append(_("An heir is not known."))
    if above & set(plan.closings):
        reasons.append(_("A unit that ends cannot be an heir or stand above another."))
    return reasons


def _why_not_takings(plan: Plan) -> list[str]:
    """Return what is against who takes over what: a whole has one heir and ends, a part has one main heir at most."""
    reasons = []
    names = dict(Unit.objects.filter(pk__in=[taking.source for taking in plan.takings]).values_list("pk", "name"))
    for source, name in names.items():
        takings = [taking for taking in plan.takings if taking.source == source]
        whole = [taking for taking in takings if taking.share == Share.WHOLE]
        main = [taking for taking in takings if taking.is_main]
        if whole and (len(takings) > 1 or source not in plan.closings):
            reasons.append(_("%(unit)s is taken over whole, so it ends and has one heir.") % {"unit": name})
        elif source in plan.closings and len(main) != 1:
            reasons.append(_("Please choose the one main heir of %(unit)s.") % {"unit": name})
        elif source not in plan.closings and main:
            reasons.append(_("%(unit)s goes on, so it keeps whatever is not given to another.") % {"unit": name})
    return reasons


def _why_not_heir(plan: Plan) -> list[str]:
    """Return what is against naming the heir of a unit that ended."""
    (taking,) = plan.takings
    unit, heir = Unit.objects.get(pk=taking.source), Unit.objects.get(pk=taking.heir)
    names = {"unit": unit.name, "heir": heir.name, "day": short_date(plan.on_day)}
    if unit.closed_on is None:
        return [_("%(unit)s still stands; merge or dissolve it instead.") % names]
    if Succession.objects.filter(source=unit, on_day=unit.closed_on).exists():
        return [_("It is known already who took over %(unit)s.") % names]
    reasons = []
    if plan.on_day > unit.closed_on:
        reasons.append(
            _("%(unit)s ended on %(day)s; it was taken over then or before.")
            % {"unit": unit.name, "day": short_date(unit.closed_on)}
        )
    if heir == unit or not UnitVersion.objects.on(plan.on_day).filter(unit=heir).exists():
        reasons.append(_("%(heir)s did not stand on %(day)s, so it could not take over another.") % names)
    began = unit.versions.filter(valid_from__gte=plan.on_day).exists()
    took = Succession.objects.filter(heir=unit, on_day__gte=plan.on_day).exists()
    if began or took:
        reasons.append(_("%(unit)s was changed on %(day)s or after; a change cannot be put before another.") % names)
    below = UnitVersion.objects.filter(parent=unit, valid_from__lt=unit.closed_on)
    if plan.on_day < unit.closed_on and below.filter(Q(valid_to=None) | Q(valid_to__gt=plan.on_day)).exists():
        reasons.append(
            _("Units stood below %(unit)s until %(day)s: give that day, and move them afterwards.")
            % {"unit": unit.name, "day": short_date(unit.closed_on)}
        )
    return reasons


def _why_not_tree(plan: Plan) -> list[str]:
    """Return what would make the tree run in a circle."""
    above: dict[Ref, Ref | None] = dict(Unit.objects.filter(closed_on=None).values_list("pk", "parent_id"))
    above |= {opening.key: opening.parent for opening in plan.openings}
    above |= {said.unit: said.parent for said in plan.restatings}
    return [
        _("%(unit)s cannot stand below itself.") % {"unit": said.name}
        for said in plan.restatings
        if _runs_in_a_circle(said.unit, above)
    ]


def _runs_in_a_circle(start: Ref, above: Mapping[Ref, Ref | None]) -> bool:
    seen: set[Ref] = set()
    here: Ref | None = start
    while here is not None and here not in seen:
        seen.add(here)
        here = above.get(here)
    return here is not None


def _why_not_twins(plan: Plan) -> list[str]:
    """Return the clashes: two standing units of one name below the same unit, or of one official code."""
    gone = {*plan.closings, *(said.unit for said in plan.restatings)}
    standing = Unit.objects.filter(closed_on=None).exclude(pk__in=gone)
    reasons = []
    for said in _all_said(plan):
        below = standing.filter(parent=said.parent) if isinstance(said.parent, int) else Unit.objects.none()
        if below.filter(name_folded=fold(said.name)).exists():
            reasons.append(_("There is already a unit named “%(unit)s” there.") % {"unit": said.name})
        if said.code and standing.filter(code=said.code).exists():
            reasons.append(_("The code %(code)s belongs to a unit that stands.") % {"code": said.code})
    return reasons


# Taking back --------------------------------------------------------------------------------------------------------


def why_not_undo(change: UnitChange) -> list[str]:
    """Return every reason against taking a change back."""
    latest = UnitChange.objects.filter(undone_at=None).order_by("-pk").first()
    reasons = []
    if change.undone_at is not None:
        reasons.append(_("It has been undone already."))
    elif change.journal_id is None:
        reasons.append(_("What came with the load of the whole country is not undone."))
    elif latest != change:
        reasons.append(_("Only the latest change can be undone; undo the later ones first."))
    return reasons


# Rights -------------------------------------------------------------------------------------------------------------


def rests_on(plan: Plan) -> set[int]:
    """Return the standing units over which somebody must be administrator to apply a plan.

    They are all that it ends, says anew, takes from, gives to or puts others below: whoever could give their own unit
    to a neighbour would come to administer the neighbour.
    """
    above = dict(Unit.objects.filter(pk__in=[said.unit for said in plan.restatings]).values_list("pk", "parent_id"))
    moved = [said for said in plan.restatings if said.parent != above.get(said.unit)]
    refs: set[Ref | None] = {*plan.closings, *plan.choices.values(), *(said.unit for said in plan.restatings)}
    refs |= {said.parent for said in (*plan.openings, *moved)} | {above.get(said.unit) for said in moved}
    refs |= {ref for taking in plan.takings for ref in (taking.source, taking.heir)}
    return {ref for ref in refs if isinstance(ref, int)}


def may_move(post: Post, heir: Unit) -> bool:
    """Return whether a person's post may go to an heir by itself: never to one of a higher level, whose people reach
    more, unless the person administers the body that this copy serves."""
    levels = list(Level)
    if levels.index(Level(heir.level)) >= levels.index(Level(post.unit.level)):
        return True
    here = installation()
    return post.role == Role.ADMINISTRATOR and here is not None and here.unit_id == post.unit_id


# Where units lie ----------------------------------------------------------------------------------------------------


def places_in(sheets: Sequence[Sheet], units: QuerySet[Unit]) -> tuple[dict[Unit, Point | None], list[str]]:
    """Return where a workbook of units says that they lie, and every reason against it, each with its row; a row that
    names no place says nothing."""
    found = next(filter(None, map(_heads_of, sheets)), None)
    if found is None:
        return {}, [_("No sheet has the columns “Code in Khéo” and “Coordinates” in one row.")]
    sheet, head, code, place = found
    said = [(row.number, str(row.at(code) or "").strip(), str(row.at(place) or "").strip()) for row in sheet.rows]
    rows = [(number, slug, text) for number, slug, text in said if number > head and text]
    known = {unit.slug: unit for unit in units.filter(slug__in=[slug for _number, slug, _text in rows])}
    places: dict[Unit, Point | None] = {}
    reasons = []
    for number, slug, text in rows:
        point = read_point(text)
        if slug not in known:
            reasons.append(_("Row %(row)s: no unit of yours has the code “%(code)s”.") % {"row": number, "code": slug})
        elif point is None:
            reasons.append(_("Row %(row)s: “%(text)s” names no place in Viet Nam.") % {"row": number, "text": text})
        else:
            places[known[slug]] = point
    return places, reasons[:MOST_REASONS]


def _heads_of(sheet: Sheet) -> tuple[Sheet, int, int, int] | None:
    """Return a sheet with the row of its headings, and the columns of codes and of coordinates, counted from 1."""
    wanted = [pgettext("sheet", "Code in Khéo"), pgettext("sheet", "Coordinates")]
    for row in sheet.rows[:10]:
        heads = [str(cell or "").strip() for cell in row.cells]
        if all(name in heads for name in wanted):
            return sheet, row.number, *(heads.index(name) + 1 for name in wanted)  # type: ignore[return-value]
    return None
