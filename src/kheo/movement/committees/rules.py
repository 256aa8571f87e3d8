"""Why a committee cannot be set up or restaffed as said. Most of it asks nothing of the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.models import Committee, Membership
from kheo.movement.committees.states import Seat
from kheo.organisation.units.models import Unit


@dataclass(frozen=True)
class Sitting:
    """One person named to a committee: name, title and seat make who it is."""

    name: str
    title: str
    seat: Seat

    def tidied(self) -> "Sitting":
        """Return it in the form in which it is kept and compared."""
        return Sitting(normalise(self.name), normalise(self.title), Seat(self.seat))


@dataclass(frozen=True)
class StaffingFacts:
    """What a decision says beside who sits: number, days, standing office, term. Without `valid_from` it is in force
    from the day on which it was signed."""

    number: str
    signed_on: date
    signed_by: str
    valid_from: date | None = None
    standing_office: Unit | None = None
    term_starts_on: date | None = None
    term_ends_on: date | None = None

    @property
    def day(self) -> date:
        return self.valid_from or self.signed_on


def sitting_of(member: Membership) -> Sitting:
    """Return what a row says of a person."""
    return Sitting(member.name, member.title, Seat(member.seat))


def usual_name(movement: Movement, unit: Unit) -> str:
    """Return what the committee of a unit for a movement is called where nobody says otherwise."""
    named = {"movement": movement.name, "unit": unit.name[:1].lower() + unit.name[1:]}
    if movement.name.startswith("Phong"):
        named["movement"] = movement.name[:1].lower() + movement.name[1:]
    return _("Steering committee of %(movement)s, %(unit)s") % named


def why_not_seat(members: Sequence[Sitting]) -> list[str]:
    """Return every reason against a list of members."""
    if not members:
        return [_("A committee needs members.")]
    reasons = []
    if any(not member.name or not member.title for member in members):
        reasons.append(_("Each member needs a full name and a post."))
    return reasons + why_not_head(members) + why_not_twice(members)


def why_not_head(members: Sequence[Sitting]) -> list[str]:
    """Return the reason against who is named as head, if there is one."""
    heads = [member.name for member in members if member.seat == Seat.HEAD]
    if len(heads) > 1:
        return [_("A committee has one head; %(names)s are named as such.") % {"names": ", ".join(heads)}]
    return [] if heads else [_("Nobody is named as head.")]


def why_not_twice(members: Sequence[Sitting]) -> list[str]:
    """Return a reason for everybody who is named twice in the same post."""
    named = Counter((member.name.casefold(), member.title.casefold()) for member in members)
    first = {(member.name.casefold(), member.title.casefold()): member.name for member in reversed(members)}
    return [
        _("%(name)s is named twice.") % {"name": first[key]} for key, times in named.items() if times > 1 and key[0]
    ]


def why_not_decide(facts: StaffingFacts, today: date) -> list[str]:
    """Return every reason against entering a decision on a day."""
    reasons = []
    if not normalise(facts.number) or not normalise(facts.signed_by):
        reasons.append(_("A decision needs its number and who signed it."))
    if facts.signed_on > today:
        reasons.append(
            _("The decision is dated %(day)s, a day still to come. Enter it when it is signed.")
            % {"day": short_date(facts.signed_on)}
        )
    if facts.day < facts.signed_on:
        reasons.append(_("The decision cannot be in force before the day on which it was signed."))
    if facts.term_starts_on and facts.term_ends_on and facts.term_ends_on < facts.term_starts_on:
        reasons.append(_("The term must not end before it begins."))
    return reasons


def why_not_change(
    committee: Committee, facts: StaffingFacts, *, before: date, present: Sequence[Sitting], members: Sequence[Sitting]
) -> list[str]:
    """Return what speaks against a restaffing beside its list and its decision; `before` is the day of the staffing
    that it follows, `present` who sits now."""
    reasons = []
    if facts.day <= before:
        reasons.append(
            _("The committee was last staffed from %(day)s; a restaffing must be in force from a later day.")
            % {"day": short_date(before)}
        )
    said = (facts.standing_office, facts.term_starts_on, facts.term_ends_on)
    known = (committee.standing_office, committee.term_starts_on, committee.term_ends_on)
    if set(members) == set(present) and said == known:
        reasons.append(_("Nobody comes, nobody leaves and nothing else changes: there is nothing to enter."))
    return reasons


def why_not_there(committee: Committee, facts: StaffingFacts) -> list[str]:
    """Return what the units say against it: whether the committee's unit stands on the day, and its standing office at
    or below it."""
    reasons = []
    unit, office = committee.unit, facts.standing_office
    if not Unit.objects.standing(facts.day).filter(pk=unit.pk).exists():
        reasons.append(_("%(unit)s does not stand on %(day)s.") % {"unit": unit.name, "day": short_date(facts.day)})
    elif office and not Unit.objects.under(unit, facts.day).filter(pk=office.pk).exists():
        reasons.append(
            _("The standing office, %(office)s, does not belong to %(unit)s.")
            % {"office": office.name, "unit": unit.name}
        )
    return reasons


def why_not_set_up(committee: Committee) -> list[str]:
    """Return what speaks against the committee itself."""
    reasons = [] if normalise(committee.name) else [_("The committee needs a name.")]
    if Committee.objects.filter(unit=committee.unit, movement=committee.movement).exists():
        reasons.append(_("%(unit)s has a committee already; restaff that one.") % {"unit": committee.unit.name})
    return reasons
