from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.movement.campaigns.actions import start_movement
from kheo.movement.committees.actions import NotStaffed, restaff, set_up_committee
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.queries import who_sat
from tests import make
from tests.make import sitting, staffing

pytestmark = pytest.mark.django_db
JUNE = date(2016, 6, 1)
HEAD, MEMBER, NEW = sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An"), sitting("Lê Thị Thu", "deputy")


def new(unit, name="Ban Chỉ đạo"):
    movement = start_movement(slug="dan-van-kheo", name="Dân vận khéo", by=None, at=make.NOW)
    return Committee(unit=unit, movement=movement, name=name)


def sat(committee, day):
    return [(member.name, member.seat) for member in who_sat(committee, day)]


def given(committee, members, **more):
    facts = staffing("30-QĐ/HU", JUNE, **more)
    return {"members": members, "facts": facts, "after": committee.staffings.last(), "at": make.NOW}


def test_set_up_seats_the_first_members_and_records_it(cast):
    facts = staffing(standing_office=cast.farmers, term_ends_on=date(2020, 12, 31))
    people = [MEMBER, HEAD]
    made = set_up_committee(new(cast.district), members=people, facts=facts, by=cast.district_office, at=make.NOW)
    kept = Committee.objects.get()
    assert (kept.pk, kept.standing_office, kept.term_ends_on) == (made.pk, cast.farmers, date(2020, 12, 31))
    assert sat(made, date(2016, 1, 3)) == []
    assert sat(made, date(2016, 1, 4)) == [("Đỗ Trọng Luận", "head"), ("Vũ Văn An", "member")]
    event = AuditEvent.objects.get(act="committees.set_up")
    assert (event.actor_id, event.data) == (cast.district_office.pk, {"members": 2, "number": "12-QĐ/HU"})


def test_set_up_again_by_the_same_decision_is_the_first(cast):
    first = make.committee(cast.district, [HEAD, MEMBER])
    again = set_up_committee(new(cast.district), members=[MEMBER, HEAD], facts=staffing(), by=None, at=make.NOW)
    assert again == first
    assert (Committee.objects.count(), Membership.objects.count()) == (1, 2)
    assert AuditEvent.objects.filter(act="committees.set_up").count() == 1


@pytest.mark.parametrize(
    ("name", "members", "facts"),
    [
        (" ", [HEAD], staffing()),
        ("Ban Chỉ đạo", [], staffing()),
        ("Ban Chỉ đạo", [HEAD], staffing(number="")),
        ("Ban Chỉ đạo", [HEAD], staffing(signed_on=make.NOW.date() + timedelta(days=1))),
        ("Ban Chỉ đạo", [HEAD], staffing(signed_on=date(1999, 1, 1))),
    ],
    ids=["no name", "no members", "no number", "not signed yet", "before the unit stood"],
)
def test_set_up_is_refused_and_nothing_is_kept(cast, name, members, facts):
    with pytest.raises(NotStaffed):
        set_up_committee(new(cast.district, name), members=members, facts=facts, by=None, at=make.NOW)
    assert (Committee.objects.count(), Staffing.objects.count()) == (0, 0)


def test_a_unit_has_one_committee_for_a_movement(cast):
    make.committee(cast.district)
    with pytest.raises(NotStaffed):
        set_up_committee(new(cast.district), members=[HEAD], facts=staffing("13-QĐ/HU"), by=None, at=make.NOW)
    assert Committee.objects.count() == 1


def test_a_standing_office_belongs_to_the_unit(cast):
    facts = staffing(standing_office=cast.farmers)
    with pytest.raises(NotStaffed, match="Hội Nông dân huyện"):
        set_up_committee(new(cast.hoa), members=[HEAD], facts=facts, by=None, at=make.NOW)


def test_only_the_office_and_the_administrator_above_the_unit_may(cast):
    committee = make.committee(cast.hoa)
    for who in (cast.commune_officer, cast.leader, cast.editor, cast.stranger):
        with pytest.raises(PermissionDenied):
            set_up_committee(new(cast.mac), members=[HEAD], facts=staffing(), by=who, at=make.NOW)
        with pytest.raises(PermissionDenied):
            restaff(committee, **given(committee, [HEAD]), by=who)
    with pytest.raises(PermissionDenied):
        set_up_committee(new(cast.province), members=[HEAD], facts=staffing(), by=cast.district_office, at=make.NOW)
    set_up_committee(new(cast.mac), members=[HEAD], facts=staffing(), by=cast.administrator, at=make.NOW)
    restaff(committee, **given(committee, [HEAD]), by=cast.administrator)
    assert (Committee.objects.count(), Staffing.objects.count()) == (2, 3)


