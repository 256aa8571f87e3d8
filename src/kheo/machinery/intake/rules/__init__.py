"""Reading a stranger's table, in the order in which it happens: its headings are found (`headings`), its columns are
taken for fields (`matching`, kept as `layouts`), its rows are sorted (`sorting`, `parts`) and its sums are checked
(`sums`); `reading` does it all. `cells` says what one cell holds, `words` by which words things are known."""

from kheo.machinery.intake.rules.cells import day_in, runs, text_of, why_not_text
from kheo.machinery.intake.rules.layouts import Layout, Place, Table
from kheo.machinery.intake.rules.limits import LARGE_FILE, LARGE_LIST, why_not_send
from kheo.machinery.intake.rules.lines import Line, Other, Passed, Reading
from kheo.machinery.intake.rules.matching import Fields, Remembered, why_not_match
from kheo.machinery.intake.rules.reading import read_tables, understand
from kheo.machinery.intake.rules.refusals import KINDS, why_not_open
from kheo.machinery.intake.rules.words import EXAMPLE, LISTS_TAB, NEEDED_MARK, NOTES_TAB, ORDINAL

__all__ = [
    "EXAMPLE",
    "KINDS",
    "LARGE_FILE",
    "LARGE_LIST",
    "LISTS_TAB",
    "NEEDED_MARK",
    "NOTES_TAB",
    "ORDINAL",
    "Fields",
    "Layout",
    "Line",
    "Other",
    "Passed",
    "Place",
    "Reading",
    "Remembered",
    "Table",
    "day_in",
    "read_tables",
    "runs",
    "text_of",
    "understand",
    "why_not_match",
    "why_not_open",
    "why_not_send",
    "why_not_text",
]
