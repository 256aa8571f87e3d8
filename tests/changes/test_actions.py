from dataclasses import replace
from datetime import date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Refused
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.models import Custody, Exemplar, Registration
from kheo.organisation.access.models import Delegation, Post
from kheo.organisation.access.rules import can
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import NotChangeable, NotUndoable, apply, undo
from kheo.organisation.changes.kit import Opening
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Lineage, Succession, Unit, UnitVersion
from kheo.organisation.units.queries import name_on
from kheo.organisation.units.states import UnitKind
from tests import make

DAY = date(2025, 7, 1)
EVE = date(2025, 6, 30)
AT = datetime(2025, 7, 1, 8, 0, tzinfo=LOCAL)
BASIS = "Nghị quyết 1674/NQ-UBTVQH15 ngày 16/6/2025"
# What an undone change must leave as it was; the record of the change itself stays.
KEPT = {"journal", "changes", "audit", "portal"}


def everything():
    """Return every row of every table that a change may touch."""
    tables = [t for t in apps.get_models() if t.__module__.startswith("kheo.") and t._meta.app_label not in KEPT]
    rows = {t._meta.label: list(t._default_manager.order_by("pk").values()) for t in tables}
    for entry in rows["search.Entry"]:
        entry["id"] = None  # an index is written anew
    rows["search.Entry"].sort(key=str)
    return rows


