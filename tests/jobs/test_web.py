from datetime import timedelta

import pytest
from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.actions import Attempt, start
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.queries import pulse_of
from kheo.foundation.jobs.states import JobState
from tests import make
from tests.jobs import kinds

pytestmark = pytest.mark.django_db
LIST = "/lam-viec/viec-nen/"
ALL = "/lam-viec/viec-nen/tat-ca/"


@pytest.fixture
def user(client):
    user = make.user("can_bo")
    client.force_login(user)
    return user


def begun(user, **more):
    """Return running work, begun half a minute ago."""
    at = timezone.now() - timedelta(seconds=30)
    return Attempt.take(start(kinds.fill, by=user, at=at, count=1000, **more), at)


def page_of(client, job, **headers):
    answer = client.get(f"{LIST}{job.pk}/", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_shows_the_bar_and_the_time_left_and_asks_again_by_itself(client, user):
    attempt = begun(user)
    attempt.tell(250, 1000, "đang ghi dòng")
    attempt.beat(timezone.now())
    page = page_of(client, attempt.job)
    assert '<progress class="work" max="1000" value="250"' in page
    assert "250/1.000" in page
    assert "đang ghi dòng" in page
    assert "còn khoảng 2 phút" in page or "còn khoảng 1 phút" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert f'hx-get="{LIST}{attempt.job.pk}/"' in page
    assert "no-store" in client.get(f"{LIST}{attempt.job.pk}/").headers["Cache-Control"]


def test_a_partial_request_is_given_the_part_that_moves(client, user):
    part = page_of(client, begun(user).job, **{"HX-Request": "true"})
    assert part.lstrip().startswith("<section")
    assert "<html" not in part


def test_a_page_of_done_work_leads_on_and_asks_no_more(client, user):
    attempt = begun(user)
    attempt.run(timezone.now)
    page = page_of(client, attempt.job)
    assert "Đã ghi 1000 dòng." in page
    assert '<a class="btn btn-primary" href="/lam-viec/">' in page
    assert "http-equiv" not in page
    assert "hx-get" not in page


def test_a_refusal_is_shown_with_every_reason(client, user):
    Attempt.take(job := start(kinds.refuse, by=user, at=timezone.now()), timezone.now()).run(timezone.now)
    page = page_of(client, job)
    assert "Tệp thiếu cột STT." in page
    assert "Dòng 4 không có tên." in page


def test_cancelling_is_told_until_it_has_happened(client, user):
    attempt = begun(user)
    answer = client.post(f"{LIST}{attempt.job.pk}/huy/", follow=True)
    page = answer.content.decode()
    assert "Đang hủy" in page
    assert "/huy/" not in page.split("<main")[1]
    assert pulse_of(Job.objects.get()).unwanted_by == user.pk
    attempt.beat(timezone.now())
    attempt.run(timezone.now)
    page = page_of(client, attempt.job)
    assert "Công việc đã được hủy. Chưa có gì được ghi." in page
    assert client.post(f"{LIST}{attempt.job.pk}/huy/", follow=True).status_code == 200
    assert Job.objects.get().state == JobState.CANCELLED


def test_nobody_sees_or_cancels_the_work_of_another(client, user):
    other = begun(make.user("khac")).job
    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    assert client.post(f"{LIST}{other.pk}/huy/").status_code == 404
    assert "tests.fill" not in client.get(LIST).content.decode()
    assert pulse_of(other).unwanted_by is None


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_list_costs_the_same_with_more_work(client, user, pieces, django_assert_num_queries):
    for _each in range(pieces):
        begun(user)
    client.get(LIST)
    with django_assert_num_queries(7):
        page = client.get(LIST).content.decode()
    assert page.count("Ghi sổ") == pieces


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_list_of_everybody_costs_the_same_with_more_work(client, cast, pieces, django_assert_num_queries):
    client.force_login(cast.administrator)
    for _each in range(pieces):
        begun(cast.commune_officer)
    client.get(ALL)
    with django_assert_num_queries(8):
        page = client.get(ALL).content.decode()
    assert page.count("Ghi sổ") == pieces


def test_an_administrator_looks_after_the_work_of_the_own_people_and_the_program(client, cast):
    own, program = begun(cast.commune_officer).job, begun(None).job
    foreign = begun(cast.stranger, on=cast.hoa).job
    client.force_login(cast.administrator)
    page = client.get(ALL).content.decode()
    assert f"/lam-viec/viec-nen/{own.pk}/dung/" in page
    assert f"/lam-viec/viec-nen/{program.pk}/dung/" in page
    assert f"/lam-viec/viec-nen/{foreign.pk}/" not in page
    assert client.post(f"/lam-viec/viec-nen/{foreign.pk}/dung/").status_code == 404
    client.post(f"/lam-viec/viec-nen/{own.pk}/dung/")
    assert pulse_of(Job.objects.get(pk=own.pk)).unwanted_by == cast.administrator.pk


def test_an_administrator_is_told_of_work_that_was_set_aside_and_puts_it_back(client, cast):
    job = start(kinds.fill, by=cast.commune_officer, at=timezone.now() - timedelta(minutes=5), count=1)
    client.force_login(cast.administrator)
    home = client.get("/lam-viec/").content.decode()
    assert "Có công việc chờ từ" in home
    Job.objects.update(state=JobState.PARKED, attempts=3)
    assert "1 công việc bị ngắt nhiều lần và đã được tạm gác lại" in client.get("/lam-viec/").content.decode()
    assert f"/{job.pk}/lam-lai/" in client.get(f"{ALL}?state=parked").content.decode()
    assert f"/{job.pk}/lam-lai/" not in client.get(f"{ALL}?state=done").content.decode()
    client.post(f"/lam-viec/viec-nen/{job.pk}/lam-lai/")
    assert (Job.objects.get().state, Job.objects.get().attempts) == (JobState.WAITING, 0)
    assert User.objects.get(pk=job.by_id) == cast.commune_officer
