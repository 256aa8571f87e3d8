"""An heir that becomes known only after a unit ended."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from kheo.foundation.journal.actions import Pen
from kheo.lib.dates import LOCAL
from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Custody, Registration
from kheo.movement.registry.queries import life_of
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply, follow, undo
from kheo.organisation.changes.kit import Handing, Opening
from kheo.organisation.statuses.models import Reassessment
from kheo.organisation.units.actions import close
from kheo.organisation.units.models import Lineage, Unit, UnitVersion
from kheo.organisation.units.queries import faults, heirs_of, without_heir
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY, against, everything, world  # noqa: F401 -- a fixture

JANUARY = date(2025, 1, 1)


@pytest.fixture
def orphaned(world):  # noqa: F811 -- the fixture
    """The commune Hòa ended with the others on 1 July and nobody knows into what; Mạc became Xã Yên Mô that day."""
    close(world.hoa, None, on_day=DAY, pen=Pen(None))
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=world.district.pk)
    apply(rules.merge([world.mac], new, on_day=DAY, basis=BASIS), by=None, at=AT)
    world.heir = Unit.objects.get(name="Xã Yên Mô")
    world.hoa.refresh_from_db()
    return world


def test_what_it_held_goes_to_the_heir_of_that_day_and_on_to_the_heirs_of_that(orphaned):
    assert without_heir() == [orphaned.hoa]
    before = everything()
    change = apply(rules.name_heir(orphaned.hoa, orphaned.mac, on_day=JANUARY, basis=BASIS), by=orphaned.chief, at=AT)
    hoa = Unit.objects.get(pk=orphaned.hoa.pk)
    assert hoa.closed_on == JANUARY
    assert [heir.name for heir in heirs_of(hoa)] == ["Xã Yên Mạc"]
    assert without_heir() == []
    assert faults() == []
    assert not UnitVersion.objects.on(JANUARY).filter(unit=hoa).exists()
    held = Custody.objects.filter(exemplar=orphaned.lights.exemplar).values_list("unit__name", "valid_from", "valid_to")
    assert list(held) == [
        ("Xã Yên Hòa", None, JANUARY),
        ("Xã Yên Mạc", JANUARY, DAY),
        ("Xã Yên Mô", DAY, None),
    ]
    told = [hold.name for hold in life_of(orphaned.lights.exemplar_id, date(2017, 3, 1))]
    assert told == ["Xã Yên Hòa", "Xã Yên Mạc", "Xã Yên Mô"]
    assert Registration.objects.get(pk=orphaned.lights.pk).holder == orphaned.heir
    assert Post.objects.get(user=orphaned.commune_officer, valid_to=None).unit == orphaned.heir
    above = {day: Lineage.objects.reaching(day).filter(unit=hoa, depth__gt=0) for day in (JANUARY, DAY)}
    names = {
        day: list(pairs.order_by("depth").values_list("ancestor__name", flat=True)) for day, pairs in above.items()
    }
    assert names == {
        JANUARY: ["Xã Yên Mạc", "Huyện Yên Mô", "Tỉnh Ninh Bình"],
        DAY: ["Xã Yên Mạc", "Xã Yên Mô", "Huyện Yên Mô", "Tỉnh Ninh Bình"],
    }
    assert can(orphaned.other_officer, "registry.amend", on=hoa)
    assert apply(rules.name_heir(orphaned.hoa, orphaned.mac, on_day=JANUARY, basis=BASIS), by=None, at=AT) == change
    undo(change, reason="Nhầm", by=orphaned.chief, at=AT)
    assert everything() == before


@pytest.mark.parametrize("day", [None, date(2025, 3, 1), date(2025, 7, 2)])
def test_no_total_changes(orphaned, day):
    apply(rules.name_heir(orphaned.hoa, orphaned.mac, on_day=JANUARY, basis=BASIS), by=None, at=AT)
    for campaign in Campaign.objects.select_related("unit"):
        number = Registration.objects.filter(campaign=campaign).count()
        for rows in ("below", EACH_UNIT):
            table = cross_table("entered", scope_of(campaign, campaign.unit, day), ["field"], rows=rows)
            assert (table.total.count, table.agrees) == (number, True)


def test_what_it_registered_in_the_year_of_the_change_counts_for_the_heir(orphaned):
    made = make.registration(orphaned.now, orphaned.heir, orphaned.district_office)
    Registration.objects.filter(pk=made.pk).update(unit=orphaned.hoa, holder=orphaned.hoa)
    made.exemplar.custodies.update(unit=orphaned.hoa)
    type(made.exemplar).objects.filter(pk=made.exemplar_id).update(unit=orphaned.hoa)
    apply(rules.name_heir(orphaned.hoa, orphaned.mac, on_day=JANUARY, basis=BASIS), by=None, at=AT)
    assert Registration.objects.get(pk=made.pk).unit == orphaned.heir


def test_a_wrong_heir_is_refused(orphaned):
    hoa, mac, heir = orphaned.hoa, orphaned.mac, orphaned.heir
    said = {"on_day": JANUARY, "basis": BASIS}
    assert "vẫn đang hoạt động" in against(orphaned, rules.name_heir(heir, mac, **said))
    assert "không tồn tại" in against(orphaned, rules.name_heir(hoa, heir, **said))
    assert "không tồn tại" in against(orphaned, rules.name_heir(hoa, hoa, **said))
    august = rules.name_heir(hoa, heir, on_day=date(2025, 8, 1), basis=BASIS)
    assert "kết thúc" in against(orphaned, august, at=datetime(2025, 8, 2, 8, 0, tzinfo=LOCAL))
    assert "không thể đặt" in against(orphaned, rules.name_heir(hoa, mac, on_day=date(1990, 1, 1), basis=BASIS))
    assert "Đã xác định" in against(orphaned, rules.name_heir(mac, hoa, **said))


def test_with_units_below_only_its_last_day_fits(orphaned):
    hamlet = make.unit("Thôn Trung", "hamlet", parent=orphaned.district)
    UnitVersion.objects.filter(unit=hamlet).update(parent=orphaned.hoa, valid_to=DAY)
    assert "trực thuộc" in against(orphaned, rules.name_heir(orphaned.hoa, orphaned.mac, on_day=JANUARY, basis=BASIS))
    apply(rules.name_heir(orphaned.hoa, orphaned.heir, on_day=DAY, basis=BASIS), by=None, at=AT)
    assert [heir.name for heir in heirs_of(Unit.objects.get(pk=orphaned.hoa.pk))] == ["Xã Yên Mô"]


def test_the_page_of_a_unit_without_heir_asks_for_it(orphaned, client):
    client.force_login(orphaned.chief)
    path = reverse("changes:change", args=["xa-yen-hoa", "don-vi-tiep-nhan"])
    assert path in client.get(reverse("changes:unit", args=["xa-yen-hoa"])).content.decode()
    assert client.get(reverse("changes:change", args=["xa-yen-hoa", "doi-ten"])).status_code == 404
    said = {"heir": "xã Yên Mạc", "on_day": "01/01/2025", "basis": BASIS}
    shown = client.post(path, said).content.decode()
    assert "lại được Xã Yên Mô tiếp nhận" in shown
    assert client.post(path, said | {"heir": "Yên Mac"}).status_code == 200
    wrong = client.post(path, said | {"heir": "xã Yên Mợc"})
    assert (wrong.status_code, "Có phải: Xã Yên Mạc; Xã Yên Hòa?" in wrong.content.decode()) == (422, True)
    client.post(path, said | {"apply": "1"})
    assert without_heir() == []
    assert path not in client.get(reverse("changes:unit", args=["xa-yen-hoa"])).content.decode()


def test_what_it_was_recognised_as_is_a_question_to_the_heir(world):  # noqa: F811 -- the fixture
    ntm = make.status(world.hoa)
    handing = Handing(DAY, BASIS, (), frozenset({world.hoa.pk}), {}, AT)
    close(world.hoa, None, on_day=DAY, pen=Pen(None))
    follow(handing, Pen(None))
    ntm.refresh_from_db()
    assert ntm.valid_to == DAY
    before = everything()
    plan = rules.name_heir(Unit.objects.get(pk=world.hoa.pk), world.mac, on_day=JANUARY, basis=BASIS)
    change = apply(plan, by=world.chief, at=AT)
    ntm.refresh_from_db()
    assert ntm.valid_to == JANUARY
    assert list(Reassessment.objects.values_list("unit__name", "valid_from")) == [("Xã Yên Mạc", JANUARY)]
    undo(change, reason="Nhầm", by=world.chief, at=AT)
    assert everything() == before