@pytest.fixture
def world(cast):
    """The cast with a closed campaign and an open one, models of one name, and an administrator over the province."""
    cast.chief = make.user("quan_tri_tinh")
    Post.objects.create(user=cast.chief, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    cast.old = make.campaign(cast.district, year=2017)
    cast.now = make.campaign(cast.district, year=2025, registration_opens_on=date(2017, 1, 1))
    office = {"by": cast.district_office, "office": cast.district_office}
    cast.lights = make.registration(cast.old, cast.hoa, name="Thắp sáng đường quê", state="registered", **office)
    cast.others = make.registration(cast.old, cast.mac, name="Thắp sáng đường quê", state="registered", **office)
    Campaign.objects.filter(pk=cast.old.pk).update(state="closed")
    return cast


def merger(cast, **more):
    new = Opening(name="Xã Yên Mô", kind=UnitKind.COMMUNE, parent=cast.province.pk, code="14701")
    return rules.merge([cast.hoa, cast.mac], new, on_day=DAY, basis=BASIS, **more)


def test_a_merger_closes_its_sources_and_opens_the_heir(world):
    change = apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    assert set(Succession.objects.values_list("source", "heir", "share")) == {
        (world.hoa.pk, heir.pk, "whole"),
        (world.mac.pk, heir.pk, "whole"),
    }
    assert list(Unit.objects.under(world.province, EVE)) != list(Unit.objects.under(world.province, DAY))
    assert set(Unit.objects.under(world.district, EVE)) == {world.district, world.hoa, world.mac, world.farmers}
    assert set(Unit.objects.under(world.district, DAY)) == {world.district, world.farmers}
    assert set(Unit.objects.under(world.province, DAY)) == {world.province, world.district, world.farmers, heir}
    assert Unit.objects.get(pk=world.hoa.pk).closed_on == DAY
    assert name_on(world.hoa, EVE) == "Xã Yên Hòa"
    assert change.units.count() == 3
    assert AuditEvent.objects.latest("pk").act == "changes.apply"


def test_no_source_is_deleted_and_the_heir_is_the_one_that_was_named(world):
    """DHIS2 deleted the source of a merger and, told to merge A into B, kept the wrong one."""
    apply(rules.merge([world.hoa], world.mac, on_day=DAY, basis=BASIS), by=world.chief, at=AT)
    assert Unit.objects.get(pk=world.hoa.pk).closed_on == DAY
    assert Unit.objects.get(pk=world.mac.pk).closed_on is None
    assert UnitVersion.objects.get(unit=world.hoa).valid_to == DAY
    assert Exemplar.objects.get(pk=world.lights.exemplar_id).unit == world.mac


def test_models_go_to_the_heir_with_day_and_basis_and_keep_who_registered_them(world):
    """Decidim moved proposals without a trace."""
    apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    lights = Registration.objects.get(pk=world.lights.pk)
    assert (lights.registered_by, lights.unit, lights.holder) == (world.hoa, world.hoa, heir)
    life = Custody.objects.filter(exemplar=lights.exemplar_id).values_list("unit", "valid_from", "valid_to", "basis")
    assert list(life) == [(world.hoa.pk, None, DAY, ""), (heir.pk, DAY, None, BASIS)]


def test_twins_that_meet_at_an_heir_both_live_on(world):
    apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    assert sorted(Exemplar.objects.filter(unit=heir).values_list("name", "sibling")) == [
        ("Thắp sáng đường quê", 0),
        ("Thắp sáng đường quê", 1),
    ]


def test_what_an_open_campaign_counts_goes_with_the_heir(world):
    later = make.registration(world.now, world.hoa, world.commune_officer, name="Thắp sáng đường quê")
    apply(merger(world), by=world.chief, at=AT)
    later.refresh_from_db()
    heir = Unit.objects.get(slug="xa-yen-mo")
    assert (later.registered_by, later.unit, later.holder) == (world.hoa, heir, heir)


def test_people_of_the_sources_work_for_the_heir_the_same_day(world):
    apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    posts = Post.objects.filter(user__in=[world.commune_officer, world.other_officer]).order_by("pk")
    assert [(post.unit, post.valid_from, post.valid_to) for post in posts if post.valid_to] == [
        (world.hoa, date(2017, 1, 1), DAY),
        (world.mac, date(2017, 1, 1), DAY),
    ]
    assert [(post.unit, post.valid_from) for post in posts if not post.valid_to] == [(heir, DAY), (heir, DAY)]
    seen = Registration.objects.visible_to(world.commune_officer)
    assert set(seen) == {world.lights, world.others}


def test_whoever_stands_above_the_heir_reaches_what_the_sources_left(world):
    apply(merger(world), by=world.chief, at=AT)
    below = Lineage.objects.reaching(DAY).filter(ancestor=world.province).values_list("unit", flat=True)
    assert {world.hoa.pk, world.mac.pk} <= set(below)
    assert not Lineage.objects.reaching(DAY).filter(ancestor=world.district, unit=world.hoa).exists()


def test_the_same_plan_twice_is_one_change(world):
    one, two = apply(merger(world), by=world.chief, at=AT), apply(merger(world), by=world.chief, at=AT)
    assert one == two
    assert UnitChange.objects.count() == 1
    assert Unit.objects.filter(name="Xã Yên Mô").count() == 1


def test_units_below_a_closed_one_go_to_its_heir(world):
    hamlet = make.unit("Thôn Hưng Hiền", "hamlet", parent=world.hoa)
    apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    hamlet.refresh_from_db()
    assert hamlet.parent == heir
    assert hamlet in Unit.objects.under(heir, DAY)
    assert hamlet in Unit.objects.under(world.hoa, EVE)


def test_a_district_is_dissolved_and_its_units_go_to_the_province(world):
    apply(rules.dissolve(world.district, world.province, on_day=DAY, basis=BASIS), by=world.chief, at=AT)
    assert set(Unit.objects.under(world.province, DAY)) == {world.province, world.hoa, world.mac, world.farmers}
    assert list(Unit.objects.under(world.district, DAY)) == []


def test_a_post_never_grows_by_a_dissolution(world):
    """Who worked for a district does not reach a whole province overnight; only who administers the copy goes on."""
    install(Installation(unit=world.district, portal_name="Yên Mô"), by=None, at=make.NOW)
    apply(rules.dissolve(world.district, world.province, on_day=DAY, basis=BASIS), by=world.chief, at=AT)
    assert Post.objects.get(user=world.district_office, valid_to=None).unit == world.district
    assert Post.objects.get(user=world.administrator, valid_to=None).unit == world.province
    assert not can(User.objects.get(pk=world.district_office.pk), "registry.accept", on=world.province)


@pytest.mark.parametrize(
    ("plan", "names"),
    [
        (lambda c: rules.rename(c.hoa, "Xã Hòa Yên", on_day=DAY, basis=BASIS), ("Xã Yên Hòa", "Xã Hòa Yên")),
        (
            lambda c: rules.rekind(c.hoa, UnitKind.WARD, "Phường Yên Hòa", on_day=DAY, basis=BASIS),
            ("Xã Yên Hòa", "Phường Yên Hòa"),
        ),
    ],
)
def test_a_unit_is_named_as_on_the_day_asked_for(world, plan, names):
    apply(plan(world), by=world.chief, at=AT)
    assert (name_on(world.hoa, EVE), name_on(world.hoa, DAY)) == names
    assert Unit.objects.get(pk=world.hoa.pk).name == names[1]


def test_a_divided_unit_asks_whom_each_model_goes_to(world):
    north = Opening(key="n", name="Xã Bắc", kind=UnitKind.COMMUNE, parent=world.district.pk)
    south = Opening(key="s", name="Xã Nam", kind=UnitKind.COMMUNE, parent=world.district.pk)
    plan = rules.split(world.hoa, [north, south], "n", on_day=DAY, basis=BASIS)
    with pytest.raises(NotChangeable, match="Thắp sáng đường quê"):
        apply(plan, by=world.chief, at=AT)
    chosen = replace(plan, choices={f"registry.exemplar:{world.lights.exemplar_id}": "s"})
    apply(chosen, by=world.chief, at=AT)
    assert Exemplar.objects.get(pk=world.lights.exemplar_id).unit.name == "Xã Nam"
    assert Post.objects.get(user=world.commune_officer, valid_to=None).unit.name == "Xã Bắc"


def test_a_unit_that_goes_on_smaller_keeps_what_is_not_given_away(world):
    south = Opening(key="s", name="Xã Nam", kind=UnitKind.COMMUNE, parent=world.district.pk)
    plan = rules.split(world.hoa, [south], world.hoa.pk, on_day=DAY, basis=BASIS, goes_on=True)
    apply(replace(plan, choices={f"registry.exemplar:{world.lights.exemplar_id}": world.hoa.pk}), by=world.chief, at=AT)
    assert Exemplar.objects.get(pk=world.lights.exemplar_id).unit == world.hoa
    assert Unit.objects.get(pk=world.hoa.pk).closed_on is None


def against(world, plan, at=AT):
    with pytest.raises(NotChangeable) as told:
        apply(plan, by=world.chief, at=at)
    return " ".join(told.value.reasons)


def test_a_plan_needs_its_legal_basis(world):
    assert "căn cứ pháp lý" in against(world, replace(merger(world), basis=" "))


def test_a_plan_is_applied_from_its_day_on(world):
    assert against(world, merger(world), at=datetime(2025, 6, 30, 23, 59, tzinfo=LOCAL))


def test_a_change_cannot_be_put_before_another(world):
    apply(
        rules.rename(world.hoa, "Xã Khác", on_day=date(2025, 9, 1), basis=BASIS),
        by=None,
        at=datetime(2025, 9, 1, tzinfo=LOCAL),
    )
    assert "01/09/2025" in against(world, merger(world), at=datetime(2025, 9, 2, tzinfo=LOCAL))


def test_a_unit_that_has_ended_cannot_be_merged_again(world):
    apply(merger(world), by=world.chief, at=AT)
    other = Opening(name="Xã Yên Hòa Mới", kind=UnitKind.COMMUNE, parent=world.province.pk)
    assert "Xã Yên Hòa" in against(world, rules.merge([world.hoa], other, on_day=DAY, basis=BASIS))


def test_a_unit_cannot_stand_below_itself(world):
    assert against(world, rules.move(world.district, world.hoa, on_day=DAY, basis=BASIS))


def test_two_units_of_one_name_cannot_stand_below_the_same(world):
    assert "Xã Yên Mạc" in against(world, rules.rename(world.hoa, "Xã Yên  Mạc", on_day=DAY, basis=BASIS))


def test_a_code_belongs_to_one_standing_unit(world):
    Unit.objects.filter(pk=world.farmers.pk).update(code="14701")
    assert "14701" in against(world, merger(world))


def test_a_unit_that_holds_models_needs_an_heir(world):
    assert "Xã Yên Hòa" in against(world, rules.dissolve(world.hoa, None, on_day=DAY, basis=BASIS))


def test_only_an_administrator_over_the_units_may_change_them(world):
    for person in (world.commune_officer, world.district_office, world.administrator, world.stranger):
        with pytest.raises(PermissionDenied):
            apply(merger(world), by=person, at=AT)
    assert not UnitChange.objects.exists()


# Undoing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan",
    [
        merger,
        lambda c: rules.merge([c.hoa], c.mac, on_day=DAY, basis=BASIS),
        lambda c: rules.dissolve(c.district, c.province, on_day=DAY, basis=BASIS),
        lambda c: rules.move(c.hoa, c.province, on_day=DAY, basis=BASIS),
        lambda c: rules.rename(c.hoa, "Xã Khác", on_day=DAY, basis=BASIS),
    ],
)
def test_undo_takes_a_change_back_exactly(world, plan):
    make.unit("Thôn Một", "hamlet", parent=world.hoa)
    before = everything()
    change = apply(plan(world), by=world.chief, at=AT)
    assert everything() != before
    undo(change, reason="Nhập nhầm", by=world.chief, at=AT)
    assert everything() == before
    assert UnitChange.objects.get().undone_because == "Nhập nhầm"


