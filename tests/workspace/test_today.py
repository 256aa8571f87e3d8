"""What needs somebody today: the lines of the first page, and the lists that they lead to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.faces.workspace.queries import home
from kheo.lib.dates import local_day
from kheo.machinery.duties.models import Task
from kheo.machinery.notices.kit import WAITING
from kheo.machinery.notices.queries import waiting_for
from kheo.movement.registry.models import Registration
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return local_day(timezone.now())


@pytest.fixture
def campaign(cast):
    here = Installation(unit=cast.district, portal_name="Yên Mô", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(here, by=None, at=make.NOW)
    return make.campaign(cast.district)


def keys(user, today):
    return {line.waiting.key: line for line in waiting_for(user, today)}


def task(unit, due_on, **more):
    return Task.objects.create(unit=unit, title="Báo cáo kết quả", due_on=due_on, **more)


def test_what_is_late_stands_first_and_what_comes_last(cast, campaign, today):
    make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    Registration.objects.update(updated_at=timezone.now())
    task(cast.hoa, today - timedelta(days=2))
    task(cast.mac, today + timedelta(days=5))
    lines = waiting_for(cast.district_office, today)
    assert [(line.waiting.key, line.number, line.tone) for line in lines] == [
        ("duties.late", 1, "warn"),
        ("registry.review", 1, "wait"),
        ("duties.week", 1, "info"),
    ]


def test_a_last_day_still_belongs_to_the_doer(cast, campaign, today):
    task(cast.hoa, today)
    [line] = waiting_for(cast.commune_officer, today)
    assert (line.waiting.key, line.days, line.tone) == ("duties.week", 0, "wait")


def test_a_task_is_no_longer_of_the_week_after_seven_days(cast, campaign, today):
    task(cast.hoa, today + timedelta(days=8))
    assert "duties.week" not in keys(cast.district_office, today)


def test_nobody_sees_what_waits_in_other_units(cast, campaign, today):
    make.registration(campaign, cast.mac, cast.other_officer, state="returned", office=cast.district_office)
    task(cast.mac, today - timedelta(days=1))
    assert keys(cast.commune_officer, today) == {}
    assert {"registry.returned", "duties.late"} <= keys(cast.other_officer, today).keys()


def test_a_role_sees_its_own_lines(cast, campaign, today):
    make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted")
    assert "registry.review" in keys(cast.district_office, today)
    assert "registry.review" not in keys(cast.leader, today)
    assert keys(cast.stranger, today) == {}


def test_returned_counts_as_long_ago_from_the_fourteenth_day(cast, campaign, today):
    made = make.registration(campaign, cast.hoa, cast.commune_officer, state="returned", office=cast.district_office)
    for days, seen in ((13, False), (15, True)):
        Registration.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=days))
        assert ("registry.returned_long_ago" in keys(cast.district_office, today)) is seen


def test_the_only_record_is_opened_itself(cast, campaign, today):
    made = task(cast.hoa, today - timedelta(days=1))
    assert keys(cast.commune_officer, today)["duties.late"].url == f"/lam-viec/nhiem-vu/{made.pk}/"


def test_every_list_shows_exactly_what_its_line_counts(client, cast, campaign, today):
    for number in range(3):
        make.registration(campaign, cast.hoa, cast.commune_officer, state="submitted", name=f"Chờ duyệt {number}")
        task(cast.hoa, today - timedelta(days=1 + number))
        task(cast.hoa, today + timedelta(days=1 + number))
    for number in range(2):
        made = make.registration(
            campaign, cast.mac, cast.other_officer, state="returned", office=cast.district_office, name=f"Trả {number}"
        )
        Registration.objects.filter(pk=made.pk).update(updated_at=timezone.now() - timedelta(days=20 + number))
    make.registration(campaign, cast.mac, cast.other_officer, state="returned", office=cast.district_office)
    task(cast.hoa, today + timedelta(days=30))
    task(cast.hoa, None)
    client.force_login(cast.district_office)
    lines = waiting_for(cast.district_office, today)
    found = {line.waiting.key: (line.number, client.get(line.url).context["page"].total) for line in lines}
    assert found["duties.late"] == found["duties.week"] == found["registry.review"] == (3, 3)
    assert all(counted == listed for counted, listed in found.values())


def test_all_kinds_are_counted_in_one_question(cast, campaign, today, django_assert_num_queries):
    assert len(WAITING) > 10
    task(cast.hoa, today)
    waiting_for(cast.district_office, today)
    with django_assert_num_queries(1):
        waiting_for(cast.district_office, today)


def test_the_first_page_says_that_nothing_waits(client, cast, campaign):
    campaign.targets.all().delete()
    client.force_login(cast.editor)
    page = client.get("/lam-viec/").content.decode()
    assert "Hôm nay không có việc nào cần xử lý." in page


def test_what_the_campaign_has_at_a_unit_without_a_quota_is_counted_too(client, cast, campaign, today):
    for unit in (cast.hoa, cast.district):
        make.registration(campaign, unit, cast.district_office, state="submitted")
    found = home(cast.district_office, today)
    client.force_login(cast.district_office)
    listed = client.get(f"{reverse('registry:list')}?campaign={campaign.slug}&state=submitted").context["page"]
    assert (found.whole["waiting"].number, found.units[0].number("waiting"), len(listed.rows)) == (2, 1, 2)
    assert not found.sums_agree
    assert "Cộng các dòng không bằng tổng số" in client.get("/lam-viec/").content.decode()


def test_days_are_written_with_their_thousands_apart(client, cast, campaign, today):
    task(cast.hoa, today - timedelta(days=3451))
    client.force_login(cast.commune_officer)
    page = client.get("/lam-viec/").content.decode()
    assert "Quá hạn 3.451 ngày" in page
    assert "3451 ngày" not in page
