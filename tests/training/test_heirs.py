"""Whoever works for the heir of a unit reaches what it left: its classes, its trainees, its people."""

from datetime import date, datetime

import pytest
from django.test import Client

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.movement.training.actions import mark
from kheo.movement.training.models import TrainingClass
from kheo.movement.training.queries import sums_by_unit
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from tests.training import made

pytestmark = pytest.mark.django_db
LATER = datetime(2025, 7, 2, 9, tzinfo=LOCAL)


@pytest.fixture
def merged(cast):
    """Return a class of Yên Hòa, and one of the district with a trainee of it, after Yên Hòa went up in Yên Mạc."""
    own, above = made.with_sessions(cast.hoa, title="Lớp xã"), made.with_sessions(cast.district)
    made.trainee(own, cast.hoa, name="Lê Thị Hòa", present="1")
    made.trainee(above, cast.hoa, name="An", present="1")
    apply(rules.merge([cast.hoa], cast.mac, on_day=date(2025, 7, 1), basis="Nghị quyết"), by=None, at=LATER)
    return own


def test_the_heir_marks_a_class_and_calls_people_who_came_with_it(cast, merged):
    heir = User.objects.get(pk=cast.other_officer.pk)
    assert TrainingClass.objects.visible_to(heir).get() == merged
    row = made.again(made.trainee(merged, cast.hoa, name="Bình"))
    assert mark(merged, {row.pk: ({2}, set())}, by=heir, at=LATER) == 1
    desk = Client()
    desk.force_login(heir)
    seen = [post.user.full_name for post in desk.get("/lam-viec/so/lop-dao-tao/can-bo/").context["page"].rows]
    assert sorted(seen) == ["Lê Thị Hòa", "Trần Văn Mạc"]
    trained = desk.get("/lam-viec/so/lop-dao-tao/can-bo/", {"trained": "once"}).context["page"].rows
    assert [post.user for post in trained] == [cast.commune_officer]


def test_sums_keep_the_unit_from_which_trainees_came_and_open_just_these(cast, merged):
    office = User.objects.get(pk=cast.district_office.pk)
    sums = {each.unit.name: each for each in sums_by_unit(office, date(2017, 12, 31))}
    assert (sums["Xã Yên Hòa"].called, sums["Xã Yên Hòa"].people) == (2, 1)
    desk = Client()
    desk.force_login(office)
    table = desk.get("/lam-viec/so/lop-dao-tao/don-vi/", {"year": "2017"}).context["table"]
    links = [cell for row in table.rows for cell in row.cells if cell.url]
    assert len(links) >= 4
    for cell in links:
        assert desk.get(cell.url).context["page"].total == cell.value, cell.url
