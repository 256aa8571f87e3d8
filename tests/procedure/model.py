"""What must come of an act, as the tables say it: the moves, the policy, and who covers which unit. A model of the
whole procedure in plain Python, to compare the rooms with; none of their rules is asked."""

from dataclasses import dataclass, field
from enum import Enum

from kheo.movement.campaigns.states import Procedure
from kheo.movement.registry.states import MOVES, State
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.states import Role

EACH = 2
SCORERS = ("scorer_1", "scorer_2")
# Posts of the people who walk; who stands in line with a unit covers it.
POSTS = {
    "commune_officer": (Role.OFFICER, "hoa"),
    "other_officer": (Role.OFFICER, "mac"),
    "commune_office": (Role.STANDING_OFFICE, "hoa"),
    "district_office": (Role.STANDING_OFFICE, "district"),
    "leader": (Role.LEADER, "district"),
    "editor": (Role.EDITOR, "district"),
    "administrator": (Role.ADMINISTRATOR, "district"),
    "scorer_1": (Role.APPRAISER, "district"),
    "scorer_2": (Role.APPRAISER, "district"),
    "neighbour": (Role.STANDING_OFFICE, "other_district"),
    "expired": None,
    "stranger": None,
}
ABOVE = {"hoa": "district", "mac": "district"}
# In these states of a registration its sheets may change, and in these it is on the list of the appraisal.
OPEN_TO_SCORERS = {State.PROPOSED, State.SELF_SCORED, State.SURVEYED}
TO_APPRAISE = OPEN_TO_SCORERS | {State.SCORED, State.AT_MEETING}


class Outcome(Enum):
    DONE = "done"
    NOTHING = "accepted, and changes nothing"
    REFUSED = "refused"
    STALE = "refused as stale"
    DENIED = "denied"


class Spoil(Enum):
    """How a try is spoiled."""

    REASON = "no reason"
    STALE = "read before somebody changed it"
    LATE = "after the last day"
    WRONG = "something is wrong with what is said"


@dataclass
class Year:
    """A campaign."""

    pk: int
    procedure: Procedure
    needs_survey: bool
    is_open: bool = True
    has_open_meeting: bool = False


@dataclass
class Item:
    """A registration on the agenda of a meeting."""

    earns: bool
    is_closed: bool = False
    is_voted: bool = False
    is_agreed: bool = False
    result: str = ""


@dataclass
class Taken:
    """A step of the history."""

    act: str
    source: State
    to: State
    by: str


@dataclass
class Entry:
    """A registration."""

    pk: int
    unit: str
    year: Year
    version: int = 1
    state: State = State.DRAFT
    steps: list[Taken] = field(default_factory=list)
    is_reported: bool = False
    own: str = ""
    own_is_whole: bool = False
    sheets: dict[str, str] = field(default_factory=dict)
    is_weak: bool = False
    earns: bool = False
    items: list[Item] = field(default_factory=list)
    # Of the last refusal by a decision: whether there is one, and what became of the appeal against it.
    is_refused: bool = False
    appeal: str = ""
    is_named: bool = False
    is_revoked: bool = False
    is_certified: bool = False

    @property
    def item(self):
        return self.items[-1] if self.items else None

    @property
    def on_agenda(self):
        return bool(self.item) and not self.item.is_closed

    @property
    def waits_for_decision(self):
        return self.state == State.AT_MEETING and self.item.is_closed


@dataclass
class Try:
    """An act that somebody tries on a registration: how it is spoiled, and in which of its variants."""

    act: str
    who: str
    entry: Entry
    spoil: Spoil | None = None
    variant: str = ""


# Rights ------------------------------------------------------------------------------------------------------------


def can(who, act, unit):
    """Tell whether the post of somebody allows an act at a unit, by the policy."""
    if not POSTS[who]:
        return False
    role, at = POSTS[who]
    return role in POLICY[act] and at in (unit, ABOVE.get(unit))


