"""What must be true of a set, of what was found of criteria, of plans, and of models that serve a criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import exact_key, normalise
from kheo.machinery.registers.kit import Fault, Record, Said
from kheo.movement.newrural.kit import SetFacts
from kheo.movement.newrural.models import MOST_CRITERIA, RuralCriterion, RuralSet
from kheo.movement.newrural.states import Standing, Verdict
from kheo.organisation.statuses.kit import NEW_RURAL
from kheo.organisation.units.models import Unit, UnitVersion
from kheo.organisation.units.states import UnitKind

FIRST_YEAR, LAST_YEAR = 2010, 2100
NAME, BASIS = 200, 300


@dataclass(frozen=True)
class Judgement:
    """What somebody says of a criterion at a commune: what was found on a day, by which papers."""

    criterion: RuralCriterion
    verdict: Verdict
    assessed_on: date
    evidence: str = ""
    note: str = ""


def is_commune(unit: Unit, day: date) -> bool:
    """Tell whether a unit was a commune on a day: towns and wards have no criteria of new rural area."""
    return UnitVersion.objects.on(day).filter(unit=unit, kind=UnitKind.COMMUNE).exists()


def why_not_found(said: Said) -> list[Fault]:
    """Return what is against an assessment by itself: its day lies in the period of its set."""
    of_set = said["criterion"].of_set
    if said["assessed_on"] >= of_set.valid_from:
        return []
    words = _("“%(set)s” begins on %(day)s only. Choose the criterion of the set before it.")
    return [Fault(words % {"set": of_set, "day": short_date(of_set.valid_from)}, "assessed_on")]


def why_not_commune(said: Said, record: Record | None) -> list[Fault]:
    """Return what is against an assessment of a unit: it was a commune on that day."""
    return [] if is_commune(said["unit"], said["assessed_on"]) else [_no_commune(said["unit"], said["assessed_on"])]


def _no_commune(unit: Unit, day: date) -> Fault:
    words = _("%(unit)s was no commune on %(day)s: only communes are assessed by these criteria.")
    return Fault(words % {"unit": unit.name, "day": short_date(day)}, "unit")


def why_not_plan(said: Said) -> list[Fault]:
    """Return what is against a plan: its year, and that it names a class of new rural area."""
    faults = []
    if not FIRST_YEAR <= said["year"] <= LAST_YEAR:
        faults.append(Fault(_("Write the year with four digits, for example 2017."), "year"))
    if said["kind"].ladder != NEW_RURAL:
        faults.append(Fault(_("Choose a class of new rural area."), "kind"))
    return faults


def why_not_plan_there(said: Said, record: Record | None) -> list[Fault]:
    """Return what is against a plan of a unit: it is a commune in that year."""
    first, last = date(said["year"], 1, 1), date(said["year"], 12, 31)
    if is_commune(said["unit"], first) or is_commune(said["unit"], last):
        return []
    return [_no_commune(said["unit"], last)]


def why_not_serve(said: Said, record: Record | None) -> list[Fault]:
    """Return what is against a model serving a criterion: a unit says it of its own models. A line that is there stays
    right when its model goes to an heir."""
    if record is not None or said["exemplar"].unit_id == said["unit"].pk:
        return []
    words = _("“%(model)s” is a model of %(unit)s. Choose that unit.")
    return [Fault(words % {"model": said["exemplar"], "unit": said["exemplar"].unit.name}, "unit")]


def why_not_assess(judgements: Sequence[Judgement], standing: Mapping[int, Standing], today: date) -> list[str]:
    """Return every reason against these judgements of one commune: `standing` says by the criterion's number of the
    row how it stands. What is to be re-assessed after a change of units needs a reason."""
    reasons = []
    if not judgements:
        reasons.append(_("Choose for one criterion at least whether it is met."))
    late = sorted({each.assessed_on for each in judgements if each.assessed_on > today})
    if late:
        words = _("%(day)s is still to come. Enter the day on which it was assessed.")
        reasons.append(words % {"day": short_date(late[0])})
    asked = [each for each in judgements if standing.get(each.criterion.pk) == Standing.ASKED]
    if any(not normalise(each.note) for each in asked):
        reasons.append(
            _("After a change of units nothing is taken over by itself: say in the note why it is met or not met now.")
        )
    return reasons


def taken_over(before: Sequence[Verdict | None]) -> Verdict | None:
    """Return what the last states of all former communes say together: met only where each of them met it; nothing
    where one of them is not known and none failed it."""
    if not before:
        return None
    if Verdict.NOT_MET in before:
        return Verdict.NOT_MET
    return None if None in before else Verdict.MET


def why_not_add_set(facts: SetFacts, others: Sequence[RuralSet]) -> list[str]:
    """Return every reason against a new set beside those that are there."""
    reasons = []
    if not normalise(facts.name) or not normalise(facts.basis):
        reasons.append(_("A set needs its name and the decision that it stands in."))
    names = [normalise(name) for name in facts.criteria if normalise(name)]
    if not 1 <= len(names) <= MOST_CRITERIA:
        words = _("Write the names of the criteria, one a line, %(most)s at most.")
        reasons.append(words % {"most": MOST_CRITERIA})
    if len({exact_key(name) for name in names}) < len(names):
        reasons.append(_("Two criteria have the same name."))
    if any(len(name) > NAME for name in names):
        reasons.append(_("The name of a criterion is longer than %(most)s characters.") % {"most": NAME})
    if any(exact_key(each.name) == exact_key(facts.name) for each in others):
        reasons.append(_("There is a set of this name already."))
    if others and facts.valid_from <= max(each.valid_from for each in others):
        last = max(each.valid_from for each in others)
        words = _("The last set begins on %(day)s; a new one begins after it.")
        reasons.append(words % {"day": short_date(last)})
    return reasons
