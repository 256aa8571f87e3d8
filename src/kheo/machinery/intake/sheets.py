"""Units as a workbook. They stand below this room, which every list needs; so it declares theirs itself."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key, fold
from kheo.machinery.intake.kit import (
    Choices,
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    official,
    units_by_name,
)
from kheo.machinery.intake.rules import day_column
from kheo.machinery.intake.states import Verdict
from kheo.organisation.access.rules import can
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening, Plan, Restating
from kheo.organisation.changes.rules import BASIS_LIMIT, as_it_is, completed, found, why_not_apply
from kheo.organisation.changes.states import ChangeKind
from kheo.organisation.units.models import Unit
from kheo.organisation.units.rules import NAME_LIMIT
from kheo.organisation.units.states import UnitKind

UNITS, _CODE_LIMIT = "units", 20
# What is said of a unit, in the order in which a difference names the change: the last that differs does.
_SAID = {"name": ChangeKind.RENAME, "code": ChangeKind.RENAME, "kind": ChangeKind.REKIND, "parent": ChangeKind.MOVE}

COLUMNS = (
    Column(
        "id",
        pgettext_lazy("sheet", "Code in Khéo"),
        width=22,
        is_fixed=True,
        hint=gettext_lazy("Leave it as it is; leave it empty for a new unit."),
    ),
    Column(
        "name",
        pgettext_lazy("sheet", "Name of the unit"),
        width=34,
        needed=True,
        limit=NAME_LIMIT,
        hint=gettext_lazy("The full name, with the word for its kind."),
        example=pgettext_lazy("sheet example", "An example commune"),
    ),
    Column("kind", pgettext_lazy("sheet", "Kind of unit"), width=22, needed=True),
    Column(
        "code",
        pgettext_lazy("sheet", "Official code"),
        width=12,
        limit=_CODE_LIMIT,
        hint=gettext_lazy("The code of the national list of administrative units; empty for other bodies."),
    ),
    Column(
        "parent",
        pgettext_lazy("sheet", "Unit above"),
        width=30,
        needed=True,
        hint=gettext_lazy("As it is named in this sheet; the row of a new unit stands above those below it."),
        example=pgettext_lazy("sheet example", "The unit above it"),
    ),
    day_column(
        "valid_from",
        pgettext_lazy("sheet", "In force from"),
        hint=gettext_lazy("The day of the change, where something is new or changed: 01/07/2025."),
    ),
    Column(
        "basis",
        pgettext_lazy("sheet", "Legal basis"),
        width=40,
        limit=BASIS_LIMIT,
        hint=gettext_lazy("The document that decided the change, its number and date."),
    ),
)


class _NotUnderstood(Refused):
    """A cell names nothing that is known."""

    def __init__(self, text: str, column: str) -> None:
        """Keep the column."""
        super().__init__(text)
        self.column = column


class UnitClerk(Clerk):
    """Knows the units below one, and makes a plan of each row that differs."""

    def __init__(self, occasion: Occasion) -> None:
        """Read the units.

        :raises Refused: if the bringer may not change the units there.
        """
        self._occasion = occasion
        if not can(occasion.by, "changes.apply", on=occasion.unit):
            raise Refused(_("You may not change the units of %(unit)s.") % {"unit": occasion.unit.name})
        self._today = local_day(occasion.at)
        below = Unit.objects.under(occasion.unit, self._today).select_related("parent").exclude(pk=occasion.unit.pk)
        self._units = {unit.slug: unit for unit in below.order_by("parent__sort_key", "parent", "sort_key", "pk")}
        self._above = units_by_name([occasion.unit, *self._units.values()])
        self._new: dict[str, bool] = {}
        self._renamed: dict[str, Unit] = {}
        self._made: dict[str, Unit] = {}
        self.implied: Values = {}
        self.choices = {"kind": Choices({official(kind.label): kind for kind in UnitKind})}

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return every unit below, each after the one above it."""
        for unit in self._units.values():
            yield {"id": unit.slug} | {key: self._text(key, value) for key, value in self._now(unit).items()}

    def _now(self, unit: Unit) -> dict[str, Any]:
        return {"name": unit.name, "kind": UnitKind(unit.kind), "code": unit.code, "parent": unit.parent}

    def _text(self, key: str, value: Any) -> str:
        """Return what is said of a unit in the words of the form."""
        if key == "kind":
            return self.choices["kind"].label(value)
        return self._above.label(value) if key == "parent" and value else str(value or "")

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; for a new unit, its name and the unit above."""
        return values.get("id") or (exact_key(values["name"]), exact_key(values["parent"]))

    def look_up(self, rows: Sequence[Values]) -> None:
        """Note the names of new units, below which others may be put, and the new names of others."""
        self._new = {exact_key(values["name"]): False for values in rows if not values.get("id")}
        named = ((values["name"], self._units.get(values.get("id", ""))) for values in rows)
        self._renamed = {exact_key(name): unit for name, unit in named if unit}
        self._made = {}

    def check(self, values: Values) -> Finding:
        """Return whether a row is new, changes a unit, or says what is known."""
        try:
            unit = self._named(values)
            parent = self._parent(values)
        except _NotUnderstood as refusal:
            return Finding(Verdict.REFUSED, (Reason(str(refusal), refusal.column),))
        if unit is None and (twin := self._twin(values, parent)):
            unit = twin
        if unit is None:
            self._new[exact_key(values["name"])] = True
        before = self._before(unit, values, parent) if unit else {}
        if unit and not before:
            return Finding(Verdict.SAME)
        reasons = self._why_not(values, unit, parent)
        if reasons:
            return Finding(Verdict.REFUSED, tuple(reasons), before)
        return Finding(Verdict.CHANGED if unit else Verdict.NEW, before=before)

    def _named(self, values: Values) -> Unit | None:
        """Return the unit whose code a row bears; None for a new one."""
        slug = values.get("id")
        if slug and slug not in self._units:
            raise _NotUnderstood(_("No unit below this one has that code. Leave it empty for a new unit."), "id")
        return self._units[slug] if slug else None

    def _parent(self, values: Values) -> Unit | str:
        """Return the unit above, or the key of one that another row makes."""
        text, key = values["parent"], exact_key(values["parent"])
        try:
            above: Unit = self._above.find(text)
            return above
        except Refused as refusal:
            if key in self._renamed:
                return self._renamed[key]
            if key not in self._new:
                raise _NotUnderstood(str(refusal), "parent") from refusal
        if not self._new[key]:
            raise _NotUnderstood(_("The row of “%(unit)s” must stand above this one.") % {"unit": text}, "parent")
        return key

    def _twin(self, values: Values, parent: Unit | str) -> Unit | None:
        """Return the unit that a row without code means: one of this name, there already."""
        same = (u for u in self._units.values() if u.parent == parent and u.name_folded == fold(values["name"]))
        return next(same, None)

    def _before(self, unit: Unit, values: Values, parent: Unit | str) -> dict[str, str]:
        """Return what is said of a unit now where the row says something else."""
        now = self._now(unit)
        then = {key: values[key] for key in _SAID if key in values} | {"parent": parent}
        return {key: self._text(key, now[key]) for key in then if now[key] != then[key]}

    def _why_not(self, values: Values, unit: Unit | None, parent: Unit | str) -> Iterable[Reason]:
        day, basis = values.get("valid_from"), values.get("basis")
        reasons = [] if day else [Reason(_("Give the day of the change."), "valid_from")]
        reasons += [] if basis else [Reason(_("Give the document that decided the change."), "basis")]
        if day and day > self._today:
            reasons.append(Reason(_("This day has not come yet; send the row from that day on."), "valid_from"))
        if reasons or isinstance(parent, str):
            return reasons
        plan = completed(self._plan(values, unit, parent))
        return [Reason(text, "name" if plan.openings else "") for text in why_not_apply(plan, self._today)]

    def _plan(self, values: Values, unit: Unit | None, parent: Unit) -> Plan:
        """Return the plan of a row: a new unit, or all that is said of one anew."""
        said = {"name": values["name"], "kind": values["kind"], "parent": parent.pk}
        when = {"on_day": values["valid_from"], "basis": values["basis"]}
        if unit is None:
            return found(Opening(**said, code=values.get("code", "")), **when)
        if "code" in values:
            said["code"] = values["code"]
        restating: Restating = replace(as_it_is(unit), **said)
        kinds = [kind for key, kind in _SAID.items() if key in self._before(unit, values, parent)]
        return Plan(kinds[-1], **when, restatings=(restating,))

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Apply the plan of a row and return the number of its unit."""
        unit, parent = self._named(values), self._parent(values)
        above = self._made[parent] if isinstance(parent, str) else parent
        unit = unit or self._twin(values, parent)
        change = apply(self._plan(values, unit, above), by=self._occasion.by, at=self._occasion.at)
        made = unit or change.units.get()
        self._made[exact_key(values["name"])] = made
        return made.pk


def _periods(_user: User) -> list[Period]:
    """Return the one list of units."""
    return [Period("don-vi", str(_("Units")), True)]


declare(
    Sheet(
        key=UNITS,
        act="changes.apply",
        title=pgettext_lazy("sheet", "List of units"),
        tab=pgettext_lazy("sheet", "Units"),
        columns=COLUMNS,
        periods=_periods,
        clerk=UnitClerk,
        home=lambda _period: reverse("changes:units"),
        shown=("name", "kind", "parent"),
        is_edited=True,
        is_merged=True,
        guide=(
            gettext_lazy("A changed name, kind, code or unit above is a change of units: give its day and its basis."),
            gettext_lazy("Nothing ends by being left out. Merge, divide and dissolve units on the page “Units”."),
        ),
    )
)
