"""How dossiers and rewards look in lists, and the register as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.office.sheets_out import Column, Table, Value, sheet_name
from kheo.movement.commendation.models import Commendation, Dossier, RewardForm, Step
from kheo.movement.commendation.states import EDITABLE, MOVES, TURN, Standing, State, Turn
from kheo.movement.registry.states import OwnerKind

SORTS = {"latest": ("-updated_at", "-pk"), "unit": ("unit__sort_key", "-updated_at", "-pk")}
REGISTER_SORTS = {"latest": ("-signed_on", "-pk")}
TONES = {
    State.DRAFT: "draft",
    State.SUBMITTED: "wait",
    State.RETURNED: "warn",
    State.SENT: "wait",
    State.DECIDED: "ok",
}
STANDING_TONES = {Standing.VALID: "ok", Standing.REVOKED: "stop"}
_WAY = (State.DRAFT, State.SUBMITTED, State.SENT, State.DECIDED)
_CLICKS = {"commendation.submit"}
_LEADS = {"commendation.submit", "commendation.send", "commendation.decide"}


@dataclass(frozen=True)
class Button:
    """A step as it is offered: a page to go to, or one click where nothing more is to be said."""

    label: str
    url: str
    is_click: bool
    tone: str


@dataclass(frozen=True)
class Stage:
    """One stage of the way of a dossier, as `ui/steps.html` draws it."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Event:
    """One line of a dossier's history."""

    label: str
    step: Step
    tone: str


@dataclass(frozen=True)
class Desk:
    """What the page of a dossier offers and tells beside the facts."""

    tone: str
    turn: str
    why: str
    stages: Sequence[Stage]
    events: Sequence[Event]
    buttons: Sequence[Button]
    may_edit: bool
    may_delete: bool


def desk_of(dossier: Dossier, acts: Sequence[str], *, may_write: bool) -> Desk:
    """Return the desk of a dossier for somebody to whom these steps are open."""
    state = State(dossier.state)
    steps = dossier.steps.select_related("by").order_by("-at", "-pk")
    events = [Event(str(MOVES[step.act].label), step, TONES[State(step.to)]) for step in steps]
    return Desk(
        tone=TONES[state],
        turn="" if TURN[state] == Turn.NOBODY else str(TURN[state].label),
        why=events[0].step.reason if events and state == State.RETURNED else "",
        stages=_stages(state),
        events=events,
        buttons=[_button(act, dossier) for act in sorted(acts, key=lambda act: act not in _LEADS)],
        may_edit=may_write and state in EDITABLE,
        may_delete=may_write and state == State.DRAFT,
    )


def _stages(state: State) -> list[Stage]:
    reached = _WAY.index(State.DRAFT if state == State.RETURNED else state)
    labels = [str((state if place == reached else each).label) for place, each in enumerate(_WAY)]
    is_over = state == State.DECIDED
    marks = ["done" if place < reached or is_over else "current" if place == reached else "" for place in range(4)]
    return [Stage(label, mark) for label, mark in zip(labels, marks, strict=True)]


def _button(act: str, dossier: Dossier) -> Button:
    url = reverse(act.replace(".", ":"), args=[dossier.pk])
    return Button(str(MOVES[act].label), url, act in _CLICKS, "btn-primary" if act in _LEADS else "btn-outline-primary")


def money_of(form: RewardForm) -> list[tuple[str, Decimal]]:
    """Return for whom a form is, with the multiple of the base salary."""
    said = [(kind, form.multiple_for(kind.value)) for kind in OwnerKind]
    return [(str(kind.label), multiple.normalize()) for kind, multiple in said if multiple is not None]


_HEADINGS = (
    (pgettext_lazy("list", "No."), 6),
    (gettext_lazy("Holder"), 34),
    (gettext_lazy("Kind of holder"), 14),
    (gettext_lazy("Unit"), 24),
    (gettext_lazy("Achievement"), 40),
    (gettext_lazy("Form of reward"), 34),
    (pgettext_lazy("reward", "Level"), 12),
    (gettext_lazy("Decision"), 18),
    (gettext_lazy("Signed on"), 13),
    (gettext_lazy("Awarding body"), 30),
    (gettext_lazy("Signed by"), 24),
    (gettext_lazy("Number in the book"), 14),
    (gettext_lazy("Money (đồng)"), 16),
    (gettext_lazy("State"), 14),
)
_MONEY = 12  # its place among the headings


def as_table(rows: QuerySet[Commendation], told: Sequence[str], day: date) -> Table:
    """Return the filtered register as a sheet that says what it holds, with the sum of what stands."""
    columns = [Column(str(label), width) for label, width in _HEADINGS]
    columns[_MONEY] = replace(columns[_MONEY], pattern="#,##0")
    total = rows.filter(standing=Standing.VALID).aggregate(sum=Sum("amount"))["sum"]
    return Table(
        sheet_name(_("Commendations")),
        columns,
        _lines(rows.order_by("-signed_on", "-pk")),
        titles=[
            _("Register of commendations"),
            "; ".join(told) or _("All commendations"),
            _("Drawn up on %(day)s") % {"day": date_format(day, "d/m/Y")},
        ],
        sums={} if total is None else {_MONEY: total},
        sums_label=_("Sum"),
    )


def _lines(rows: QuerySet[Commendation]) -> Iterator[list[Value]]:
    """Yield the rows; the money of what was revoked is left out, as it is in the sum."""
    for number, row in enumerate(rows.iterator(chunk_size=1000), start=1):
        nominee, grant = row.nominee, row.grant
        yield [
            number,
            nominee.holder,
            nominee.get_owner_kind_display(),
            nominee.unit.name,
            nominee.achievement,
            row.name,
            row.get_level_display(),
            grant.number,
            row.signed_on,
            grant.body,
            grant.signed_by,
            row.book_number,
            row.amount if row.standing == Standing.VALID else None,
            row.get_standing_display(),
        ]


def period_of(form: RewardForm) -> str:
    """Return in words from when to when a form may be given."""
    first = f"{form.valid_from:%d/%m/%Y}"
    if form.valid_to is None:
        return _("from %(first)s") % {"first": first}
    last = form.valid_to - timedelta(days=1)
    return _("%(first)s to %(last)s") % {"first": first, "last": f"{last:%d/%m/%Y}"}
