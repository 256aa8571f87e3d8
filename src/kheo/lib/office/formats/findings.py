"""What a check of a document finds: codes and values; the rooms above say them in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kheo.lib.office.formats.lines import Line, Spot
from kheo.lib.office.formats.profiles import Block

MOST_PLACES = 5
_EXCERPT = 80


class Severity(StrEnum):
    """How much a finding weighs: against a rule, or better otherwise."""

    WRONG = "wrong"
    BETTER = "better"


class What(StrEnum):
    """What is found."""

    MISSING = "missing"
    FOREIGN_TITLE = "foreign_title"
    PAPER = "paper"
    ACROSS = "across"
    MARGIN_TOP = "margin_top"
    MARGIN_BOTTOM = "margin_bottom"
    MARGIN_LEFT = "margin_left"
    MARGIN_RIGHT = "margin_right"
    NO_PAGE_NUMBER = "no_page_number"
    PAGE_NUMBER_BELOW = "page_number_below"
    PAGE_NUMBER_ON_FIRST = "page_number_on_first"
    TYPEFACE = "typeface"
    OLD_TYPEFACE = "old_typeface"
    OLD_LETTERS = "old_letters"
    COLOUR = "colour"
    SIZE = "size"
    SIZES_DIFFER = "sizes_differ"
    HEAD_SIZES = "head_sizes"
    NOT_BOLD = "not_bold"
    BOLD = "bold"
    NOT_ITALIC = "not_italic"
    ITALIC = "italic"
    NOT_UNDERLINED = "not_underlined"
    NOT_CAPITALS = "not_capitals"
    CAPITALS = "capitals"
    ALIGNED = "aligned"
    FIRST_LINE = "first_line"
    INDENTED_BY_SPACES = "indented_by_spaces"
    BETWEEN_PARAGRAPHS = "between_paragraphs"
    LINE_SPACING = "line_spacing"
    LINE_SPACING_RULE = "line_spacing_rule"
    NO_RULE = "no_rule"
    TYPED_RULE = "typed_rule"
    NO_DASHES = "no_dashes"
    NO_STAR = "no_star"
    MOTTO = "motto"
    NUMBER_WITHOUT_COLON = "number_without_colon"
    NUMBER_WITH_COLON = "number_with_colon"
    NUMBER_ZERO = "number_zero"
    NUMBER_SIGNS = "number_signs"
    NUMBER_SPACES = "number_spaces"
    PLACE_COMMA = "place_comma"
    DAY_ZERO = "day_zero"
    MONTH_ZERO = "month_zero"
    MONTH_SPARE_ZERO = "month_spare_zero"
    AUTHORITY = "authority"
    SIGNER_TITLE = "signer_title"
    BASIS_END = "basis_end"
    LAST_BASIS_END = "last_basis_end"
    RECIPIENTS_COLON = "recipients_colon"
    RECIPIENT_DASH = "recipient_dash"
    RECIPIENT_END = "recipient_end"
    LAST_RECIPIENT_END = "last_recipient_end"
    NO_KEEPING = "no_keeping"
    KEEPING_COLON = "keeping_colon"


@dataclass(frozen=True)
class Place:
    """Where something is found: the first words of the line, and the line itself; the section of pages, 0 for none."""

    words: str = ""
    spot: Spot = Spot()
    section: int = 0


@dataclass(frozen=True)
class Finding:
    """One departure from the rules, with where it is met: the first few places, and how many there are."""

    block: Block
    what: What
    severity: Severity
    found: str
    wanted: str
    clause: str
    places: tuple[Place, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Report:
    """What a check says of a document: by which profile, on which grounds it was chosen, and what was found."""

    profile: str
    is_guessed: bool
    day: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...]


def at(line: Line) -> tuple[Place, ...]:
    """Return the place of a line."""
    words = line.words
    return (Place(words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…", line.spot),)


def told(value: float) -> str:
    """Return a length or a size as an office writes it: "12,7", "30"."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def gathered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the page, those that say the same of several lines as one."""
    same: dict[tuple[str, ...], Finding] = {}
    for one in found:
        key = (one.block, one.what, one.found, one.wanted)
        before = same.get(key)
        if before is None:
            same[key] = one
        else:
            places = (before.places + one.places)[:MOST_PLACES]
            same[key] = replace(before, places=places, count=before.count + one.count)
    order = list(Block)
    return tuple(sorted(same.values(), key=lambda one: (order.index(one.block), one.severity == Severity.BETTER)))
