from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.places import split_place
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import ever_below
from kheo.organisation.changes.kit import FOLLOWERS, Plan, Question, Ref
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.changes.rules import completed, may_move, why_not_apply
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.models import Lineage, Succession, Unit, UnitVersion
from kheo.organisation.units.queries import on_map


def units_reached(user: User) -> QuerySet[Unit]:
    """Return the units that the user may look up: those that stand or ever stood below a post of theirs, and those
    that took over from these."""
    heirs = Succession.objects.filter(source__in=ever_below(user)).values("heir")
    return Unit.objects.filter(Q(pk__in=ever_below(user)) | Q(pk__in=heirs))


def above_in_reach(unit: Unit | None, user: User) -> Unit | None:
    """Return the unit above another, if the user's posts cover it."""
    return units_reached(user).filter(pk=unit.parent_id).first() if unit and unit.parent_id else None


# The preview of a plan ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Going:
    """What goes where: a kind of record, how many, from which unit to which (empty: nobody knows yet)."""

    what: str
    number: int
    source: str
    heir: str


@dataclass(frozen=True)
class Asked:
    """A record whose heir must be chosen: what it is called, whose it is, and the units it may go to."""

    key: str
    label: str
    source: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Preview:
    """All that a plan would do, in words, and every reason against it."""

    plan: Plan
    opened: Sequence[str]
    restated: Sequence[tuple[str, str]]
    closed: Sequence[str]
    going: Sequence[Going]
    remarks: Sequence[str]
    staying: Sequence[str]
    asked: Sequence[Asked]
    reasons: Sequence[str]


def preview(plan: Plan, today: date) -> Preview:
    """Return what a plan would do if it were applied today."""
    plan = completed(plan)
    questions = [question for follower in FOLLOWERS for question in follower.questions(plan)]
    names = _names(plan, questions)
    moving, staying = _posts(plan)
    effects = [effect for follower in FOLLOWERS for effect in follower.effects(plan)]
    going = [Going(each.label, each.number, names[each.source], names.get(each.heir or 0, "")) for each in effects]
    going += [Going(_("Posts"), number, names[source], names[heir]) for (source, heir), number in moving.items()]
    waiting = {question.key for question in questions if plan.choices.get(question.key) is None}
    # What is only waiting for an answer is asked, not held against the plan.
    told = replace(plan, choices=dict(plan.choices) | {q.key: q.heirs[0] for q in questions if q.key in waiting})
    return Preview(
        plan=plan,
        opened=[opening.name for opening in plan.openings],
        restated=[(names[one.unit], _restated(one.name, names.get(one.parent or 0, ""))) for one in plan.restatings],
        closed=[names[unit] for unit in plan.closings],
        going=going,
        remarks=[remark for follower in FOLLOWERS for remark in follower.remarks(plan)] + _passed_on(plan),
        staying=staying,
        asked=[_asked(question, names, plan) for question in questions],
        reasons=why_not_apply(told, today),
    )


def _restated(name: str, parent: str) -> str:
    return _("%(name)s, below %(parent)s") % {"name": name, "parent": parent} if parent else name


def _asked(question: Question, names: Mapping[Ref, str], plan: Plan) -> Asked:
    choices = [(str(heir), names[heir]) for heir in question.heirs]
    return Asked(question.key, question.label, names[question.source], choices, str(plan.choices.get(question.key)))