# What is asked for instead of the act itself, and where: acts that go through another one.
ASKED = {
    "registry.report": ("registry.report", ""),
    "appraisal.begin": ("appraisal.self_score", ""),
    "appraisal.score": ("appraisal.score", "district"),
    "appraisal.assign": ("appraisal.assign", "district"),
    "appraisal.withdraw": ("appraisal.withdraw", "district"),
    "meetings.call": ("meetings.call", "district"),
    "meetings.table": ("meetings.table", "district"),
    "meetings.take_off": ("meetings.take_off", "district"),
    "meetings.vote": ("meetings.run", "district"),
    "meetings.settle": ("meetings.run", "district"),
    "meetings.close": ("meetings.close", "district"),
    "recognition.award": ("recognition.issue", "district"),
    "recognition.refuse": ("recognition.issue", "district"),
    "recognition.revoke": ("recognition.issue", "district"),
    "recognition.reconsider": ("recognition.answer", ""),
    "recognition.dismiss": ("recognition.answer", ""),
    "certificates.issue": ("certificates.issue", "district"),
    "campaigns.close": ("campaigns.close", "district"),
    "campaigns.open": ("campaigns.open", "district"),
}
# What who holds a model does with it; all else is for who runs the campaign, and not for the holder's own office.
BY_UNIT = frozenset(
    {
        "registry.register",
        "registry.amend",
        "registry.delete_draft",
        "registry.submit",
        "registry.start",
        "registry.report",
        "registry.propose",
        "appraisal.self_score",
        "recognition.appeal",
    }
)
SHEETS = {"appraisal.fill": "appraisal.mark", "appraisal.reopen": "appraisal.mark"}


def is_bare(tried):
    """Tell whether there is nothing that the act could go through, so that the bare step is tried: it must be refused
    whoever takes it."""
    entry = tried.entry
    return {
        "appraisal.self_score": not entry.own,
        "meetings.table": not entry.year.has_open_meeting or entry.state != State.SCORED,
        "meetings.take_off": not entry.items,
        "recognition.award": entry.state != State.AT_MEETING,
        "recognition.refuse": entry.state != State.AT_MEETING,
        "recognition.reconsider": not entry.appeal,
        "recognition.revoke": not entry.is_named or entry.is_revoked,
    }.get(tried.act, False)


def has_object(tried):
    """Tell whether the act can be tried at all: nobody votes where there is no meeting."""
    entry, act = tried.entry, tried.act
    if act in ("appraisal.fill", "appraisal.reopen", "appraisal.withdraw"):
        return tried.variant in entry.sheets
    return {
        "appraisal.assign": entry.state in TO_APPRAISE,
        # Bare, these would be the very step that belongs to a sheet, a meeting or an answer.
        "appraisal.self_score": entry.state != State.PROPOSED or bool(entry.own),
        "meetings.table": entry.state != State.SCORED or entry.year.has_open_meeting,
        "recognition.reconsider": entry.state != State.NOT_RECOGNISED or bool(entry.appeal),
        "meetings.call": not entry.year.has_open_meeting,
        "meetings.vote": bool(entry.items),
        "meetings.settle": bool(entry.items),
        "meetings.close": entry.year.has_open_meeting,
        "recognition.appeal": entry.is_refused,
        "recognition.dismiss": bool(entry.appeal),
        "certificates.issue": entry.is_named,
    }.get(act, True)


def is_allowed(tried):
    """Tell whether whoever tries it has the right."""
    if tried.act in SHEETS:
        return tried.who == tried.variant and can(tried.who, SHEETS[tried.act], "district")
    act, where = (tried.act, "") if is_bare(tried) else ASKED.get(tried.act, (tried.act, ""))
    return can(tried.who, act, where or (tried.entry.unit if act in BY_UNIT else "district"))


# What must come of it ----------------------------------------------------------------------------------------------