def test_after_undoing_the_plan_can_be_applied_again(world):
    undo(apply(merger(world), by=world.chief, at=AT), reason="Thử", by=world.chief, at=AT)
    assert apply(merger(world), by=world.chief, at=AT).undone_at is None
    assert UnitChange.objects.count() == 2


def test_only_the_latest_change_is_undone_once_and_with_a_reason(world):
    first = apply(rules.rename(world.farmers, "Hội ND", on_day=DAY, basis=BASIS), by=world.chief, at=AT)
    last = apply(merger(world), by=world.chief, at=AT)
    for change, reason in ((first, "Nhầm"), (last, " ")):
        with pytest.raises(NotUndoable):
            undo(change, reason=reason, by=world.chief, at=AT)
    with pytest.raises(PermissionDenied):
        undo(last, reason="Nhầm", by=world.district_office, at=AT)
    undo(last, reason="Nhầm", by=world.chief, at=AT)
    with pytest.raises(NotUndoable):
        undo(last, reason="Nhầm", by=world.chief, at=AT)


def test_what_was_built_on_a_change_holds_it(world):
    change = apply(merger(world), by=world.chief, at=AT)
    heir = Unit.objects.get(slug="xa-yen-mo")
    make.unit("Thôn Hai", "hamlet", parent=heir, since=DAY)
    now = everything()
    with pytest.raises(Refused):
        undo(change, reason="Nhầm", by=world.chief, at=AT)
    assert everything() == now


