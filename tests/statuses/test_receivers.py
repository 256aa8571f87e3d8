"""Statuses follow changes of units: they are never handed on, and every change is taken back exactly."""

from datetime import date

import pytest

from kheo.lib.refusals import Refused
from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import NotChangeable, apply, undo
from kheo.organisation.changes.kit import Opening
from kheo.organisation.changes.queries import preview
from kheo.organisation.statuses.actions import confirm
from kheo.organisation.statuses.models import Reassessment, Status
from kheo.organisation.statuses.states import Ending, Outcome
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY, everything

SAID = {"on_day": DAY, "basis": BASIS}
NEW_RURAL, ZONE = "nong-thon-moi", "an-toan-khu"


@pytest.fixture
def world(cast):
    """Hòa has two statuses, Mạc one, the district one."""
    cast.chief = make.user("quan_tri_tinh")
    Post.objects.create(user=cast.chief, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    cast.far = make.unit("Xã Xa", parent=cast.district)
    for unit, kind in [(cast.hoa, NEW_RURAL), (cast.hoa, ZONE), (cast.mac, NEW_RURAL), (cast.district, NEW_RURAL)]:
        make.status(unit, kind)
    return cast


def opening(cast, name="Xã Yên Mô", key="new"):
    return Opening(key=key, name=name, kind=UnitKind.COMMUNE, parent=cast.district.pk)


def halves(cast):
    return [opening(cast, "Xã Bắc", "n"), opening(cast, "Xã Nam", "s")]


HOA, MAC, YEN_HUYEN = "Xã Yên Hòa", "Xã Yên Mạc", "Huyện Yên Mô"
HOLDING = {(HOA, NEW_RURAL), (HOA, ZONE), (MAC, NEW_RURAL), (YEN_HUYEN, NEW_RURAL)}
# Each change: its plan, what is held afterwards, and what each unit is asked about (whose, what).
CHANGES = {
    "merge": (
        lambda c: rules.merge([c.hoa, c.mac], opening(c), **SAID),
        {(YEN_HUYEN, NEW_RURAL)},
        {("Xã Yên Mô", HOA, NEW_RURAL), ("Xã Yên Mô", HOA, ZONE), ("Xã Yên Mô", MAC, NEW_RURAL)},
    ),
    "absorb": (
        lambda c: rules.merge([c.hoa], c.mac, **SAID),
        {(MAC, NEW_RURAL), (YEN_HUYEN, NEW_RURAL)},
        {(MAC, MAC, NEW_RURAL), (MAC, HOA, NEW_RURAL), (MAC, HOA, ZONE)},
    ),
    "split": (
        lambda c: rules.split(c.mac, halves(c), "n", **SAID),
        HOLDING - {(MAC, NEW_RURAL)},
        {("Xã Bắc", MAC, NEW_RURAL), ("Xã Nam", MAC, NEW_RURAL)},
    ),
    "part split": (
        lambda c: rules.split(c.mac, halves(c)[1:], c.mac.pk, goes_on=True, **SAID),
        HOLDING,
        {(MAC, MAC, NEW_RURAL), ("Xã Nam", MAC, NEW_RURAL)},
    ),
    "part taken": (
        lambda c: rules.merge([c.far], c.mac, parts=[c.hoa], **SAID),
        HOLDING,
        {(MAC, MAC, NEW_RURAL), (HOA, HOA, NEW_RURAL), (HOA, HOA, ZONE)},
    ),
    "dissolve": (
        lambda c: rules.dissolve(c.hoa, c.mac, **SAID),
        {(MAC, NEW_RURAL), (YEN_HUYEN, NEW_RURAL)},
        {(MAC, MAC, NEW_RURAL), (MAC, HOA, NEW_RURAL), (MAC, HOA, ZONE)},
    ),
    "dissolve without heir": (
        lambda c: rules.dissolve(c.mac, None, **SAID),
        HOLDING - {(MAC, NEW_RURAL)},
        set(),
    ),
    "dissolve upwards": (
        lambda c: rules.dissolve(c.district, c.province, **SAID),
        HOLDING - {(YEN_HUYEN, NEW_RURAL)},
        set(),
    ),
    "dissolve a body": (lambda c: rules.dissolve(c.farmers, c.district, **SAID), HOLDING, set()),
    "rename": (lambda c: rules.rename(c.farmers, "Hội ND", **SAID), HOLDING, set()),
    "rekind": (lambda c: rules.rekind(c.farmers, UnitKind.PARTY_BODY, "Hội ND", **SAID), HOLDING, set()),
    "move": (lambda c: rules.move(c.hoa, c.province, **SAID), HOLDING, set()),
}


def held(day=DAY):
    return set(Status.objects.on(day).values_list("unit__name", "kind__key"))


def asked():
    rows = Reassessment.objects.filter(valid_to=None, valid_from=DAY, basis=BASIS)
    return set(rows.values_list("unit__name", "status__unit__name", "status__kind__key"))


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_handed_on_and_all_of_it_is_taken_back(world, name):
    plan, holding, wanted = CHANGES[name]
    before = everything()
    change = apply(plan(world), by=world.chief, at=AT)
    assert held() == holding
    assert asked() == wanted
    assert held(date(2025, 6, 30)) == HOLDING
    assert set(Status.objects.filter(valid_to=DAY).values_list("ending", "end_note")) <= {(Ending.UNIT_ENDED, BASIS)}
    undo(change, reason="Nhập nhầm", by=world.chief, at=AT)
    assert everything() == before


@pytest.mark.parametrize("name", CHANGES)
def test_the_preview_tells_what_is_asked(world, name):
    plan, _holding, wanted = CHANGES[name]
    told = [going for going in preview(plan(world), DAY).going if "đánh giá lại" in going.what]
    assert sum(going.number for going in told) == len(wanted)
    assert {(going.heir, going.source) for going in told} == {(unit, holder) for unit, holder, _kind in wanted}


def test_an_own_name_of_the_unit_or_its_kind_changes_nothing(world):
    apply(rules.rekind(world.hoa, UnitKind.WARD, "Phường Yên Hòa", **SAID), by=world.chief, at=AT)
    assert Reassessment.objects.count() == 0
    assert Status.objects.filter(unit=world.hoa, valid_to=None).count() == 2


def test_what_is_open_goes_on_to_the_next_heir_and_is_asked_once(world):
    apply(rules.merge([world.hoa], world.mac, **SAID), by=world.chief, at=AT)
    before = everything()
    later = {"on_day": date(2025, 7, 1), "basis": "Nghị quyết 2"}
    new = opening(world)
    change = apply(rules.merge([world.mac], new, **later), by=world.chief, at=AT)
    rows = Reassessment.objects.filter(unit__name="Xã Yên Mô").values_list("status__unit__name", "status__kind__key")
    assert set(rows) == {(HOA, NEW_RURAL), (HOA, ZONE), (MAC, NEW_RURAL)}
    closed = Reassessment.objects.filter(unit=world.mac)
    assert set(closed.values_list("outcome", "valid_to")) == {(Outcome.UNIT_ENDED, DAY)}
    undo(change, reason="Nhầm", by=world.chief, at=AT)
    assert everything() == before


def test_a_second_change_does_not_ask_twice(world):
    apply(rules.merge([world.hoa], world.mac, **SAID), by=world.chief, at=AT)
    said = SAID | {"basis": "Nghị quyết 2"}
    apply(rules.merge([world.far], world.mac, **said), by=world.chief, at=AT)
    assert Reassessment.objects.filter(unit=world.mac).count() == 3


def test_a_status_that_begins_when_its_unit_ends_holds_the_change(world):
    make.status(world.mac, ZONE, DAY, at=AT)
    plan = rules.merge([world.hoa, world.mac], opening(world), **SAID)
    with pytest.raises(NotChangeable, match="Xã Yên Mạc"):
        apply(plan, by=world.chief, at=AT)
    assert not Unit.objects.filter(slug="xa-yen-mo").exists()


def test_a_status_for_a_time_ends_with_its_unit_if_that_is_sooner(world):
    status = make.status(world.mac, "dac-biet-kho-khan", valid_to=date(2030, 1, 1))
    apply(rules.dissolve(world.mac, None, **SAID), by=world.chief, at=AT)
    status.refresh_from_db()
    assert (status.valid_to, status.ending) == (DAY, Ending.UNIT_ENDED)


def test_what_was_decided_since_holds_the_change(world):
    change = apply(rules.merge([world.hoa], world.mac, **SAID), by=world.chief, at=AT)
    confirm(Status.objects.get(unit=world.mac), make.decree("9/QĐ-UBND", DAY), by=None, at=AT)
    now = everything()
    with pytest.raises(Refused):
        undo(change, reason="Nhầm", by=world.chief, at=AT)
    assert everything() == now
