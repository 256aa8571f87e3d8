from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.duties.models import Task
from kheo.movement.conferences.actions import ConclusionFacts, TaskFacts, hold
from kheo.movement.conferences.models import Conference
from tests import make

GUESTS = [("Đỗ Văn An", "Phó Bí thư Thường trực"), ("Vũ Thị Bình", "Phó Chủ tịch")]


@pytest.fixture
def conference(cast):
    campaign = make.campaign(cast.district)
    return Conference(
        campaign=campaign, unit=cast.district, kind="year_end", title="Hội nghị tổng kết", held_on=date(2018, 1, 17)
    )


def held(conference, cast, by):
    conclusions = [
        ConclusionFacts("Kiện toàn Ban Chỉ đạo."),
        ConclusionFacts("Yên Mạc về đích.", TaskFacts(cast.mac, "Về đích nông thôn mới", date(2018, 12, 31))),
    ]
    return hold(conference, guests=GUESTS, conclusions=conclusions, by=by, at=make.NOW)


def test_hold_keeps_guests_and_conclusions_in_order_and_makes_the_tasks(cast, conference):
    held(conference, cast, cast.district_office)
    assert [guest.name for guest in conference.guests.all()] == ["Đỗ Văn An", "Vũ Thị Bình"]
    assert [(each.order, each.duties.count()) for each in conference.conclusions.all()] == [(1, 0), (2, 1)]
    task = Task.objects.get()
    assert (task.unit, task.source, task.due_on) == (cast.mac, "Hội nghị tổng kết", date(2018, 12, 31))
    assert AuditEvent.objects.latest("pk").act == "conferences.hold"


def test_only_the_standing_office_enters_a_conference(cast, conference):
    for who in (cast.commune_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            held(conference, cast, who)
    assert not Conference.objects.exists()


def test_the_same_conference_is_not_entered_twice(cast, conference):
    held(conference, cast, None)
    conference.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held(conference, cast, None)
    assert (Conference.objects.count(), Task.objects.count()) == (1, 1)


def test_conferences_are_visible_at_the_unit_of_the_post_above_it_and_below_it(cast, conference):
    held(conference, cast, None)
    commune = Conference.objects.create(
        campaign=conference.campaign, unit=cast.mac, kind="year_end", title="x", held_on=date(2018, 1, 2)
    )
    assert set(Conference.objects.visible_to(cast.district_office)) == {conference, commune}
    assert set(Conference.objects.visible_to(cast.other_officer)) == {conference, commune}
    assert set(Conference.objects.visible_to(cast.commune_officer)) == {conference}
    assert list(Conference.objects.visible_to(cast.stranger)) == []
