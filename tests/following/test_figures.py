"""What is counted of models that go on, what waits and is called to mind, and that each number opens just its lines."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.following.actions import answer, hand_on
from kheo.movement.following.queries import due, silent
from kheo.movement.recognition.models import Recognition
from kheo.movement.registry.actions.merging import merge
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import today
from tests import make
from tests.following import made

pytestmark = pytest.mark.django_db
SIGNED = date(2017, 10, 28)  # of the decision of `made.titled`
OVER = date(2018, 1, 2)


def signed_in(user):
    desk = Client()
    desk.force_login(user)
    return desk


def campaign_of(exemplar):
    return made.registration_of(exemplar).campaign


def number(key, exemplar, unit=None):
    campaign = campaign_of(exemplar)
    return count(key, scope_of(campaign, unit or campaign.unit))


def listed(user, key, exemplar):
    """Return how many lines the page behind a figure lists, for somebody."""
    campaign = campaign_of(exemplar)
    answer = signed_in(user).get(CATALOGUE[key].link(scope_of(campaign, campaign.unit), {}))
    assert answer.status_code == 200
    return len(answer.context["page"].rows)


def goes_on():
    """Let the campaign go on until the end of this very year."""
    Campaign.objects.update(ends_on=date(today().year, 12, 31))


# Followed and silent --------------------------------------------------------------------------------------------------


def test_a_model_is_followed_by_a_line_or_a_check_of_the_year(cast):
    first = made.model(cast)
    campaign = campaign_of(first)
    second, third = made.model(cast, campaign=campaign), made.model(cast, campaign=campaign)
    made.hard(first)
    made.check(second)
    made.line(third, done_on=date(2016, 5, 1))
    assert (number("following_followed", first), number("following_hard", first)) == (2, 1)
    assert number("following_followed", first, cast.mac) == 0
    assert listed(cast.district_office, "following_followed", first) == 2
    assert listed(cast.district_office, "following_hard", first) == 1
    assert number("following_difficulties", first) == listed(cast.commune_officer, "following_difficulties", first) == 1


@pytest.mark.parametrize(
    ("accepted", "told", "is_silent"),
    [
        (date(2017, 6, 30), None, True),
        (date(2017, 7, 1), None, False),
        (date(2017, 3, 1), date(2017, 1, 1), False),
        (date(2017, 3, 1), date(2016, 12, 31), True),
        (date(2017, 3, 1), date(2018, 1, 2), False),
    ],
)
def test_a_model_is_silent_that_stood_two_half_years_and_told_nothing(cast, accepted, told, is_silent):
    exemplar = made.model(cast)
    Registration.objects.update(accepted_at=make.NOW.replace(month=accepted.month, day=accepted.day))
    if told:
        made.line(exemplar, done_on=told)
    assert Registration.objects.filter(silent(OVER)).exists() is is_silent


@pytest.mark.parametrize(("year", "half", "is_silent"), [(2016, "second", True), (2017, "first", False)])
def test_a_check_of_the_half_year_breaks_the_silence(cast, year, half, is_silent):
    exemplar = made.model(cast)
    made.check(exemplar, year=year, half=half)
    assert Registration.objects.filter(silent(OVER)).exists() is is_silent


def test_lines_of_a_model_found_to_be_the_same_count_for_it(cast):
    kept = made.model(cast)
    gone = made.model(cast, campaign=campaign_of(kept), name="Tên khác")
    made.line(gone)
    Registration.objects.filter(exemplar=gone).delete()
    merge(gone, kept, by=cast.district_office, at=make.NOW)
    assert not Registration.objects.filter(silent(OVER)).exists()
    assert number("following_followed", kept) == 1


def test_silent_models_wait_for_unit_and_office_and_the_list_shows_just_these(cast):
    exemplar = made.model(cast)
    campaign = campaign_of(exemplar)
    other = make.registration(
        campaign, cast.mac, cast.other_officer, state="registered", office=cast.district_office
    ).exemplar
    made.line(other, done_on=today())
    goes_on()
    line = WAITING["following.silent"]
    for user, most in ((cast.commune_officer, 1), (cast.other_officer, 0), (cast.district_office, 1)):
        assert line.records(user, today()).count() == most
        rows = signed_in(user).get(line.url(today())).context["page"].rows
        assert [row.exemplar for row in rows] == [exemplar] * most
    assert number("following_silent", exemplar) == 1


def test_units_are_reminded_of_silent_models_around_the_last_day(cast):
    exemplar = made.model(cast)
    goes_on()
    year = today().year
    near, far = date(year, 7, 10), date(year, 9, 1)
    (found,) = REMINDERS["following.report"].due(near)
    assert (found.unit_id, found.due_on) == (exemplar.unit_id, date(year, 7, 16))
    assert list(REMINDERS["following.report"].due(far)) == []
    made.line(exemplar, done_on=date(year, 6, 1))
    assert list(REMINDERS["following.report"].due(near)) == []


# Difficulties ---------------------------------------------------------------------------------------------------------


def test_open_difficulties_wait_for_the_office_until_answered_or_given(cast):
    exemplar = made.model(cast)
    line = WAITING["following.unanswered"]
    rows = [made.hard(exemplar, done_on=made.DAY + timedelta(days=day)) for day in range(3)]
    told = {"by": cast.district_office, "at": make.NOW}
    answer(rows[0], "Có", **told)
    hand_on(rows[1], cast.farmers, made.DAY, **told)
    assert list(line.records(cast.district_office, today())) == [rows[2]]
    shown = signed_in(cast.district_office).get(line.url(today())).context["page"].rows
    assert list(shown) == [rows[2]]
    assert number("following_unanswered", exemplar) == 1


# After recognition ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rechecks", "is_due"),
    [
        (SIGNED.replace(year=2018) - timedelta(days=1), [], False),
        (SIGNED.replace(year=2018), [], True),
        (SIGNED.replace(year=2018), [date(2018, 3, 1)], False),
        (date(2019, 3, 1), [date(2018, 3, 1)], True),
    ],
)
def test_a_recognised_model_is_due_a_year_after_it_was_looked_at(cast, day, rechecks, is_due):
    exemplar = made.titled(cast)
    for each in rechecks:
        made.recheck(exemplar, checked_on=each)
    assert Registration.objects.filter(due(day)).exists() is is_due


def test_how_often_is_a_setting(cast, settings):
    made.titled(cast)
    settings.RECHECK_MONTHS = 6
    assert Registration.objects.filter(due(date(2018, 4, 28))).exists()
    assert not Registration.objects.filter(due(date(2018, 4, 27))).exists()


def test_one_that_ended_or_was_revoked_is_due_no_more(cast):
    exemplar = made.titled(cast)
    made.ended(exemplar)
    assert not Registration.objects.filter(due(date(2020, 1, 1))).exists()
    row = made.recheck(exemplar, checked_on=date(2018, 7, 1))
    assert row.verdict == "maintained"
    Recognition.objects.update(standing="revoked")
    assert not Registration.objects.filter(due(date(2020, 1, 1))).exists()


def test_due_models_wait_for_the_office_and_the_list_shows_just_these(cast):
    exemplar = made.titled(cast)
    line = WAITING["following.due"]
    assert line.records(cast.district_office, today()).count() == 1
    rows = signed_in(cast.district_office).get(line.url(today())).context["page"].rows
    assert [row.exemplar for row in rows] == [exemplar]
    assert number("following_due", exemplar) == 1
    made.recheck(exemplar, checked_on=today())
    assert line.records(cast.district_office, today()).count() == number("following_due", exemplar) == 0


def test_a_recheck_is_called_to_mind_with_its_day(cast):
    exemplar = made.titled(cast)
    made.recheck(exemplar, checked_on=date(2018, 3, 1))
    (found,) = REMINDERS["following.recheck"].due(date(2019, 2, 20))
    assert (found.unit_id, found.due_on) == (exemplar.unit_id, date(2019, 3, 1))
    assert list(REMINDERS["following.recheck"].due(date(2018, 12, 1))) == []


def test_only_the_last_recheck_of_a_model_is_counted(cast):
    exemplar = made.titled(cast)
    keys = ("following_maintained", "following_weakened", "following_ended", "following_to_revoke")
    told = []
    for month, said in ((6, {}), (7, {"verdict": "weakened", "reason": "a", "evidence": "b"}), (8, made.ENDED)):
        made.recheck(exemplar, checked_on=date(2017, 10 + month - 6, 30), **said | _before(said))
        told.append([number(key, exemplar) for key in keys])
    assert told == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]]
    assert listed(cast.district_office, "following_ended", exemplar) == 1
    line = WAITING["following.to_revoke"]
    assert line.records(cast.district_office, today()).count() == 1
    assert len(signed_in(cast.district_office).get(line.url(today())).context["page"].rows) == 1
    Recognition.objects.update(standing="revoked")
    assert number("following_to_revoke", exemplar) == line.records(cast.district_office, today()).count() == 0


def _before(said):
    return {"ended_on": date(2017, 12, 1)} if "ended_on" in said else {}
