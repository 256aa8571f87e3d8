from datetime import date

import pytest

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Refused
from kheo.organisation.units.actions import NotFoundable, UnitFacts, found, install
from kheo.organisation.units.models import Installation, Lineage, Unit, UnitVersion
from kheo.organisation.units.queries import find_units, installation, name_on
from kheo.organisation.units.states import UnitKind
from tests import make

DAY = date(2017, 1, 1)


def commune(name, **more):
    facts = UnitFacts(name=name, kind=UnitKind.COMMUNE, **more)
    return found(facts, valid_from=DAY, by=None, at=make.NOW)


def test_found_writes_name_version_lineage_and_audit(cast):
    unit = commune("  Xã  Yên   Phong ", parent=cast.district, code="14719")
    assert (unit.name, unit.slug, unit.name_folded) == ("Xã Yên Phong", "xa-yen-phong", "xa yen phong")
    version = UnitVersion.objects.get(unit=unit)
    assert (version.name, version.code, version.valid_from, version.valid_to) == ("Xã Yên Phong", "14719", DAY, None)
    above = Lineage.objects.filter(unit=unit).order_by("depth").values_list("ancestor__slug", "depth")
    assert list(above) == [("xa-yen-phong", 0), ("huyen-yen-mo", 1), ("tinh-ninh-binh", 2)]
    assert AuditEvent.objects.latest("pk").act == "units.found"


@pytest.mark.parametrize("name", ["", "  ", "…"])
def test_found_refuses_a_unit_without_a_name(db, name):
    with pytest.raises(NotFoundable, match="The unit needs a name|Đơn vị"):
        commune(name)
    assert not Unit.objects.exists()


def test_found_refuses_a_name_longer_than_its_column(db):
    with pytest.raises(NotFoundable):
        commune("Xã " + "Yên " * 60)


def test_found_refuses_a_short_address_that_is_taken(cast):
    with pytest.raises(NotFoundable):
        commune("Xã Yên Hoà", parent=cast.district)
    assert Unit.objects.filter(slug="xa-yen-hoa").count() == 1


def test_found_refuses_a_unit_older_than_the_one_above(cast):
    facts = UnitFacts(name="Xã Cổ", kind=UnitKind.COMMUNE, parent=cast.district)
    with pytest.raises(NotFoundable):
        found(facts, valid_from=date(1999, 12, 31), by=None, at=make.NOW)


def test_under_is_the_unit_and_all_below_it_on_the_day(cast):
    young = commune("Xã Mới", parent=cast.district)
    assert set(Unit.objects.under(cast.district, date(2016, 12, 31))) == {
        cast.district,
        cast.hoa,
        cast.mac,
        cast.farmers,
    }
    assert young in Unit.objects.under(cast.district, DAY)
    assert list(Unit.objects.under(cast.hoa, DAY)) == [cast.hoa]


def test_lists_show_places_before_bodies_in_the_order_of_the_alphabet(cast):
    township = make.unit("Thị trấn Yên Thịnh", "township", parent=cast.district)
    below = Unit.objects.under(cast.district, DAY).in_order()
    assert list(below) == [cast.district, township, cast.hoa, cast.mac, cast.farmers]


def test_a_unit_is_found_by_its_name_however_accented(cast):
    assert find_units("xa yen HOA", under=cast.district, on=DAY) == [cast.hoa]
    assert find_units("xã yên hoà", under=cast.district, on=DAY) == [cast.hoa]
    assert find_units("xã yên", under=cast.district, on=DAY) == []
    assert find_units("xã yên hòa", under=cast.mac, on=DAY) == []


def test_the_name_is_the_one_of_the_day(cast):
    UnitVersion.objects.filter(unit=cast.hoa).update(valid_to=date(2017, 7, 1))
    UnitVersion.objects.create(unit=cast.hoa, name="Xã Yên Mô", kind="commune", valid_from=date(2017, 7, 1))
    assert name_on(cast.hoa, date(2017, 6, 30)) == "Xã Yên Hòa"
    assert name_on(cast.hoa, date(2017, 7, 1)) == "Xã Yên Mô"
    assert name_on(cast.hoa, date(1990, 1, 1)) == "Xã Yên Hòa"


def test_a_copy_serves_one_body(cast):
    assert installation() is None
    install(Installation(unit=cast.district, portal_name="Yên Mô"), by=None, at=make.NOW)
    assert installation().unit == cast.district
    with pytest.raises(Refused):
        install(Installation(unit=cast.hoa, portal_name="Yên Hòa"), by=None, at=make.NOW)