def _names(plan: Plan, questions: Sequence[Question]) -> dict[Ref, str]:
    """Return the names of all units that a plan speaks of, by number or key."""
    refs: set[Ref | None] = {*plan.closings, *(said.unit for said in plan.restatings)}
    refs |= {ref for taking in plan.takings for ref in (taking.source, taking.heir)}
    refs |= {said.parent for said in (*plan.openings, *plan.restatings)}
    refs |= {question.source for question in questions}
    numbers = [ref for ref in refs if isinstance(ref, int)]
    names: dict[Ref, str] = dict(Unit.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return names | {opening.key: opening.name for opening in plan.openings}


def _passed_on(plan: Plan) -> list[str]:
    """Return what became of an heir that is named later, for what it takes over goes on with it."""
    if plan.kind != ChangeKind.HEIR:
        return []
    heir, said = Unit.objects.get(pk=plan.takings[0].heir), []
    rows = Succession.objects.filter(is_main=True).select_related("source", "heir")
    while heir.closed_on and (link := rows.filter(source=heir, on_day=heir.closed_on).first()):
        said.append(
            _("%(unit)s was itself taken over by %(heir)s on %(day)s, which holds all of it since.")
            % {"unit": link.source.name, "heir": link.heir.name, "day": short_date(link.on_day)}
        )
        heir = link.heir
    return said


def _posts(plan: Plan) -> tuple[dict[tuple[int, Ref], int], list[str]]:
    """Return how many posts go from each closed unit to its heir, and who must be appointed anew."""
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main}
    standing = Unit.objects.in_bulk([heir for heir in heirs.values() if isinstance(heir, int)])
    moving: dict[tuple[int, Ref], int] = {}
    staying = []
    posts = Post.objects.on(plan.on_day).filter(unit__in={*plan.closings, *heirs}).select_related("unit", "user")
    for post in posts.order_by("unit__sort_key", "pk"):
        heir = heirs.get(post.unit_id)
        if heir is None or (isinstance(heir, int) and not may_move(post, standing[heir])):
            staying.append(f"{post.user} – {post.get_role_display()}, {post.unit.name}")
        else:
            moving[post.unit_id, heir] = moving.get((post.unit_id, heir), 0) + 1
    return moving, staying


