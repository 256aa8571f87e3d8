from datetime import date

import pytest

from kheo.foundation.journal.actions import NotUndoable, Pen, begin, undo
from kheo.foundation.journal.models import Journal, Stroke
from kheo.organisation.units.models import Lineage, Unit, UnitVersion
from tests import make


def rows(table):
    return list(table.objects.order_by("pk").values())


@pytest.fixture
def written(cast):
    """An act that made a row, changed one and dropped one."""
    before = rows(UnitVersion), rows(Lineage)
    pen = begin(at=make.NOW)
    pen.change(UnitVersion.objects.filter(unit=cast.hoa), name="Xã Khác", valid_from=date(1999, 1, 1))
    pen.create([UnitVersion(unit=cast.hoa, name="Xã Mới", kind="commune", valid_from=date(2020, 1, 1))])
    pen.drop(Lineage.objects.filter(unit=cast.mac, depth=2))
    return pen.journal, before


def test_undo_puts_every_row_back(written):
    journal, before = written
    assert (rows(UnitVersion), rows(Lineage)) != before
    undo(journal, at=make.NOW)
    assert (rows(UnitVersion), rows(Lineage)) == before
    assert Journal.objects.get().undone_at == make.NOW


def test_undo_is_done_once(written):
    undo(written[0], at=make.NOW)
    with pytest.raises(NotUndoable):
        undo(written[0], at=make.NOW)


@pytest.mark.parametrize("column", [{"name": "Ai đó sửa"}, {"valid_from": date(1998, 1, 1)}])
def test_undo_refuses_what_was_changed_since_and_changes_nothing(written, cast, column):
    UnitVersion.objects.filter(unit=cast.hoa, name="Xã Khác").update(**column)
    now = rows(UnitVersion), rows(Lineage)
    with pytest.raises(NotUndoable):
        undo(written[0], at=make.NOW)
    assert (rows(UnitVersion), rows(Lineage)) == now


def test_undo_refuses_what_was_built_upon(cast):
    pen = begin(at=make.NOW)
    unit = Unit(slug="moi", name="Mới", kind="commune", level="commune", name_folded="moi", sort_key="moi")
    pen.create([unit])
    make.unit("Thôn Một", "hamlet", parent=None)
    UnitVersion.objects.create(unit=unit, name="Mới", kind="commune", valid_from=date(2020, 1, 1))
    with pytest.raises(NotUndoable):
        undo(pen.journal, at=make.NOW)
    assert Unit.objects.filter(slug="moi").exists()


def test_a_pen_without_a_journal_writes_and_keeps_nothing(cast):
    Pen(None).change([cast.hoa], name="Xã Khác")
    assert Unit.objects.get(pk=cast.hoa.pk).name == "Xã Khác"
    assert not Stroke.objects.exists()
