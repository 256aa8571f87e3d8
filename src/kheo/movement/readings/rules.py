from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.lib.office.texts_in import KINDS as TEXT_KINDS
from kheo.lib.reading.checks import bounds
from kheo.lib.reading.findings import Amount
from kheo.lib.vitext import fold
from kheo.movement.readings.states import FIELDS, GIVEN, OWNERS, ROLES, Agreement, Matter, Qualifier, Span

KINDS = TEXT_KINDS
SMALL_FILE = 300_000  # bytes; a larger one is read in the background
LONGEST_TEXT = 500_000  # characters
MOST_AT_ONCE = 100  # reports
MOST_A_DAY = 500  # reports that one person may bring
WORDS_LIMIT = 300
FIRST_YEAR = 1945
_SURE_ROLES = ("total", "field", "split")
NOT_OFFERED = frozenset({"part", "target", "other_place"})

Facts = Mapping[str, Any]  # Any: JSON, as `Findings.as_json` makes it


@dataclass(frozen=True)
class Offer:
    """A number found in a report that may be confirmed; `is_usual` if nothing speaks against it."""

    key: str
    matter: Matter
    part: str
    role: str
    value: Decimal
    high: Decimal | None
    qualifier: Qualifier
    measure: str
    year: int | None
    start: int
    end: int
    words: str
    is_usual: bool = False

    def told_of(self, year: int) -> int:
        """Return the year that the number is of, in a report of a year: its own where it is one of another time."""
        return self.year if self.year and self.role == "other_period" else year

    @property
    def number(self) -> str:
        """Return the number as it is told: "hơn 130", "80–85"."""
        return told(self.value, self.high, self.qualifier)

    @property
    def what(self) -> str:
        """Return what it is a number of."""
        return matter_in_words(self.matter, self.part)

    @property
    def role_label(self) -> str:
        """Return what it is to the report: its total, a field, another year's."""
        return str(ROLES[self.role])


def told(value: Decimal | float, high: Decimal | float | None, qualifier: str) -> str:
    """Return a number with how sure it is, in words."""
    number = grouped(plain(value)) if high is None else f"{grouped(plain(value))}–{grouped(plain(high))}"
    return " ".join(part for part in (str(Qualifier(qualifier).label), number) if part)


def plain(value: Decimal | float) -> int | Decimal:
    """Return a number without zeros behind its comma."""
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


def offers(findings: Facts) -> list[Offer]:
    """Return the numbers of a report that may be confirmed, in the order of the text, the main ones first: none of
    another place, none that is only wished for, no part of which nobody can say what it is a part of."""
    found = [*_of_models(findings), *_given(findings)]
    return sorted(found, key=lambda one: (one.role not in _SURE_ROLES, one.start))


def _of_models(findings: Facts) -> Iterator[Offer]:
    parts = {(one["start"], one["end"]): key for key, one in (findings.get("fields") or {}).items()}
    parts |= {(one["start"], one["end"]): key for key, one in (findings.get("split") or {}).items()}
    checks = {
        "field": findings.get("sum_check"),
        "split": findings.get("split_check"),
        "total": findings.get("sum_check"),
    }
    for one in findings.get("figures") or []:
        if one.get("value") is None or one["role"] in NOT_OFFERED:
            continue
        usual = one["role"] in _SURE_ROLES and checks[one["role"]] != "not_equal"
        part = parts.get((one["start"], one["end"]), "") if one["role"] in ("field", "split") else ""
        yield _offer(
            one, Matter(one.get("counts") or Matter.MODELS), part, one["role"], one.get("year"), is_usual=usual
        )


def _given(findings: Facts) -> Iterator[Offer]:
    for one in findings.get("contributions") or []:
        if one.get("value") is not None:
            yield _offer(one, Matter(one["kind"]), "", "given", None)