# The map of a day ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A unit as it was on a day, how many units stood below it, and on the other day compared with: its name then, or
    what became of it; and what the unit above it was called."""

    version: UnitVersion
    below: int = 0
    other: str = ""
    above: str = ""


def units_below(under: Unit | None, day: date, among: QuerySet[Unit], other: date | None = None) -> list[Placed]:
    """Return the units directly below one (or the topmost) on a day, in order; with another day, what they were or
    became on it."""
    named = UnitVersion.objects.on(day).filter(unit__in=among.values("pk")).select_related("unit")
    named = named.filter(parent=under) if under else named.exclude(parent__in=among.values("pk"))
    rows = list(named.order_by("unit__sort_key", "unit_id"))
    pks = [row.unit_id for row in rows]
    deep = Lineage.objects.on(day).filter(ancestor__in=pks, depth__gt=0).values_list("ancestor").annotate(n=Count("*"))
    below = dict(deep.order_by())
    others = _on_other_day(pks, other) if other else {}
    return [Placed(row, below.get(row.unit_id, 0), others.get(row.unit_id, "")) for row in rows]


def _on_other_day(units: Sequence[int], day: date) -> dict[int, str]:
    """Return what each unit was called on a day, or what took it over until then, or was it before it began."""
    words = dict(UnitVersion.objects.on(day).filter(unit__in=units).values_list("unit_id", "name"))
    missing = [unit for unit in units if unit not in words]
    rows = Succession.objects.filter(Q(source__in=missing, on_day__lte=day) | Q(heir__in=missing, on_day__gt=day))
    told: dict[int, list[str]] = {}
    for row in rows.select_related("source", "heir").order_by("-is_main", "pk"):
        unit, name = (row.source_id, row.heir.name) if row.source_id in missing else (row.heir_id, row.source.name)
        told.setdefault(unit, []).append(name)
    return words | {unit: " + ".join(names) for unit, names in told.items()}


def lines_below(under: Unit | None, day: date, among: QuerySet[Unit], other: date | None = None) -> Iterator[Placed]:
    """Yield all units below one (or all) as they were on a day, each level in order below its parents; with another
    day, what they were or became on it."""
    named = UnitVersion.objects.on(day).filter(unit__in=among.values("pk")).select_related("unit")
    if under:
        named = named.filter(unit__in=Lineage.objects.on(day).filter(ancestor=under, depth__gt=0).values("unit_id"))
    rows = list(named.order_by("parent__sort_key", "parent_id", "unit__sort_key", "unit_id"))
    others = _on_other_day([row.unit_id for row in rows], other) if other else {}
    above = _names_above(rows, day)
    yield from (Placed(row, other=others.get(row.unit_id, ""), above=above.get(row.parent_id, "")) for row in rows)


def _names_above(rows: Sequence[UnitVersion], day: date) -> dict[int | None, str]:
    """Return what the units above some were called on a day."""
    above = {row.parent_id for row in rows if row.parent_id}
    return dict(UnitVersion.objects.on(day).filter(unit__in=above).values_list("unit_id", "name"))


def named_like(text: str, day: date, among: QuerySet[Unit]) -> list[Placed]:
    """Return the units of a name on a day, however accented, at most a hundred, in order."""
    from_name = UnitVersion.objects.on(day).filter(unit__in=among.values("pk")).select_related("unit")
    rows = list(from_name.filter(name_key__contains=text).order_by("unit__sort_key", "unit_id")[:100])
    above = _names_above(rows, day)
    return [Placed(row, above=above.get(row.parent_id, "")) for row in rows]


def called(text: str, day: date, among: QuerySet[Unit]) -> list[UnitVersion]:
    """Return the units that somebody means by a name, or by an official code, on a day: "xã Yên Hòa", or where there
    are several "xã Yên Hòa, huyện Yên Mô"."""
    name, *above = [part for part in text.split(",") if part.strip()] or [text]
    rows = UnitVersion.objects.on(day).filter(_is_called(name), unit__in=among.values("pk"))
    for part in above:
        uppers = UnitVersion.objects.on(day).filter(_is_called(part)).values("unit_id")
        rows = rows.filter(unit__in=Lineage.objects.on(day).filter(ancestor__in=uppers, depth__gt=0).values("unit_id"))
    return list(rows.select_related("unit", "parent").order_by("unit__sort_key", "unit_id"))


def _is_called(text: str) -> Q:
    kinds, name = split_place(text)
    by_name = Q(name_key=name, kind__in=kinds) if kinds else Q(name_key=name)
    return by_name | Q(code=text.strip()) if text.strip().isdecimal() else by_name


def alike(text: str, day: date, among: QuerySet[Unit]) -> list[str]:
    """Return the names of a day nearest to one that nobody bears, the likeliest first, at most three."""
    kinds, name = split_place(text.partition(",")[0])
    rows = UnitVersion.objects.on(day).filter(unit__in=among.values("pk"))
    named = dict((rows.filter(kind__in=kinds) if kinds else rows).values_list("name_key", "name"))
    return [named[near] for near in get_close_matches(name, named, n=3)]


@dataclass(frozen=True)
class Story:
    """What a unit was and is: its versions, whom it took over from and who took it over, and its changes."""

    versions: Sequence[UnitVersion]
    sources: Sequence[Succession]
    heirs: Sequence[Succession]
    changes: Sequence[UnitChange]
    bodies: int


def story_of(unit: Unit, today: date) -> Story:
    """Return the story of a unit."""
    successions = Succession.objects.select_related("source", "heir").order_by("on_day", "-is_main", "heir__sort_key")
    return Story(
        versions=list(unit.versions.select_related("parent").order_by("valid_from")),
        sources=list(successions.filter(heir=unit)),
        heirs=list(successions.filter(source=unit)),
        changes=list(UnitChange.objects.filter(units=unit, undone_at=None).order_by("-on_day", "-pk")),
        bodies=len(on_map(unit, today, with_bodies=True)),
    )


def siblings_of(unit: Unit) -> QuerySet[Unit]:
    """Return the standing units that a unit may be merged with or taken over by: those of its kind of level near it."""
    near = Q(parent=unit.parent_id) if unit.parent_id else Q(parent=None)
    return Unit.objects.filter(near, closed_on=None, level=unit.level).exclude(pk=unit.pk).in_order()