def test_a_post_of_the_very_day_that_was_lent_holds_the_change(world):
    post = Post.objects.create(user=world.stranger, role="officer", unit=world.hoa, valid_from=DAY)
    lent = {"valid_from": DAY, "valid_to": date(2025, 7, 9), "reason": "Nghỉ phép"}
    Delegation.objects.create(post=post, delegate=world.other_officer, **lent)
    assert against(world, merger(world))
    assert not UnitChange.objects.exists()


@pytest.mark.parametrize(
    "plan",
    [
        lambda c: rules.dissolve(c.hoa, c.mac, on_day=DAY, basis=BASIS),
        lambda c: rules.merge([c.hoa], c.mac, on_day=DAY, basis=BASIS),
        lambda c: rules.move(c.hoa, c.mac, on_day=DAY, basis=BASIS),
    ],
)
def test_nobody_comes_to_administer_a_neighbour_by_giving_it_their_own_unit(world, plan):
    own = make.user("quan_tri_xa")
    Post.objects.create(user=own, role="administrator", unit=world.hoa, valid_from=date(2017, 1, 1))
    with pytest.raises(PermissionDenied):
        apply(plan(world), by=own, at=AT)
    assert not Post.objects.filter(user=own).exclude(unit=world.hoa).exists()
    renamed = apply(rules.rename(world.hoa, "Xã Hòa Yên", on_day=DAY, basis=BASIS), by=own, at=AT)
    assert renamed.undone_at is None


@pytest.mark.parametrize(
    "plan",
    [
        lambda c: rules.merge([c.hoa], c.mac, on_day=DAY, basis=BASIS),
        lambda c: rules.move(c.mac, c.farmers, on_day=DAY, basis=BASIS),
    ],
)
def test_nobody_below_takes_back_what_was_decided_above(world, plan):
    change = apply(plan(world), by=world.chief, at=AT)
    own = make.user("quan_tri_xa")
    Post.objects.create(user=own, role="administrator", unit=world.mac, valid_from=date(2017, 1, 1))
    with pytest.raises(PermissionDenied):
        undo(change, reason="Thử", by=own, at=AT)
