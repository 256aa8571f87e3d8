"""What a workbook would do, and the form that an office fills in. Nothing is written here but files of their own."""

from kheo.machinery.intake.queries.forms import FORM_ROWS, write_form
from kheo.machinery.intake.queries.judging import (
    Judge,
    Judged,
    Tell,
    draft_rows,
    judge,
    kept_line,
    silent,
    some_at_a_time,
    suggested,
)
from kheo.machinery.intake.queries.reading import (
    fields_of,
    headings_of,
    layout_of,
    layout_to_match,
    open_book,
    read,
    without_ours,
)
from kheo.machinery.intake.queries.uploads import (
    answers_of,
    counts_of,
    roots_of,
    sent_by,
    sheets_for,
    suggestions_in,
    write_marked,
    write_marks,
)

__all__ = [
    "FORM_ROWS",
    "Judge",
    "Judged",
    "Tell",
    "answers_of",
    "counts_of",
    "draft_rows",
    "fields_of",
    "headings_of",
    "judge",
    "kept_line",
    "layout_of",
    "layout_to_match",
    "open_book",
    "read",
    "roots_of",
    "sent_by",
    "sheets_for",
    "silent",
    "some_at_a_time",
    "suggested",
    "suggestions_in",
    "without_ours",
    "write_form",
    "write_marked",
    "write_marks",
]
