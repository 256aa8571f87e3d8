import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from kheo.foundation.journal.models import Journal, Stroke
from kheo.lib.refusals import Refused

Columns = Mapping[str, Any]  # Any: whatever a column holds


class NotUndoable(Refused):
    """What the act left has been changed or built upon since."""


class Pen:
    """Writes rows and keeps what they were and became; the pen of no journal keeps nothing."""

    def __init__(self, journal: Journal | None) -> None:
        """Write for a journal."""
        self.journal = journal

    def create(self, rows: Iterable[Model]) -> None:
        """Write new rows of one table."""
        made = list(rows)
        if made:
            type(made[0])._default_manager.bulk_create(made, batch_size=1_000)
            self._keep((row, None, _columns_of(row)) for row in made)

    def keep_new(self, row: Model) -> None:
        """Keep a row that was just written on its own."""
        self._keep([(row, None, _columns_of(row))])

    def change(self, rows: Iterable[Model], **values: object) -> None:
        """Give columns of rows of one table the same new values."""
        found = list(rows)
        if not found:
            return
        before = [_columns_of(row) for row in found]
        table = type(found[0])._default_manager
        for start in range(0, len(found), 1_000):
            table.filter(pk__in=[row.pk for row in found[start : start + 1_000]]).update(**values)
        for row in found:
            for name, value in values.items():
                setattr(row, name, value)
        self._keep((row, old, _columns_of(row)) for row, old in zip(found, before, strict=True))

    def drop(self, rows: Iterable[Model]) -> None:
        """Take rows of one table away, which only what was written on the same day may be."""
        found = list(rows)
        self._keep((row, _columns_of(row), None) for row in found)
        for row in found:
            type(row)._default_manager.filter(pk=row.pk).delete()

    def _keep(self, strokes: Iterable[tuple[Model, Columns | None, Columns | None]]) -> None:
        if self.journal is None:
            return
        Stroke.objects.bulk_create(
            Stroke(journal=self.journal, table=row._meta.label_lower, row=str(row.pk), before=before, after=after)
            for row, before, after in strokes
        )


def _columns_of(row: Model) -> dict[str, Any]:
    """Return the values of a row's columns as JSON keeps them."""
    values = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    kept: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return kept


@transaction.atomic
def begin(*, at: datetime) -> Pen:
    """Open a journal and return the pen that writes for it."""
    return Pen(Journal.objects.create(at=at))


@transaction.atomic
def undo(journal: Journal, *, at: datetime) -> None:
    """Put back every row of an act as it was before.

    :raises NotUndoable: if the act was undone before, or its rows were changed or built upon since.
    """
    if journal.undone_at is not None:
        raise NotUndoable(_("It has been undone already."))
    try:
        for stroke in journal.strokes.order_by("-pk"):
            _put_back(stroke)
    except (ProtectedError, IntegrityError) as held:  # something new hangs on a row, or has taken its place
        raise NotUndoable(_("Other records have been built on it since; take those back first.")) from held
    journal.undone_at = at
    journal.save(update_fields=["undone_at"])


def _put_back(stroke: Stroke) -> None:
    table = apps.get_model(stroke.table)
    present = table._default_manager.filter(pk=stroke.row).first()
    if (_columns_of(present) if present else None) != stroke.after:
        raise NotUndoable(_("A record that it wrote has been changed since; it can no longer be undone."))
    if stroke.before is None:
        assert present  # noqa: S101 -- a stroke has a before, an after, or both
        present.delete()
    elif stroke.after is None:
        table._default_manager.bulk_create([table(**_restored(table, stroke.before))])
    else:
        changed = {name: value for name, value in stroke.before.items() if value != stroke.after[name]}
        table._default_manager.filter(pk=stroke.row).update(**_restored(table, changed))


def _restored(table: type[Model], values: Columns) -> dict[str, Any]:
    columns = {column.attname: column for column in table._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in values.items()}