def _offer(one: Facts, matter: Matter, part: str, role: str, year: int | None, *, is_usual: bool = False) -> Offer:
    high = one.get("high")
    return Offer(
        key=f"{one['start']}-{one['end']}-{matter}",
        matter=matter,
        part=part,
        role=role,
        value=Decimal(str(one["value"])),
        high=Decimal(str(high)) if high is not None else None,
        qualifier=Qualifier(one["qualifier"]),
        measure=one.get("unit") or "",
        year=year,
        start=one["start"],
        end=one["end"],
        words=str(one["text"])[:WORDS_LIMIT],
        is_usual=is_usual,
    )


def matter_in_words(matter: str, part: str) -> str:
    """Return what a figure is of: "registered – Economy"."""
    said: list[str | Promise] = [Matter(matter).label]
    if part:
        said.append(part_in_words(part))
    return " – ".join(map(str, said))


def part_in_words(part: str) -> str:
    """Return a field, several fields together, or an owner, as people call it."""
    return " + ".join(str(FIELDS.get(one) or OWNERS.get(one) or one) for one in part.split("+"))


def agreement(value: Decimal, high: Decimal | None, qualifier: str, counted: int | None) -> Agreement:
    """Return how a reported number stands to a count; "hơn 130" agrees with whatever may be called so."""
    if counted is None:
        return Agreement.NOTHING
    edges = bounds(Amount(start=0, end=0, text="", value=value, high=high, qualifier=qualifier))
    return Agreement.AGREES if edges and edges[0] <= counted <= edges[1] else Agreement.DIFFERS


def is_comparable(matter: str, span: str) -> bool:
    """Tell whether the register can be asked for the same: models, of a whole year."""
    return matter not in GIVEN and span == Span.YEAR


def why_not_bring(brought_today: int) -> list[str]:
    """Return what is against one more report of a person."""
    if brought_today < MOST_A_DAY:
        return []
    said = _("You have sent %(number)s reports today; at most %(most)s can be sent in one day.")
    return [said % {"number": brought_today, "most": MOST_A_DAY}]


def why_not_confirm(picked: Collection[Offer], year: int | None, stated_on: date | None, today: date) -> list[str]:
    """Return every reason against keeping these numbers as figures of a year."""
    reasons = []
    if not picked:
        reasons.append(_("Choose at least one number."))
    if year is None or not FIRST_YEAR <= year <= today.year + 1:
        reasons.append(_("Say of which year the numbers are, for example %(year)s.") % {"year": today.year})
    if stated_on is None or stated_on > today:
        reasons.append(_("Say on which day the report stated them; the day cannot be in the future."))
    return reasons + _said_twice(picked, year or 0)


def _said_twice(picked: Collection[Offer], year: int) -> list[str]:
    """Return what is against two numbers for one thing."""
    seen: dict[tuple[str, str, int], Offer] = {}
    reasons = []
    for one in picked:
        other = seen.setdefault((one.matter, one.part, one.told_of(year)), one)
        if other.value != one.value:
            said = _("Two different numbers were chosen for “%(what)s”: %(one)s and %(other)s. Keep one of them.")
            what = matter_in_words(one.matter, one.part)
            reasons.append(said % {"what": what, "one": other.number, "other": one.number})
    return reasons


def is_plain_case(findings: Facts, unit: str) -> bool:
    """Tell whether a report can be confirmed together with others, unread: its year and an exact total are stated,
    nothing in it disagrees, and the place that it names, if any, is the unit of that name."""
    total = findings.get("total") or {}
    if fold(findings.get("place") or "") not in fold(unit):
        return False
    agree = findings.get("sum_check") != "not_equal" and findings.get("split_check") != "not_equal"
    return bool(findings.get("year") and total.get("qualifier") == "exact" and agree)


def stated_on(findings: Facts, arrived: date) -> date:
    """Return the day on which a report states its numbers: of its event, its publication, or else its arrival."""
    said = findings.get("event_date") or findings.get("published_on")
    return date.fromisoformat(said) if said else arrived