class Model:
    """All registrations, and what acts make of them."""

    def __init__(self):
        self.entries = []

    def outcome(self, tried):
        """Return what must come of a try."""
        if tried.act.startswith("campaigns.") and self.by_rule(tried) == Outcome.REFUSED:
            return Outcome.REFUSED  # which right is asked for is known only where there is a step
        if not is_allowed(tried):
            return Outcome.DENIED
        found = self.by_rule(tried)
        if found == Outcome.REFUSED or tried.spoil is None:
            return found
        if tried.spoil == Spoil.STALE:
            return Outcome.STALE
        if tried.spoil == Spoil.REASON and not _needs_reason(tried):
            return found
        # What was returned may be handed in again after the last day.
        if tried.spoil == Spoil.LATE and tried.entry.state == State.RETURNED:
            return found
        return Outcome.REFUSED

    def by_rule(self, tried):
        """Return what must come of a try that is not spoiled, by somebody who may."""
        entry, act = tried.entry, tried.act
        if is_bare(tried):
            return Outcome.REFUSED
        if act in MOVES and act != "appraisal.survey":
            return _done(_moves(entry, act) and self._besides(tried))
        return getattr(self, "_" + act.replace(".", "_"))(entry, tried)

    def _besides(self, tried):
        """Tell whether what an act asks for beside its state is there."""
        entry, act = tried.entry, tried.act
        if act == "registry.propose":
            return entry.is_reported
        if act == "appraisal.self_score":
            return entry.own == "open" and entry.own_is_whole
        if act == "appraisal.score":
            states = list(entry.sheets.values())
            is_late = not entry.year.needs_survey or entry.state == State.SURVEYED
            return is_late and "assigned" not in states and "done" in states
        if act == "meetings.take_off":
            return entry.on_agenda and not entry.item.is_voted
        if act in ("recognition.award", "recognition.refuse"):
            return entry.waits_for_decision if tried.variant == "alone" else bool(self.waiting(entry.year))
        if act == "recognition.reconsider":
            return entry.appeal == "open"
        return True

    def of(self, year):
        return [each for each in self.entries if each.year is year]

    def waiting(self, year):
        return [each for each in self.of(year) if each.waits_for_decision]

    # Acts beside the table: what they need.

    def _registry_register(self, entry, _tried):
        return _done(entry.year.is_open)

    def _registry_report(self, entry, _tried):
        return _done(entry.state == State.IN_PROGRESS and entry.year.is_open)

    def _appraisal_begin(self, entry, tried):
        if entry.state != State.PROPOSED or not entry.year.is_open:
            return Outcome.REFUSED
        same = entry.own == "open" and (entry.own_is_whole or tried.variant == "part")
        return Outcome.NOTHING if same else Outcome.DONE

    def _appraisal_survey(self, entry, _tried):
        is_again = entry.state == State.SURVEYED and entry.year.is_open
        return _done(is_again or _moves(entry, "appraisal.survey"))

    def _appraisal_assign(self, entry, _tried):
        return _done(entry.year.procedure == Procedure.FULL and _is_scored_now(entry))

    def _appraisal_fill(self, entry, tried):
        return _done(_is_scored_now(entry) and entry.sheets[tried.variant] == "assigned")

    def _appraisal_reopen(self, entry, tried):
        return _done(_is_scored_now(entry) and entry.sheets[tried.variant] == "done")

    def _appraisal_withdraw(self, entry, tried):
        return _done(_is_scored_now(entry) and entry.sheets[tried.variant] in ("assigned", "done"))

    def _meetings_call(self, entry, _tried):
        year = entry.year
        scored = any(each.state == State.SCORED for each in self.of(year))
        return _done(year.procedure == Procedure.FULL and year.is_open and scored)

    def _meetings_vote(self, entry, _tried):
        return _done(entry.on_agenda and not entry.item.result)

    def _meetings_settle(self, entry, tried):
        return _done(entry.on_agenda and tried.variant in _ways(entry.item))

    def _meetings_close(self, entry, _tried):
        items = [each.item for each in self.of(entry.year) if each.on_agenda]
        is_put_off = any(item.result == "put_off" for item in items)
        return _done(all(item.result for item in items) and (entry.year.is_open or not is_put_off))

    def _recognition_appeal(self, entry, _tried):
        return _done(entry.state == State.NOT_RECOGNISED and not entry.appeal)

    def _recognition_dismiss(self, entry, _tried):
        return _done(entry.appeal == "open")

    def _certificates_issue(self, entry, _tried):
        if entry.is_revoked:
            return Outcome.REFUSED
        return Outcome.NOTHING if entry.is_certified else Outcome.DONE

    def _campaigns_close(self, entry, _tried):
        return _done(entry.year.is_open)

    def _campaigns_open(self, entry, _tried):
        return _done(not entry.year.is_open)

    # What they come to.

    def apply(self, tried):
        """Let a try that must succeed take its effect; returns the registrations that it moves."""
        entry, act = tried.entry, tried.act
        if act in ("recognition.award", "recognition.refuse"):
            alone = tried.variant == "alone"
            return [self._decided(each, tried.who) for each in ([entry] if alone else self.waiting(entry.year))]
        if act == "meetings.call":
            entry.year.has_open_meeting = True
            scored = [each for each in self.of(entry.year) if each.state == State.SCORED]
            return [self._tabled(each, tried.who) for each in scored]
        if act == "meetings.close":
            return self._closed(entry.year, tried.who)
        if act in MOVES and not (act == "appraisal.survey" and entry.state == State.SURVEYED):
            return [self._moved(tried)]
        self._noted(tried)
        return []

    def _moved(self, tried):
        entry, act = tried.entry, tried.act
        if act == "appraisal.self_score":
            entry.own = "done"
        elif act == "appraisal.score":
            entry.earns = not entry.is_weak and tried.variant != "veto"
        elif act == "meetings.table":
            return self._tabled(entry, tried.who)
        elif act == "meetings.take_off":
            entry.items.pop()
        elif act == "recognition.reconsider":
            entry.appeal = "answered"
        elif act == "recognition.recognise":
            entry.is_named = True
        elif act == "recognition.revoke":
            entry.is_revoked = True
        return _take(entry, act, tried.who)

    def _tabled(self, entry, who):
        entry.items.append(Item(entry.earns))
        return _take(entry, "meetings.table", who)

    def _decided(self, entry, who):
        if entry.item.result == "passed":
            entry.is_named = True
            return _take(entry, "recognition.award", who)
        entry.is_refused, entry.appeal = True, ""
        return _take(entry, "recognition.refuse", who)

    def _closed(self, year, who):
        year.has_open_meeting = False
        on = [each for each in self.of(year) if each.on_agenda]
        for entry in on:
            entry.item.is_closed = True
        return [_take(each, "meetings.take_off", who) for each in on if each.item.result == "put_off"]

    def _noted(self, tried):
        entry, act, variant = tried.entry, tried.act, tried.variant
        if act == "registry.report":
            entry.is_reported, entry.version = True, entry.version + 1
        elif act.startswith("appraisal."):
            _note_sheets(entry, act, variant)
        elif act.startswith("meetings."):
            _note_result(entry.item, act, variant)
        elif act in ("recognition.appeal", "recognition.dismiss"):
            entry.appeal = "open" if act == "recognition.appeal" else "answered"
        elif act == "certificates.issue":
            entry.is_certified = True
        else:
            entry.year.is_open = act == "campaigns.open"


