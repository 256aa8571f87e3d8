"""Work in the background is watched, reloaded and followed to its result, or cancelled; with and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kheo.faces.demo.rules import PASSWORD
from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.actions import Attempt, start
from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.states import JobState
from tests.browser.conftest import DESK, PHONE
from tests.jobs import kinds

pytestmark = pytest.mark.browser


def begun():
    at = timezone.now() - timedelta(seconds=30)
    return Attempt.take(start(kinds.fill, by=User.objects.get(username="yenhoa"), at=at, count=400), at)


def tell(attempt, done):
    attempt.tell(done, 400, "đang ghi")
    attempt.beat(timezone.now())


@pytest.mark.parametrize(("name", "screen", "has_script"), [("script", PHONE, True), ("bare", DESK, False)])
def test_the_bar_moves_by_itself_and_leads_to_the_result(travel, name, screen, has_script):
    officer = travel(f"work-{name}", screen, java_script_enabled=has_script)
    officer.signs_in("yenhoa", PASSWORD)
    attempt = begun()
    tell(attempt, 100)
    officer.at(f"/lam-viec/viec-nen/{attempt.job.pk}/")
    officer.page.locator("progress[value='100']").wait_for()
    officer.passes("begun")
    tell(attempt, 300)
    officer.page.locator("progress[value='300']").wait_for()
    assert "300/400" in officer.text()
    officer.page.reload()
    assert "300/400" in officer.text()
    attempt.run(timezone.now)
    officer.link("Mở kết quả").wait_for()
    officer.passes("done")
    officer.hand.press(officer.link("Mở kết quả"))
    officer.page.wait_for_url("**/lam-viec/")


def test_work_is_cancelled_on_its_page(travel):
    officer = travel("work-cancelled", PHONE)
    officer.signs_in("yenhoa", PASSWORD)
    attempt = begun()
    officer.at("/lam-viec/viec-nen/")
    officer.passes("list")
    officer.hand.press(officer.link("Ghi sổ"))
    officer.hand.press(officer.button("Hủy công việc này"))
    officer.page.get_by_text("Đang hủy", exact=True).wait_for()
    officer.passes("cancelling")
    attempt.beat(timezone.now())
    attempt.run(timezone.now)
    officer.page.get_by_text("Công việc đã được hủy.").wait_for()
    assert Job.objects.get().state == JobState.CANCELLED
