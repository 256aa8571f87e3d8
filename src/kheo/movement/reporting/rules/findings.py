"""What is wrong with a report, and from what its numbers differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from kheo.lib.numbers import grouped
from kheo.movement.reporting.rules.checks import Value, holds
from kheo.movement.reporting.rules.texts import Cell, Layout, Section
from kheo.movement.reporting.states import Differs, Severity

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Written:
    """What a unit has written: words by section, what it typed by cell, its reasons for corrections by cell and for
    checks that warn by their number."""

    sections: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    excuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something wrong: how grave it is, where (the name of a section, a cell, or the number of a check), in words; a
    warning that has its reason `is_excused`."""

    severity: Severity
    place: str
    text: str
    is_check: bool = False
    is_excused: bool = False


@dataclass(frozen=True)
class Difference:
    """That a number of a report is not what another source says."""

    kind: Differs
    cell: Cell
    said: Decimal
    other: Decimal


def values_of(layout: Layout, typed: Mapping[str, str], sources: Mapping[str, Decimal]) -> dict[str, Value]:
    """Return what the cells of a report say: what was typed, or else what their sources say."""
    return {cell.name: value_in(cell, typed, sources) for cell in layout.cells()}


def value_in(cell: Cell, typed: Mapping[str, str], sources: Mapping[str, Decimal]) -> Value:
    """Return what one cell says."""
    if cell.is_text:
        return typed.get(cell.name, "")
    return as_number(typed[cell.name]) if cell.name in typed else sources.get(cell.name)


def as_number(text: str) -> Decimal | None:
    """Return a kept number; None if there is none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def findings(
    layout: Layout, written: Written, sources: Mapping[str, Decimal], before: Mapping[str, Value]
) -> list[Finding]:
    """Return everything that is wrong with a report, in the order of its form."""
    values = values_of(layout, written.cells, sources)
    found = [_in_section(section, written.sections.get(section.key, "")) for section in layout.sections]
    found += [_in_cell(cell, values[cell.name], written, sources) for cell in layout.cells()]
    return [each for each in found if each] + list(_by_checks(layout, written, values, before))


def stopping(found: Sequence[Finding]) -> list[str]:
    """Return in words what stops a report from being sent."""
    words = [each.text for each in found if each.severity == Severity.ERROR]
    unexcused = [each.text for each in found if each.severity == Severity.WARNING and not each.is_excused]
    return words + [_("Say why, beside the check: %(text)s") % {"text": text} for text in unexcused]


def _in_section(section: Section, text: str) -> Finding | None:
    words, about = len(text.split()), {"heading": section.heading}
    if section.is_required and not words:
        return Finding(Severity.ERROR, section.key, _("“%(heading)s” is not written yet.") % about)
    if section.words and words > section.words:
        about |= {"words": str(words), "most": str(section.words)}
        said = _("“%(heading)s” has %(words)s words; at most %(most)s are asked for. Shorten it.")
        return Finding(Severity.ERROR, section.key, said % about)
    return None


def _in_cell(cell: Cell, value: Value, written: Written, sources: Mapping[str, Decimal]) -> Finding | None:
    about = {"label": cell.label}
    if cell.is_required and value is None:
        return Finding(Severity.ERROR, cell.name, _("“%(label)s” has no number yet; write 0 if there is none.") % about)
    if is_corrected(cell, value, sources) and not written.reasons.get(cell.name):
        about |= {"source": grouped(sources[cell.name]), "said": grouped(value) if isinstance(value, Decimal) else "–"}
        said = _("“%(label)s”: you write %(said)s where the source says %(source)s. Say why in the box beside it.")
        return Finding(Severity.ERROR, cell.name, said % about)
    return None


def is_corrected(cell: Cell, value: Value, sources: Mapping[str, Decimal]) -> bool:
    """Tell whether a cell says something else than its source."""
    return cell.name in sources and value != sources[cell.name]


def _by_checks(layout: Layout, written: Written, values: Values, before: Values) -> Iterator[Finding]:
    for number, check in enumerate(layout.checks):
        if holds(check.tree, values, before) is False:
            excused = check.severity == Severity.WARNING and bool(written.excuses.get(str(number)))
            yield Finding(check.severity, str(number), check.says, is_check=True, is_excused=excused)


def differences(
    layout: Layout,
    said: Values,
    others: Mapping[Differs, Mapping[str, Value]],
    swing: int,
) -> list[Difference]:
    """Return the numbers that differ from the register and from the sum of the parts at all, and from the last period
    by more than so many percent."""
    found = []
    for cell in layout.cells():
        for kind, values in others.items():
            own, other = said.get(cell.name), values.get(cell.name)
            if not isinstance(own, Decimal) or not isinstance(other, Decimal):
                continue
            if _moved(own, other, swing) if kind == Differs.BEFORE else own != other:
                found.append(Difference(kind, cell, own, other))
    return found


def _moved(own: Decimal, other: Decimal, swing: int) -> bool:
    """Tell whether a number moved by more than so many percent; from nothing, any number did not."""
    return bool(other) and abs(own - other) * 100 > abs(other) * swing


def added(layout: Layout, parts: Sequence[Values]) -> dict[str, Decimal]:
    """Return the sums of the cells that may be added; nothing where no part says a number."""
    sums: dict[str, Decimal] = {}
    for cell in layout.cells():
        numbers = [value for part in parts if isinstance(value := part.get(cell.name), Decimal)]
        if cell.is_additive and numbers:
            sums[cell.name] = sum(numbers, Decimal(0))
    return sums


def gathered(section: Section, parts: Sequence[tuple[str, Mapping[str, str]]]) -> str:
    """Return the words of several units about a section, each under the name of its unit."""
    told = [(name, words.get(section.key, "").strip()) for name, words in parts]
    return "\n\n".join(f"{name}: {words}" for name, words in told if words)
