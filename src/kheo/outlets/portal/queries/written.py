"""Questions whose SQL is written once.

Django writes a question's SQL anew each time that it is asked, which takes longer than the answer. What is asked for
every page is written once for each connection and shape (which sites there are, which day it is), with places in it
where a number is put in.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

MOST = 400  # shapes of one connection; there is one a day for each site and question
Row = tuple[Any, ...]  # Any: the columns that were asked for
_written: WeakKeyDictionary[Any, dict[Hashable, "tuple[str, Row, SQLCompiler] | None"]] = WeakKeyDictionary()


class Given(Expression):
    """A number that is put into a question each time that it is asked."""

    output_field = BigIntegerField()

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:  # Any: as in Django
        """Return its place in the question."""
        return "%s", (self,)


def asked(write: Callable[..., QuerySet[Any, Row]], *about: Hashable, given: int | None = None) -> Iterator[Row]:
    """Return the rows of a question of columns (`values_list`).

    `write` returns it for what it is about, which is the shape of its SQL, and for a `Given` if there is a number.
    """
    connection = connections["default"]
    known = _written.setdefault(connection, {})
    key = (write, *about)
    if key not in known:
        if len(known) >= MOST:
            known.clear()
        known[key] = _sql_of(write(*about, *([] if given is None else [Given()])))
    found = known[key]
    if found is None:
        return iter(())
    sql, params, compiler = found
    with connection.cursor() as cursor:
        cursor.execute(sql, [given if isinstance(each, Given) else each for each in params])
        rows = cursor.fetchall()
    return compiler.results_iter([rows], tuple_expected=True)  # type: ignore[return-value]  # tuples, as asked


def _sql_of(question: QuerySet[Any, Row]) -> tuple[str, Row, SQLCompiler] | None:
    """Return the SQL of a question, what it holds, and who reads its answer; None if nothing can answer it."""
    compiler = question.query.get_compiler(question.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(params), compiler
