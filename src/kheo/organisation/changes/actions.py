from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.journal.actions import Pen, begin
from kheo.foundation.journal.actions import undo as undo_journal
from kheo.lib.dates import local_day
from kheo.lib.geo import Point
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.organisation.changes.kit import FOLLOWERS, Handing, Opening, Plan, Ref, Restating, Taking
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.changes.rules import (
    as_kept,
    completed,
    key_of,
    may_move,
    rests_on,
    units_of,
    why_not_apply,
    why_not_undo,
)
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.actions import UnitFacts, close, found, place, restate, settle
from kheo.organisation.units.models import Lineage, Succession, Unit
from kheo.organisation.units.states import Share


class NotChangeable(Refused):
    """The rules are against changing units so."""


class NotUndoable(Refused):
    """The change can no longer be taken back."""


@transaction.atomic
def locate(places: Mapping[Unit, Point | None], *, by: User, at: datetime) -> int:
    """Say where units lie, all or none; return how many lie elsewhere than was known."""
    for unit in places:
        require(by, "changes.locate", on=unit)
    moved = {unit: point for unit, point in places.items() if unit.point != point}
    for unit, point in moved.items():
        place(unit, point, by=by, at=at)
    return len(moved)


@transaction.atomic
def apply(plan: Plan, *, by: User | None, at: datetime) -> UnitChange:
    """Do a change of units, with all that follows it, in one transaction; one that was done before changes nothing.

    :raises NotChangeable: with every reason against.
    """
    plan = completed(replace(plan, basis=normalise(plan.basis)))
    _require_over(plan, by)
    if done := UnitChange.objects.filter(key=key_of(plan), undone_at=None).first():
        return done
    if reasons := why_not_apply(plan, local_day(at)):
        raise NotChangeable(*reasons)
    pen = begin(at=at)
    try:
        with transaction.atomic():
            change = _keep(plan, pen, by=by, at=at)
    except IntegrityError as clash:
        raise Stale(_("Somebody changed these units at this very moment. Reload the page to see it.")) from clash
    try:
        known = _rearrange(plan, pen, by=by, at=at)
        _hand_over(plan, known, pen, at)
        later = _pass_on(plan, pen, at) if plan.kind == ChangeKind.HEIR else []
    except ProtectedError as held:
        raise NotChangeable(_("Other records have been built on it since; take those back first.")) from held
    _tell(change.plan, [*known.values(), *later], plan.on_day)
    refs = {ref for taking in plan.takings for ref in (taking.source, taking.heir)}
    concerned = {*plan.closings, *known.values(), *(said.unit for said in plan.restatings)}
    change.units.set(concerned | {ref for ref in refs if isinstance(ref, int)})
    record("changes.apply", on=change, by=by, at=at, **as_kept(plan))
    return change


def _require_over(plan: Plan, by: User | None) -> None:
    """Refuse who is not administrator over every unit that the plan rests on; `by=None` is the program itself."""
    if by is not None and not (
        can_anywhere(by, "changes.apply") and all(can(by, "changes.apply", on=unit) for unit in rests_on(plan))
    ):
        raise PermissionDenied("changes.apply")


def _keep(plan: Plan, pen: Pen, *, by: User | None, at: datetime) -> UnitChange:
    return UnitChange.objects.create(
        kind=plan.kind,
        on_day=plan.on_day,
        basis=plan.basis,
        plan=as_kept(plan),
        key=key_of(plan),
        journal=pen.journal,
        applied_at=at,
        applied_by=by,
    )


def _rearrange(plan: Plan, pen: Pen, *, by: User | None, at: datetime) -> dict[Ref, int]:
    """Open, state anew and close the units of the plan; return the numbers of those that were opened, by key."""
    known: dict[Ref, int] = {}

    def unit(ref: Ref | None) -> Unit | None:
        return None if ref is None else Unit.objects.get(pk=known.get(ref, ref))

    def facts(said: Opening | Restating) -> UnitFacts:
        return UnitFacts(said.name, said.kind, unit(said.parent), said.code)

    for opening in plan.openings:
        said = replace(facts(opening), slug=_free_slug(opening, unit(opening.parent)))
        known[opening.key] = found(said, valid_from=plan.on_day, by=by, at=at, pen=pen).pk
    for restating in plan.restatings:
        restate(Unit.objects.get(pk=restating.unit), facts(restating), on_day=plan.on_day, pen=pen)
    heirs = {taking.source: taking.heir for taking in plan.takings if taking.is_main}
    for closing in plan.closings:
        close(Unit.objects.get(pk=closing), unit(heirs.get(closing)), on_day=plan.on_day, pen=pen)
    for taking in plan.takings if plan.kind == ChangeKind.HEIR else ():
        settle(Unit.objects.get(pk=taking.source), Unit.objects.get(pk=taking.heir), on_day=plan.on_day, pen=pen)
    return known


