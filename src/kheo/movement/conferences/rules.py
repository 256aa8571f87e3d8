"""What a conference, its programme, delegates, papers and conclusions must be like; and the codes of invitations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Campaign
from kheo.movement.conferences.models import Conference, Guest, Item, Speech
from kheo.movement.conferences.states import (
    AHEAD,
    CHOSEN,
    GOING,
    MOVES,
    Answer,
    ConferenceKind,
    SpeechState,
    State,
)
from kheo.organisation.units.models import Unit

_HALF = 16  # letters of the secret, and of its seal
MOST_MINUTES = 600


@dataclass(frozen=True)
class ConferenceFacts:
    """What is said of a conference that is to be held."""

    kind: ConferenceKind
    campaign: Campaign
    title: str
    held_on: date
    begins_at: time | None = None
    place: str = ""
    chair: str = ""
    since_year: int | None = None


@dataclass(frozen=True)
class Slot:
    """A point of the programme with its times; without the hour of the conference there are none."""

    item: Item
    begins: time | None
    ends: time | None


@dataclass(frozen=True)
class Person:
    """A delegate as somebody named one: unit is the one that answers, workplace what was written."""

    name: str
    title: str = ""
    workplace: str = ""
    unit: Unit | None = None
    group: str = ""


@dataclass(frozen=True)
class SpeechFacts:
    """What is said of a paper: about what, who speaks for how long, until when it is to be sent."""

    title: str
    speaker: str = ""
    post: str = ""
    minutes: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class DutyFacts:
    """What a conclusion gives a unit to do; `duty` is its number where it was said before."""

    unit: Unit | None
    title: str
    due_on: date | None = None
    proofs: tuple[str, ...] = ()
    duty: int | None = None


@dataclass
class Pasted:
    """What a pasted list of delegates says, and the lines that say nothing clear."""

    people: list[Person] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def why_not_conference(facts: ConferenceFacts) -> list[str]:
    """Return every reason against a conference as it is described."""
    reasons = []
    if not normalise(facts.title):
        reasons.append(_("Say what the conference is called."))
    is_term = facts.kind == ConferenceKind.TERM
    if is_term and facts.since_year is None:
        reasons.append(_("Say from which year on a term review looks back."))
    if facts.since_year is not None and facts.since_year > facts.campaign.year:
        reasons.append(_("The first year must not be after the year of the campaign."))
    return reasons


def why_not_move(conference: Conference, act: str, reason: str = "") -> list[str]:
    """Return every reason against a step in the life of a conference."""
    move = MOVES[act]
    if conference.state not in move.sources:
        return [_("The conference is “%(state)s” now: this step is not open.") % _state(conference)]
    if move.needs_reason and not normalise(reason):
        return [_("Say why the conference is cancelled: those who were invited are told.")]
    if act == "invite" and conference.begins_at is None:
        return [_("Say at which hour the conference begins before invitations go out.")]
    if act == "invite" and not normalise(conference.place):
        return [_("Say where the conference is held before invitations go out.")]
    return []


def why_not_prepare(conference: Conference) -> list[str]:
    """Return what is against changing the programme or the delegates."""
    if conference.state in AHEAD:
        return []
    return [_("The conference is “%(state)s” now: its preparation is over.") % _state(conference)]


def why_not_enter(conference: Conference, day: date) -> list[str]:
    """Return what is against noting on a day that somebody came."""
    if conference.state == State.CANCELLED:
        return [_("The conference was cancelled: nobody is noted at its door.")]
    if conference.state == State.CONCLUDED:
        return [_("The conclusions are closed: the list of those present stands.")]
    if day < conference.held_on:
        return [_("The door opens on the day of the conference, not before.")]
    return []


def why_not_answer(conference: Conference, answer: Answer, substitute: str, absence: str) -> list[str]:
    """Return every reason against what a unit answers about a delegate."""
    reasons = why_not_prepare(conference)
    if answer == Answer.SUBSTITUTED and not normalise(substitute):
        reasons.append(_("Name who comes as the substitute."))
    if answer == Answer.DECLINED and not normalise(absence):
        reasons.append(_("Say why the delegate will be absent."))
    return reasons


def why_not_item(content: str, minutes: int) -> list[str]:
    """Return every reason against a point of the programme."""
    reasons = []
    if not normalise(content):
        reasons.append(_("Say what this point of the programme is about."))
    if not 1 <= minutes <= MOST_MINUTES:
        reasons.append(_("A point of the programme lasts from 1 to 600 minutes."))
    return reasons


def why_not_speeches(conference: Conference) -> list[str]:
    """Return what is against asking for papers, sending or choosing them."""
    if conference.state in GOING:
        return []
    return [_("The conference is “%(state)s” now: its papers stand.") % _state(conference)]


def why_not_speech(facts: SpeechFacts, held_on: date) -> list[str]:
    """Return every reason against a paper as it is described."""
    reasons = []
    if not normalise(facts.title):
        reasons.append(_("Say what the paper is about."))
    if facts.minutes is not None and not 1 <= facts.minutes <= MOST_MINUTES:
        reasons.append(_("A paper takes from 1 to 600 minutes."))
    if facts.due_on and facts.due_on > held_on:
        reasons.append(_("The paper is to be sent before the conference, not after it."))
    return reasons


def why_not_offer(conference: Conference, facts: SpeechFacts) -> list[str]:
    """Return every reason against a paper that a unit offers unasked."""
    if conference.state not in AHEAD:
        return [_("The conference is “%(state)s” now: papers are not offered any more.") % _state(conference)]
    return why_not_speech(facts, conference.held_on)


def why_not_answer_offer(speech: Speech) -> list[str]:
    """Return what is against taking or declining what a unit offers."""
    if speech.state == SpeechState.OFFERED:
        return []
    return [_("The offer is answered already: “%(state)s”.") % {"state": speech.get_state_display()}]


def why_not_handle(speech: Speech) -> list[str]:
    """Return what is against handling a paper as one that was asked for."""
    if speech.state == SpeechState.OFFERED:
        return [_("The unit only offers this paper: take the offer or decline it first.")]
    if speech.state == SpeechState.REFUSED:
        return [_("The offer of this paper was declined.")]
    return []


def why_not_choose(speech: Speech, to: SpeechState) -> list[str]:
    """Return what is against saying what a paper that came is for."""
    if reasons := why_not_handle(speech):
        return reasons
    if speech.state == SpeechState.ASKED:
        return [_("The paper has not come yet.")]
    if to not in CHOSEN | {SpeechState.RECEIVED}:
        return [_("Say whether the paper is spoken or printed.")]
    return []


def why_not_conclusion(text: str, duties: Sequence[DutyFacts], held_on: date) -> list[str]:
    """Return every reason against a conclusion and what it gives units to do, each once."""
    reasons = [] if normalise(text) else [_("Write what was concluded.")]
    for facts in duties:
        if facts.unit and not normalise(facts.title):
            reasons.append(_("Say what the unit is to do."))
        if normalise(facts.title) and not facts.unit:
            reasons.append(_("Choose the unit that has to do it."))
        if facts.due_on and facts.due_on < held_on:
            reasons.append(_("The last day must not be before the conference."))
    said = [(facts.unit, _key(facts.title), facts.due_on) for facts in duties]
    if len(set(said)) < len(said):
        reasons.append(_("The same unit is given the same task until the same day twice."))
    return list(dict.fromkeys(reasons))


def why_not_issue(conference: Conference, number: str, day: date, today: date) -> list[str]:
    """Return every reason against noting that the notice of the conclusions was issued."""
    if conference.state != State.CONCLUDED:
        return [_("Close the conclusions first.")]
    reasons = []
    if not normalise(number):
        reasons.append(_("Enter the number of the notice."))
    if not conference.held_on <= day <= today:
        reasons.append(_("The notice is issued from the day of the conference on, and not after today."))
    return reasons


def why_not_hand_over(conference: Conference) -> list[str]:
    """Return what is against noting that a commendation was handed over at a conference, or fetched after it."""
    if conference.state == State.CANCELLED:
        return [_("The conference was cancelled: nothing is handed over at it.")]
    return []


def overrun(item: Item, speeches: Iterable[Speech]) -> int:
    """Return how many minutes the papers of a point of the programme take more than it has."""
    return max(0, sum(speech.minutes or 0 for speech in speeches) - item.minutes)


def slots(begins_at: time | None, items: Iterable[Item]) -> list[Slot]:
    """Return the programme with its times, one point after the other."""
    if begins_at is None:
        return [Slot(item, None, None) for item in items]
    found, now = [], datetime.combine(date.min, begins_at)
    for item in items:
        after = now + timedelta(minutes=item.minutes)
        found.append(Slot(item, now.time(), after.time()))
        now = after
    return found


def read_people(text: str, units: Sequence[tuple[str, Unit]], group: str = "") -> Pasted:
    """Return the delegates of a pasted list: a line each of name, post and unit, divided by tabs (as Excel copies
    cells), semicolons or bars. `units` are the names by which the units below are known."""
    known, found = {_key(name): unit for name, unit in units}, Pasted()
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [normalise(part) for part in _parted(line)]
        if not any(parts):
            continue
        name, title, workplace, *_rest = [*parts, "", "", ""]
        if not name or len(name) > 150 or name.isdecimal():
            words = _("Line %(number)s: “%(line)s”. Begin with the full name, then post and unit.")
            found.wrong.append(words % {"number": number, "line": normalise(line)[:80]})
            continue
        unit = known.get(_key(workplace)) if workplace else None
        found.people.append(Person(name, title[:200], unit.name if unit else workplace[:200], unit, group))
    return found


def code_of(guest: Guest) -> str:
    """Return the code of a delegate's invitation: a chance word and its seal, good for this conference alone."""
    return (guest.secret + _seal(guest.conference_id, guest.secret)).upper()


def secret_in(code: str, conference_id: int) -> str | None:
    """Return the chance word of a code if its seal is one of this conference."""
    secret, seal = code.lower()[:_HALF], code.lower()[_HALF:]
    return secret if constant_time_compare(seal, _seal(conference_id, secret)) else None


def _seal(conference_id: int, secret: str) -> str:
    return salted_hmac("kheo.conferences.door", f"{conference_id}:{secret}", algorithm="sha256").hexdigest()[:_HALF]


def _parted(line: str) -> list[str]:
    for sign in ("\t", ";", "|"):
        if sign in line:
            return line.split(sign)
    return [line]


def _key(name: str) -> str:
    return normalise(name).casefold()


def _state(conference: Conference) -> dict[str, str]:
    return {"state": conference.get_state_display()}