def _note_sheets(entry, act, variant):
    to = {"appraisal.fill": "done", "appraisal.reopen": "assigned", "appraisal.withdraw": "withdrawn"}
    if act == "appraisal.begin":
        entry.own, entry.own_is_whole = "open", entry.own_is_whole or variant != "part"
    elif act == "appraisal.assign":
        entry.sheets |= {who: "assigned" for who in SCORERS if entry.sheets.get(who) not in ("assigned", "done")}
    elif act in to:
        entry.sheets[variant] = to[act]


def _note_result(item, act, variant):
    if act == "meetings.settle":
        item.result = variant
        return
    item.is_voted, item.is_agreed = True, variant == "yes"
    item.result = "failed" if not item.is_agreed else "passed" if item.earns else ""


def _done(is_so):
    return Outcome.DONE if is_so else Outcome.REFUSED


def _is_scored_now(entry):
    return entry.state in OPEN_TO_SCORERS and entry.year.is_open


def _moves(entry, act):
    """Tell whether the table has the step here and now."""
    move = MOVES[act]
    is_meant = move.procedure in (None, entry.year.procedure)
    return entry.state in move.sources and is_meant and (move.in_closed or entry.year.is_open)


def _needs_reason(tried):
    """Tell whether a reason is asked for."""
    entry, act = tried.entry, tried.act
    if act == "appraisal.score":
        return tried.variant == "veto" or list(entry.sheets.values()).count("done") < EACH
    if act == "meetings.settle":
        return tried.variant != "passed" or not entry.item.earns
    return True


def _ways(item):
    """Return the results that may be written to an item of an open meeting."""
    if not item.is_voted:
        return ["put_off"]
    if item.is_agreed:
        return ["passed"] if item.earns else ["passed", "failed"]
    return ["failed"]


def _take(entry, act, who):
    to = MOVES[act].to
    entry.steps.append(Taken(act, entry.state, to, who))
    entry.state, entry.version = to, entry.version + 1
    return entry