def _free_slug(opening: Opening, parent: Unit | None) -> str:
    """Return a short address that no other unit has: old names come back in other places."""
    plain = slugify(opening.name)
    choices = [plain, *([f"{plain}-{parent.slug}"] if parent else []), f"{plain}-{opening.code}"]
    taken = set(Unit.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    free = [slug for slug in choices if slug.strip("-") == slug and slug not in taken and len(slug) <= 80]
    return free[0] if free else f"{plain[:70]}-{len(taken) + 1}"


def _hand_over(plan: Plan, known: dict[Ref, int], pen: Pen, at: datetime) -> None:
    """Write who took over what, and let posts and the records of other rooms follow."""
    takings = tuple(replace(taking, heir=known.get(taking.heir, taking.heir)) for taking in plan.takings)
    pen.create(
        Succession(
            source_id=taking.source,
            heir_id=taking.heir,
            on_day=plan.on_day,
            share=taking.share,
            is_main=taking.is_main,
            basis=plan.basis,
        )
        for taking in takings
    )
    choices = {key: int(known.get(ref, ref)) for key, ref in plan.choices.items()}
    ended = plan.closings or [taking.source for taking in plan.takings if taking.is_main]
    follow(Handing(plan.on_day, plan.basis, takings, frozenset(ended), choices, at), pen)


def _pass_on(plan: Plan, pen: Pen, at: datetime) -> list[int]:
    """Let what an heir that was named later took over go on with it to its own heirs; return these, in time."""
    (taking,) = plan.takings
    passed: list[int] = []
    heir = Unit.objects.get(pk=taking.heir)
    mains = Succession.objects.filter(is_main=True).select_related("heir")
    while heir.closed_on and (link := mains.filter(source=heir, on_day=heir.closed_on).first()):
        takings = (Taking(heir.pk, link.heir_id, Share(link.share)),)
        follow(Handing(link.on_day, link.basis, takings, frozenset({heir.pk}), {}, at), pen)
        heir = link.heir
        passed.append(heir.pk)
    return passed


def follow(handing: Handing, pen: Pen) -> None:
    """Let posts, and then the records of every room that declared it, follow what units took over."""
    _move_posts(handing, pen)
    for follower in FOLLOWERS:
        follower.follow(handing, pen)


def _tell(plan: Mapping[str, Any], heirs: Iterable[int], on_day: date) -> None:
    """Tell the followers of all units that a plan, as it is kept, touches."""
    tell_all(units_of(plan) | set(heirs), on_day)


def tell_all(touched: set[int], on_day: date) -> None:
    """Tell the followers which units hold, are named or stand otherwise than before: these, and all below them."""
    below = Lineage.objects.reaching(on_day).filter(ancestor__in=touched).values_list("unit_id", flat=True)
    for follower in FOLLOWERS:
        follower.tell(frozenset(below) | touched)


def _move_posts(handing: Handing, pen: Pen) -> None:
    """Give the people of closed units the same posts at their heirs, from the same day. A post never grows: where the
    heir is of a higher level, the people keep their post at what the closed unit left, and somebody must appoint them
    anew; only who administers this copy goes on administering it."""
    heirs = {source: heir for source, heir in handing.main_heirs().items() if source in handing.closed}
    ending = [
        post
        for post in Post.objects.on(handing.on_day).filter(unit__in=heirs).select_related("unit")
        if may_move(post, Unit.objects.get(pk=heirs[post.unit_id]))
    ]
    wanted = {(post.user_id, post.role, heirs[post.unit_id]): post.valid_to for post in ending}
    held = set(Post.objects.filter(unit__in=heirs.values(), valid_to=None).values_list("user_id", "role", "unit_id"))
    pen.drop(post for post in ending if post.valid_from >= handing.on_day)
    pen.change((post for post in ending if post.valid_from < handing.on_day), valid_to=handing.on_day)
    pen.create(
        Post(user_id=user, role=role, unit_id=unit, valid_from=handing.on_day, valid_to=until)
        for (user, role, unit), until in sorted(wanted.items(), key=lambda item: item[0])
        if (user, role, unit) not in held
    )


@transaction.atomic
def undo(change: UnitChange, *, reason: str, by: User, at: datetime) -> None:
    """Take back the latest change of units exactly; the record that it was done stays.

    :raises NotUndoable: if it is not the latest, came with a load of the country, or something was built on it.
    """
    touched = {*change.units.values_list("pk", flat=True), *units_of(change.plan)}
    # What ended comes back below the unit above it; what was founded or moved leaves the one that it stands below.
    touched |= {said["parent"] for said in change.plan["openings"] if isinstance(said["parent"], int)}
    touched |= {unit.parent_id for unit in Unit.objects.filter(pk__in=change.plan["closings"]) if unit.parent_id}
    if change.kind == ChangeKind.MOVE:
        touched |= {said["parent"] for said in change.plan["restatings"]}
    if not can_anywhere(by, "changes.undo") or not all(can(by, "changes.undo", on=unit) for unit in touched):
        raise PermissionDenied("changes.undo")
    reasons = why_not_undo(change)
    if not reason.strip():
        reasons.append(_("Please give the reason."))
    if reasons:
        raise NotUndoable(*reasons)
    assert change.journal  # noqa: S101 -- asked by the rules above
    opened = change.journal.strokes.filter(table="units.unit", before=None).values_list("row", flat=True)
    change.units.remove(*map(int, opened))
    undo_journal(change.journal, at=at)
    _tell(change.plan, (), change.on_day)
    change.undone_at, change.undone_by, change.undone_because = at, by, normalise(reason)
    change.save(update_fields=["undone_at", "undone_by", "undone_because"])
    record("changes.undo", on=change, by=by, at=at, reason=reason)
