"""How a registration looks on its page: its state, its way through the year, what may be done, and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.movement.campaigns.states import Procedure
from kheo.movement.registry.kit import Shown, Target
from kheo.movement.registry.models import Measure, Particulars, Registration
from kheo.movement.registry.rules import NEEDED_TO_SUBMIT, PARTICULARS
from kheo.movement.registry.states import EDITABLE, MOVES, TITLED, TURN, State, Turn

TONES = {
    State.DRAFT: "draft",
    State.SUBMITTED: "wait",
    State.RETURNED: "warn",
    State.REGISTERED: "info",
    State.IN_PROGRESS: "info",
    State.PROPOSED: "wait",
    State.SELF_SCORED: "wait",
    State.SURVEYED: "info",
    State.SCORED: "info",
    State.AT_MEETING: "wait",
    State.RECOGNISED: "ok",
    State.NOT_RECOGNISED: "stop",
    State.MAINTAINED: "ok",
    State.REPLICATED: "ok",
    State.ENDED: "warn",
    State.REVOKED: "stop",
    State.CANCELLED: "stop",
}
# The straight way through the year; what turns aside (returned, declined, cancelled) is said in words.
_WAYS = {
    Procedure.RECORD: (State.DRAFT, State.SUBMITTED, State.REGISTERED, State.RECOGNISED),
    Procedure.FULL: (
        State.DRAFT,
        State.SUBMITTED,
        State.REGISTERED,
        State.IN_PROGRESS,
        State.PROPOSED,
        State.SELF_SCORED,
        State.SURVEYED,
        State.SCORED,
        State.AT_MEETING,
        State.RECOGNISED,
    ),
}
_DECIDED = TITLED | {State.NOT_RECOGNISED, State.REVOKED}
_ASIDE = {State.RETURNED: State.DRAFT} | dict.fromkeys(_DECIDED, State.RECOGNISED)


@dataclass(frozen=True)
class Button:
    """A step as it is offered: a page to go to, or one click where nothing more is to be said."""

    label: str
    url: str
    is_click: bool = False
    tone: str = "btn-outline-primary"


def _button(act: str, registration: Registration) -> Button:
    """Return a step as it is offered; what was returned is completed before it is handed in, so that does not lead."""
    move, name = MOVES[act], page_of_step(act)
    url = f"{reverse(name)}?pick={registration.pk}" if move.for_many else reverse(name, args=[registration.pk])
    tone = "btn-outline-danger" if move.to == State.CANCELLED else "btn-outline-primary"
    leads = act in _FORWARD and registration.state != State.RETURNED
    return Button(str(move.label), url, act in _CLICKS, "btn-primary" if leads else tone)


def page_of_step(act: str) -> str:
    """Return the name of the page where a step is taken."""
    return act.replace(".", ":")


_CLICKS = {"registry.submit", "registry.accept", "registry.start"}
_FORWARD = {
    "registry.submit",
    "registry.accept",
    "registry.start",
    "registry.propose",
    "appraisal.self_score",
    "appraisal.survey",
    "appraisal.score",
    "recognition.recognise",
}


@dataclass(frozen=True)
class Stage:
    """One stage of the way through the year, as `ui/steps.html` draws it."""

    label: str
    state: str
    note: str = ""


def stages(registration: Registration) -> list[Stage]:
    """Return how far a registration has come; a cancelled one is on no way."""
    at = State(registration.state)
    if at == State.CANCELLED:
        return []
    skipped = set() if registration.campaign.needs_survey else {State.SURVEYED}
    way = [state for state in _WAYS[Procedure(registration.campaign.procedure)] if state not in skipped]
    reached = way.index(_ASIDE.get(at, at))
    labels = [state.label for state in way]
    labels[reached] = at.label
    marks = ["done" if place < reached or at in TITLED else "" for place in range(len(way))]
    if at not in TITLED:
        marks[reached] = "current"
    return [Stage(str(label), mark) for label, mark in zip(labels, marks, strict=True)]


@dataclass(frozen=True)
class Event:
    """One line of a registration's history."""

    label: str
    who: str
    at: Any
    reason: str
    tone: str
    remarks: Sequence[tuple[str, str]] = ()


def events_of(registration: Registration) -> list[Event]:
    """Return what was done with a registration, the latest first."""
    steps = registration.steps.select_related("by").order_by("-at", "-pk")
    return [
        Event(
            str(MOVES[step.act].label),
            str(step.by or ""),
            step.at,
            step.reason,
            TONES[State(step.to)],
            [(label_of(name), text) for name, text in step.remarks.items()],
        )
        for step in steps
    ]


@dataclass(frozen=True)
class Desk:
    """What the page of a registration offers and tells beside the facts."""

    tone: str
    turn: str
    why: str
    since: Any
    remarks: Sequence[tuple[str, str]]
    stages: Sequence[Stage]
    events: Sequence[Event]
    buttons: Sequence[Button]
    may_edit: bool
    may_delete: bool
    may_attach: bool


def desk_of(registration: Registration, acts: Sequence[str], *, may_amend: bool) -> Desk:
    """Return the desk of a registration for somebody to whom these steps are open."""
    state, events = State(registration.state), events_of(registration)
    return Desk(
        tone=TONES[state],
        why=events[0].reason if events and TONES[state] in {"warn", "stop"} else "",
        since=events[0].at if events else registration.created_at,
        remarks=events[0].remarks if events and state == State.RETURNED else (),
        turn="" if TURN[state] == Turn.NOBODY else str(TURN[state].label),
        stages=stages(registration),
        events=events,
        buttons=[_button(act, registration) for act in sorted(acts, key=lambda act: act not in _FORWARD)],
        may_edit=may_amend and state in EDITABLE,
        may_delete=may_amend and state == State.DRAFT,
        may_attach=may_amend and state not in EDITABLE | {State.CANCELLED},
    )


def remarks_on(registration: Registration) -> list[tuple[str, str]]:
    """Return what was said of single fields when a registration was given back, as long as it is the unit's turn."""
    step = registration.steps.last() if registration.state == State.RETURNED else None
    return [(label_of(name), text) for name, text in step.remarks.items()] if step else []


def said_in(registration: Registration) -> list[tuple[str, str]]:
    """Return what the unit wrote, label and text, and what it must still write as an empty text."""
    said = registration.particulars
    texts = {name: getattr(said, name) for name in PARTICULARS}
    return [(label_of_particular(name), text) for name, text in texts.items() if text or name in NEEDED_TO_SUBMIT]


def label_of_particular(particular: str) -> str:
    return str(capfirst(Particulars._meta.get_field(particular).verbose_name))  # type: ignore[union-attr]  # a column


# What may be remarked on beside the particulars.
_REMARKABLE = {
    "name": pgettext_lazy("registration", "Name"),
    "field": gettext_lazy("Field"),
    "place": gettext_lazy("Place"),
    "files": gettext_lazy("Photos and files"),
}
REMARKABLE = (*_REMARKABLE, *PARTICULARS)


def label_of(name: str) -> str:
    """Return what a field of the form is called, for a remark about it."""
    return str(_REMARKABLE[name]) if name in _REMARKABLE else label_of_particular(name)


def shown_of(registration: Registration, measures: Sequence[Measure]) -> Shown:
    """Return what other rooms are told of the registration whose page is shown."""
    targets = [Target(each.name, each.counted_in, each.baseline, each.promised, each.achieved) for each in measures]
    about = (registration.pk, registration.exemplar_id, registration.holder_id, registration.state, targets)
    return Shown(*about, registration.campaign.procedure)
