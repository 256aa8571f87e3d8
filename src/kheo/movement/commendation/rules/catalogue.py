"""What a form of reward says, and what is against saying it so; how its money is reckoned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.movement.commendation.states import LEGAL, LEVEL_OF_GIVER, Giver, RewardKind

MOST = Decimal(100)


@dataclass(frozen=True)
class FormFacts:
    """All that a row of the catalogue says; `valid_to` is the first day on which it holds no more."""

    kind: str
    name: str
    level: str
    giver: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    collective: Decimal | None = None
    individual: Decimal | None = None
    household: Decimal | None = None
    round_up_to: int = 1
    needs_title: bool = False
    title_level: str = ""
    years_needed: int = 0
    years_of: int = 0
    needs_kind: str = ""
    note: str = ""

    @property
    def multiples(self) -> dict[str, Decimal]:
        """The multiples of the base salary by the kinds of holder that it is for."""
        said = {"collective": self.collective, "individual": self.individual, "household": self.household}
        return {kind: multiple for kind, multiple in said.items() if multiple is not None}

    @property
    def last_day(self) -> date | None:
        """The last day on which it may be given."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    def holds_on(self, day: date) -> bool:
        """Return whether it may be given on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def why_not_keep(facts: FormFacts, beside: Iterable[FormFacts] = ()) -> list[str]:
    """Return every reason against a row of the catalogue as it is said; `beside` are the other rows of the unit."""
    reasons = []
    if not facts.name or not facts.basis:
        reasons.append(_("A form of reward needs its name and its legal basis."))
    if facts.valid_to is not None and facts.valid_to <= facts.valid_from:
        reasons.append(_("The last day must not be before the first."))
    if not facts.multiples:
        reasons.append(_("Say for whom it is: give a multiple for at least one kind of holder (0 is without money)."))
    if any(not 0 <= multiple <= MOST for multiple in facts.multiples.values()):
        reasons.append(_("Multiples of the base salary lie between 0 and %(most)s.") % {"most": MOST})
    if facts.round_up_to < 1:
        reasons.append(_("Money is rounded up to at least 1 đồng."))
    reasons += _why_not_giver(facts) + _why_not_conditions(facts)
    twins = [each for each in beside if _is_same(each, facts) and _overlap(each, facts)]
    for twin in twins:
        reasons.append(
            _("“%(name)s” stands in the catalogue from %(day)s already; end it before this one begins.")
            % {"name": twin.name, "day": short_date(twin.valid_from)}
        )
    return reasons


def _is_same(one: FormFacts, other: FormFacts) -> bool:
    return (one.kind, one.level, one.giver, one.name) == (other.kind, other.level, other.giver, other.name)


def _overlap(one: FormFacts, other: FormFacts) -> bool:
    first, second = sorted((one, other), key=lambda each: each.valid_from)
    return first.valid_to is None or second.valid_from < first.valid_to


def _why_not_giver(facts: FormFacts) -> list[str]:
    reasons = []
    fixed = LEVEL_OF_GIVER.get(Giver(facts.giver))
    if fixed and fixed != facts.level:
        said = {"giver": Giver(facts.giver).label, "level": fixed.label}
        reasons.append(_("%(giver)s gives at this level: %(level)s.") % said)
    if facts.kind in LEGAL and facts.giver == Giver.STEERING:
        reasons.append(
            _("A steering committee recognises and praises; commendation is given by an authority (law 06/2022/QH15).")
        )
    return reasons


def _why_not_conditions(facts: FormFacts) -> list[str]:
    reasons = []
    if facts.title_level and not facts.needs_title:
        reasons.append(_("A level of the title is only asked for where the title is needed."))
    if bool(facts.years_needed) != bool(facts.years_of) or facts.years_needed > facts.years_of:
        reasons.append(_("Of the last years at most as many can be asked for as are looked at: for example 2 of 3."))
    return reasons


def money(multiple: Decimal, salary: Decimal | None, round_up_to: int = 1) -> Decimal:
    """Return whole đồng: the multiple of a base salary, rounded up to whole `round_up_to`, or to the nearest đồng."""
    if not multiple:
        return Decimal(0)
    if salary is None:
        raise ValueError("money needs a base salary")
    exact = multiple * salary
    if round_up_to == 1:
        return exact.quantize(Decimal(1), ROUND_HALF_UP)
    return (exact / round_up_to).quantize(Decimal(1), ROUND_CEILING) * round_up_to


def kind_in_words(kind: str) -> str:
    """Return what a kind of reward is called."""
    return str(RewardKind(kind).label)