def test_restaff_lets_go_seats_and_leaves_the_others_untouched(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER, sitting("Trần Văn Hải")])
    before = {row.name: row.pk for row in committee.memberships.all()}
    people = [HEAD, sitting("Trần Văn Hải", "secretary"), NEW]
    staffed = restaff(committee, **given(committee, people), by=cast.district_office)
    last = [("Đỗ Trọng Luận", "head"), ("Vũ Văn An", "member"), ("Trần Văn Hải", "member")]
    assert sat(committee, date(2016, 5, 31)) == last
    now = [("Đỗ Trọng Luận", "head"), ("Lê Thị Thu", "deputy"), ("Trần Văn Hải", "secretary")]
    assert sat(committee, JUNE) == now
    stays = Membership.objects.get(pk=before["Đỗ Trọng Luận"])
    assert (stays.valid_from, stays.valid_to, stays.staffing.number) == (date(2016, 1, 4), None, "12-QĐ/HU")
    assert staffed.memberships.count() == 2
    event = AuditEvent.objects.get(act="committees.restaff")
    said = {"staffing": staffed.pk, "number": "30-QĐ/HU", "came": 2, "left": 2}
    assert (event.actor_id, event.object_id, event.data) == (cast.district_office.pk, str(committee.pk), said)


def test_restaff_may_change_term_and_standing_office_alone(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    more = {"standing_office": cast.farmers, "term_starts_on": JUNE, "term_ends_on": date(2021, 5, 31)}
    restaff(committee, **given(committee, [HEAD, MEMBER], **more), by=None)
    kept = Committee.objects.get()
    assert (kept.standing_office, kept.term_starts_on, kept.term_ends_on) == tuple(more.values())
    assert Membership.objects.filter(valid_to=None).count() == Membership.objects.count() == 2


def test_restaff_again_by_the_same_decision_is_the_first(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    said = given(committee, [HEAD, NEW])
    first = restaff(committee, **said, by=None)
    assert restaff(committee, **said, by=None) == first
    assert (Staffing.objects.count(), Membership.objects.count()) == (2, 3)
    assert AuditEvent.objects.filter(act="committees.restaff").count() == 1


def test_a_decision_that_was_entered_cannot_name_others(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    restaff(committee, **given(committee, [HEAD, NEW]), by=None)
    with pytest.raises(NotStaffed, match="30-QĐ/HU"):
        restaff(committee, **given(committee, [HEAD]), by=None)


def test_two_officers_at_once_the_second_is_told(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    read = committee.staffings.last()
    restaff(committee, **given(committee, [HEAD, NEW]), by=None)
    late = given(committee, [HEAD, MEMBER]) | {"after": read, "facts": staffing("31-QĐ/HU", date(2016, 7, 1))}
    with pytest.raises(Stale):
        restaff(committee, **late, by=None)
    assert sat(committee, date(2016, 7, 1)) == [("Đỗ Trọng Luận", "head"), ("Lê Thị Thu", "deputy")]


@pytest.mark.parametrize(
    ("members", "more"),
    [
        ([], {}),
        ([HEAD, sitting("Vũ Văn An", "head")], {}),
        ([HEAD, MEMBER], {}),
        ([HEAD, NEW], {"valid_from": date(2016, 5, 1)}),
    ],
    ids=["nobody", "two heads", "nothing changes", "before it is signed"],
)
def test_restaff_is_refused_and_nothing_changes(cast, members, more):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    with pytest.raises(NotStaffed):
        restaff(committee, **given(committee, members, **more), by=None)
    assert Membership.objects.filter(valid_to=None).count() == 2
    assert Staffing.objects.count() == 1


def test_restaff_is_refused_on_or_before_the_day_of_the_last(cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    said = given(committee, [HEAD]) | {"facts": staffing("01-QĐ/HU", date(2016, 1, 4))}
    with pytest.raises(NotStaffed):
        restaff(committee, **said, by=None)


def test_restaff_needs_a_unit_that_stands_and_an_office_of_its_own(cast):
    committee = make.committee(cast.hoa, [HEAD, MEMBER])
    with pytest.raises(NotStaffed):
        restaff(committee, **given(committee, [HEAD], standing_office=cast.mac), by=None)
