"""Lists of other rooms, narrowed by words as search finds them."""

from typing import TypeVar, cast

from django.db import connection
from django.db.models import BigIntegerField, ExpressionWrapper, F, Model, QuerySet
from django.db.models.expressions import RawSQL

from kheo.machinery.search.queries.index import all_of
from kheo.machinery.search.rules import question

M = TypeVar("M", bound=Model)

# SQLite is kept from looking up each entry by its number, which would read all its words: with the plus sign it goes
# through the index of kinds and numbers instead.
_NUMBERS = {
    "sqlite": "SELECT object_id FROM search_entry WHERE kind = %s AND +id IN"
    " (SELECT rowid FROM search_index WHERE search_index MATCH %s)",
    "postgresql": "SELECT object_id FROM search_entry WHERE kind = %s AND vector @@ %s::tsquery",
}


def having(rows: QuerySet[M], kind: str, text: str, *, number: str = "pk") -> QuerySet[M]:
    """Return the rows of a list whose record of a kind has all words of a text among its names (`Facts.names`), however
    these are accented; the last word may be half typed. Abbreviations are left to search: to look them up would cost
    every list a question more. `number` is the path from a row to the number of its record. A text without a word
    narrows nothing."""
    asked = question(text)
    if not asked.folded:
        return rows
    numbers = RawSQL(_NUMBERS[connection.vendor], (kind, all_of("n", asked)))  # noqa: S611 -- words are letters and digits
    if connection.vendor != "sqlite":
        return rows.filter(**{f"{number}__in": numbers})
    # Nor is it let gather all rows that match, to put them in order: it goes through the list in its order and asks of
    # each. Of 100,000 models of which all match, a page takes 66 ms instead of 262, a rare word 26 instead of 14.
    asked_of = ExpressionWrapper(F(number) + 0, BigIntegerField())
    return cast("QuerySet[M]", rows.alias(number_of_record=asked_of).filter(number_of_record__in=numbers))
