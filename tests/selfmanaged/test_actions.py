import uuid
from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.models import AuditEvent
from kheo.lib.dates import LOCAL
from kheo.lib.refusals import Stale
from kheo.machinery.registers.actions import NotKept, NotWithdrawn, correct, enter, withdraw
from kheo.machinery.registers.queries import history_of
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from kheo.movement.selfmanaged.registers import GROUPS
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests import make
from tests.selfmanaged import made

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 7, 1, 8, tzinfo=LOCAL)


def told(cast, by=None):
    return {"by": by or cast.commune_officer, "at": make.NOW}


def test_a_group_is_entered_with_its_history_and_one_row_of_audit(cast):
    said = made.said_of_group(cast.hoa, name=" Tổ  hoà giải thôn Đông ", women=3)
    group = enter(GROUPS, said, **told(cast))
    assert (group.name, group.women, group.version, group.unit) == ("Tổ hoà giải thôn Đông", 3, 1, cast.hoa)
    assert [
        (event.act, event.actor_id) for event in AuditEvent.objects.filter(object_id=group.pk, act__startswith="s")
    ] == [("selfmanaged.enter", cast.commune_officer.pk)]
    version = history_of(GROUPS, group)[0]
    assert (version.who, version.changes, version.at) == (str(cast.commune_officer), [], make.NOW)


def test_the_same_form_sent_twice_makes_one(cast):
    key = uuid.uuid4()
    first, again = (enter(GROUPS, made.said_of_group(cast.hoa), form_key=key, **told(cast)) for _ in range(2))
    assert first == again
    assert SelfManagedGroup.objects.count() == 1


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_others_do_not_enter_for_a_unit(cast, who):
    with pytest.raises(PermissionDenied):
        enter(GROUPS, made.said_of_group(cast.hoa), **told(cast, getattr(cast, who)))
    assert not SelfManagedGroup.objects.exists()


def test_everything_that_is_wrong_is_told_beside_its_field(cast):
    said = made.said_of_group(None, name="", kind="x", members=-1, basis="x" * 201)
    with pytest.raises(NotKept) as refused:
        enter(GROUPS, said, **told(cast))
    assert [fault.field for fault in refused.value.faults] == ["unit", "name", "kind", "members", "basis"]


def test_a_unit_has_no_two_of_one_name_however_it_is_written(cast):
    made.group(cast.hoa, name="Tổ hòa giải thôn Đông")
    with pytest.raises(NotKept) as refused:
        made.group(cast.hoa, name="TỔ HOÀ GIẢI  thôn đông")
    assert [fault.field for fault in refused.value.faults] == ["name"]
    made.group(cast.mac, name="Tổ hòa giải thôn Đông")
    assert SelfManagedGroup.objects.count() == 2


def test_what_was_withdrawn_leaves_its_name_free(cast):
    first = made.group(cast.hoa)
    withdraw(first, reason="Nhập trùng", version=1, **told(cast, cast.district_office))
    assert made.group(cast.hoa).pk != first.pk


def test_a_correction_tells_what_was_said_before(cast):
    group = made.group(cast.hoa)
    correct(group, {"members": 9, "kind": "roads"}, version=1, **told(cast))
    group.refresh_from_db()
    assert (group.members, group.version) == (9, 2)
    changes = [(change.before, change.after) for change in history_of(GROUPS, group)[0].changes]
    assert changes == [("Hòa giải ở cơ sở", "Đường giao thông"), ("7", "9")]


def test_what_is_said_already_changes_nothing(cast):
    group = made.group(cast.hoa)
    correct(group, made.said_of_group(cast.hoa), version=1, **told(cast))
    group.refresh_from_db()
    assert (group.version, group.history.count()) == (1, 1)


def test_of_two_hands_at_once_the_second_is_told(cast):
    group = made.group(cast.hoa)
    theirs = SelfManagedGroup.objects.get(pk=group.pk)
    correct(group, {"members": 8}, version=1, **told(cast))
    with pytest.raises(Stale):
        correct(theirs, {"members": 9}, version=1, **told(cast))
    assert SelfManagedGroup.objects.get().members == 8


def test_a_group_goes_to_another_unit_with_its_years_by_who_may_do_both(cast):
    group = made.group(cast.hoa)
    made.year(group)
    with pytest.raises(PermissionDenied):
        correct(group, {"unit": cast.mac}, version=1, **told(cast))
    correct(group, {"unit": cast.mac}, version=1, **told(cast, cast.district_office))
    assert GroupYear.objects.get().unit == cast.mac


def test_a_year_has_the_unit_of_its_group_and_stands_once(cast):
    group = made.group(cast.hoa)
    assert made.year(group, by=cast.commune_officer).unit == cast.hoa
    with pytest.raises(NotKept) as refused:
        made.year(group)
    assert [fault.field for fault in refused.value.faults] == ["year"]
    with pytest.raises(PermissionDenied):
        made.year(group, by=cast.other_officer, year=2018)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_nothing_is_withdrawn_without_a_reason(cast, reason):
    group = made.group(cast.hoa)
    with pytest.raises(NotWithdrawn):
        withdraw(group, reason=reason, version=1, **told(cast, cast.district_office))


def test_the_office_withdraws_what_nothing_belongs_to(cast):
    group = made.group(cast.hoa)
    year = made.year(group)
    office = told(cast, cast.district_office)
    with pytest.raises(PermissionDenied):
        withdraw(group, reason="Nhập trùng", version=1, **told(cast))
    with pytest.raises(NotWithdrawn):
        withdraw(group, reason="Nhập trùng", version=1, **office)
    withdraw(year, reason="Nhập trùng", version=1, **office)
    withdraw(group, reason="Nhập trùng", version=1, **office)
    with pytest.raises(Stale):
        withdraw(group, reason="Nhập trùng", version=2, **office)
    assert [row.withdrawn_because for row in SelfManagedGroup.objects.all()] == ["Nhập trùng"]
    assert not SelfManagedGroup.objects.standing().exists()


def test_who_works_for_the_heir_reaches_what_a_unit_left(cast):
    made.group(cast.hoa)
    apply(rules.merge([cast.hoa], cast.mac, on_day=date(2025, 7, 1), basis="Nghị quyết"), by=None, at=LATER)
    heir = User.objects.get(pk=cast.other_officer.pk)
    group = SelfManagedGroup.objects.visible_to(heir).get()
    assert group.unit == cast.hoa
    correct(group, {"members": 8}, version=1, **told(cast, heir))
    correct(group, {"unit": cast.mac}, version=2, **told(cast, heir))
    assert SelfManagedGroup.objects.get().unit == cast.mac
