"""Several columns in one, so that rows of different sorts are one question, and a row brings others with it."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, Func, JSONField, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONArray


class _All(Aggregate):
    """All values of a group in one."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:  # Any: as in Django
        """Ask as SQLite calls it."""
        return self.as_sql(*args, function="JSON_GROUP_ARRAY", **kwargs)


class Within(Func):
    """What is packed already (or JSON of itself), within another column; SQLite takes it for text if it is not told."""

    template = "%(expressions)s"
    output_field = JSONField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:  # Any: as in Django
        """Tell SQLite."""
        return self.as_sql(*args, **{**kwargs, "template": "JSON(%(expressions)s)"})


def packed(*columns: str | Combinable) -> JSONArray:
    """Return one column that holds others, for `unpacked`."""
    return JSONArray(*columns)


def rows_in_one(rows: QuerySet[Any], *columns: str | Combinable) -> Subquery:
    """Return one column that holds some columns of all rows of a question within another, for `unpacked`; in no
    order."""
    together = rows.order_by().annotate(together=Value(1)).values("together")
    return Subquery(together.annotate(told=_All(packed(*columns))).values("told"))


def moment_of(told: str) -> datetime:
    """Return a moment that stood in such a column: SQLite keeps it in UTC and does not say so."""
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
