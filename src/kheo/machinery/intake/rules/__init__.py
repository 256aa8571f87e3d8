"""Reading a stranger's table, in the order in which it happens: its headings are found (`headings`), its columns are
taken for fields (`matching`, kept as `layouts`), its rows are sorted (`sorting`, `parts`) and its sums are checked
(`sums`); `reading` does it all. `cells` says what one cell holds, `words` by which words things are known,
`columns` which columns several lists have."""

from kheo.machinery.intake.rules.cells import day_in, runs, text_of, why_not_text
from kheo.machinery.intake.rules.columns import day_column, limit_of
from kheo.machinery.intake.rules.layouts import Layout, Place, Table
from kheo.machinery.intake.rules.limits import LARGE_FILE, LARGE_LIST, why_not_send
from kheo.machinery.intake.rules.lines import Line, Other, Passed, Reading
from kheo.machinery.intake.rules.matching import Fields, Remembered, why_not_match
from kheo.machinery.intake.rules.merging import Answer, Merge, answered, is_as_downloaded, merged
from kheo.machinery.intake.rules.origins import CODE, origin_rows, with_origin
from kheo.machinery.intake.rules.reading import read_tables, understand
from kheo.machinery.intake.rules.refusals import KINDS, why_not_open
from kheo.machinery.intake.rules.words import EXAMPLE, LISTS_TAB, MARKS_TAB, NEEDED_MARK, NOTES_TAB, ORDINAL, ORIGIN_TAB

__all__ = [
    "CODE",
    "EXAMPLE",
    "KINDS",
    "LARGE_FILE",
    "LARGE_LIST",
    "LISTS_TAB",
    "MARKS_TAB",
    "NEEDED_MARK",
    "NOTES_TAB",
    "ORDINAL",
    "ORIGIN_TAB",
    "Answer",
    "Fields",
    "Layout",
    "Line",
    "Merge",
    "Other",
    "Passed",
    "Place",
    "Reading",
    "Remembered",
    "Table",
    "answered",
    "day_column",
    "day_in",
    "is_as_downloaded",
    "limit_of",
    "merged",
    "origin_rows",
    "read_tables",
    "runs",
    "text_of",
    "understand",
    "why_not_match",
    "why_not_open",
    "why_not_send",
    "why_not_text",
    "with_origin",
]
