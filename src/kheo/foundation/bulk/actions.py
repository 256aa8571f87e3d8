"""Writing very many rows. Parts of an act: its room holds the transaction, the rules, the rights and the audit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

from kheo.lib.runs import runs_of

_VARIABLES = 20_000  # in one statement; SQLite takes 32,766
_ADAPTED = (models.DateField, models.JSONField, models.UUIDField)  # a moment is a kind of day


@transaction.atomic
def reserve(model: type[models.Model], count: int) -> list[int]:
    """Return rising numbers for rows of a table that no row ever had or will be given otherwise."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # one writer at a time: nobody takes them before this transaction ends
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or [0])[0]
            return list(range(last + 1, last + 1 + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key, count]
        )
        return [number for (number,) in cursor.fetchall()]


@transaction.atomic
def insert(objects: Sequence[models.Model]) -> None:
    """Write new rows of one table as the objects say, their numbers too."""
    if objects:
        model = type(objects[0])
        names = [field.attname for field in model._meta.concrete_fields]
        insert_rows(model, names, map(attrgetter(*names), objects))


@transaction.atomic
def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]], **fixed: Any) -> None:
    """Write new rows of a table, told as values in the order of the names. `fixed` holds for all of them, and what is
    not named is as in a new object of the model."""
    told = [_field(model, name) for name in (*names, *fixed)]
    blank = model()
    others = [field for field in model._meta.concrete_fields if field not in told]
    tail = (*fixed.values(), *(getattr(blank, field.attname) for field in others))
    fields = [*told, *others]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    adapted = _adapted(((*row, *tail) for row in rows), fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        while chunk := list(islice(adapted, _VARIABLES // len(fields))):
            # One statement for many rows: a trigger that feeds an index of words writes it out after each statement.
            values = ", ".join([row] * len(chunk))
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {values}", list(chain.from_iterable(chunk)))  # noqa: S608 -- own names


def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _adapted(rows: Iterable[tuple[Any, ...]], fields: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield rows with days, moments and structures as the database takes them; a value seen before is not asked for
    twice."""
    places = [(place, _remembering(field)) for place, field in enumerate(fields) if isinstance(field, _ADAPTED)]
    for row in rows:
        said = list(row)
        for place, adapt in places:
            said[place] = said[place] if said[place] is None else adapt(said[place])
        yield said


def _remembering(field: Any) -> Callable[[Any], Any]:
    """Return a function that adapts values of a field."""
    if isinstance(field, models.JSONField):
        no_list, no_map = field.get_db_prep_save([], connection), field.get_db_prep_save({}, connection)
        return lambda value: field.get_db_prep_save(value, connection) if value else no_list if value == [] else no_map
    known: dict[Any, Any] = {}

    def adapt(value: Any) -> Any:
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return adapt


@transaction.atomic
def remember(model: Any, keys: Sequence[int], *, by: int | None, at: datetime) -> None:
    """Copy new rows into the history table of their model, as created by an account at a moment."""
    history = model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    moment = history._meta.get_field("history_date").get_db_prep_save(at, connection)
    into = f"INSERT INTO {quote(history._meta.db_table)} ({columns}, history_date, history_type, history_user_id)"
    sql = f"{into} SELECT {columns}, %s, '+', %s FROM {table} WHERE {key} BETWEEN %s AND %s"  # noqa: S608 -- own names
    with connection.cursor() as cursor:
        for first, last in runs_of(keys):
            cursor.execute(sql, [moment, by, first, last])


@transaction.atomic
def shift(among: Iterable[models.Model], line: models.Model, *, up: bool) -> bool:
    """Move a line of a list that is kept by `order` one place up or down, and return whether it moved; the first and
    the last stay where they are."""
    rows = list(among)
    place = next(number for number, row in enumerate(rows) if row.pk == line.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, start=1):
        setattr(row, "order", order)  # noqa: B010 -- each kind of line has it
    type(line)._default_manager.bulk_update(rows, ["order"])
    return True
