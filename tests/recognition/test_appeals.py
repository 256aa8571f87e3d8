"""A unit asks once, in time, to look again; the office answers; and what becomes of a title afterwards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.lib.refusals import Refused
from kheo.machinery.notices.models import Notice
from kheo.movement.campaigns.models import Campaign
from kheo.movement.recognition.actions import NotAppealable, appeal, dismiss, end, follow_on, keep_up, spread, uphold
from kheo.movement.recognition.models import Appeal, Refusal
from kheo.movement.recognition.queries import pending
from kheo.movement.recognition.rules import confirms
from kheo.movement.registry.actions import accept, move
from kheo.movement.registry.models import Registration
from tests import make
from tests.recognition.meeting import at_meeting, campaign, drafted, issued, meeting


@pytest.fixture
def year(cast):
    return campaign(cast)


@pytest.fixture
def refusal(cast, year):
    meeting(year, [(at_meeting(cast, year), ("failed", "Chưa lan tỏa"))])
    issued(cast, drafted(cast, year))
    return Refusal.objects.get()


@pytest.fixture
def office(cast):
    return {"by": cast.district_office, "at": make.NOW}


def asks(cast, refusal, at=make.NOW, reasons="Đã có 3 thôn làm theo", by=None):
    return appeal(refusal, reasons=reasons, by=by or cast.commune_officer, at=at)


def test_a_unit_asks_once_and_the_office_hears_of_it(cast, refusal):
    made = asks(cast, refusal)
    assert asks(cast, refusal) == made
    with pytest.raises(NotAppealable):
        asks(cast, refusal, reasons="Lý do khác")
    assert Appeal.objects.count() == 1
    assert Notice.objects.filter(user=cast.district_office, kind="recognition.appeal").count() == 1


def test_the_last_day_belongs_to_the_time_given(cast, refusal):
    late = make.NOW + timedelta(days=31)
    with pytest.raises(NotAppealable) as against:
        asks(cast, refusal, at=late)
    assert "09/04/2017" in str(against.value)
    asks(cast, refusal, at=late - timedelta(days=1))


def test_the_days_are_those_of_the_decision(cast, refusal):
    refusal.decision.appeal_days = 5
    with pytest.raises(NotAppealable):
        asks(cast, refusal, at=make.NOW + timedelta(days=6))
    asks(cast, refusal, at=make.NOW + timedelta(days=5))


def test_an_appeal_has_reasons_and_comes_from_the_unit(cast, refusal):
    with pytest.raises(NotAppealable):
        asks(cast, refusal, reasons=" ")
    for who in (cast.other_officer, cast.leader, cast.stranger):
        with pytest.raises(PermissionDenied):
            asks(cast, refusal, by=who)
    assert not Appeal.objects.exists()


def test_an_appeal_that_is_agreed_to_brings_the_model_before_another_meeting(cast, year, refusal, office):
    made = asks(cast, refusal)
    uphold(made, reason="Bổ sung minh chứng", **office)
    at_hand = Registration.objects.get()
    assert (at_hand.state, made.state, made.answer) == ("scored", "upheld", "Bổ sung minh chứng")
    move(at_hand, "meetings.table", by=None, at=make.NOW)
    assert not pending(year, "district").exists()  # what the first meeting said is decided
    later = make.NOW + timedelta(days=1)
    again = meeting(year, [(at_hand, "passed")], closed_at=later)
    assert pending(year, "district").get().meeting == again
    issued(cast, drafted(cast, year, number="16-QĐ/BCĐ"))
    assert Registration.objects.get().state == "recognised"


def test_an_appeal_that_is_dismissed_is_answered_with_the_reason(cast, refusal, office):
    made = asks(cast, refusal)
    with pytest.raises(NotAppealable):
        dismiss(made, reason=" ", **office)
    dismiss(made, reason="Không có tình tiết mới", **office)
    told = Notice.objects.get(user=cast.commune_officer, kind="recognition.appeal")
    assert (told.text, Registration.objects.get().state) == ("Không có tình tiết mới", "not_recognised")


def test_an_appeal_is_answered_once(cast, refusal, office):
    made = asks(cast, refusal)
    as_read = Appeal.objects.get()
    dismiss(made, reason="Không có tình tiết mới", **office)
    for act in (uphold, dismiss):
        with pytest.raises(NotAppealable):
            act(made, reason="Đổi ý", **office)
        with pytest.raises(Refused):
            act(as_read, reason="Đổi ý", **office)
    assert Appeal.objects.get().answer == "Không có tình tiết mới"


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_only_the_standing_office_answers(cast, refusal, who):
    made = asks(cast, refusal)
    for act in (uphold, dismiss):
        with pytest.raises(PermissionDenied):
            act(made, reason="Được", by=getattr(cast, who), at=make.NOW)
    assert Appeal.objects.get().state == "open"


# After the year


@pytest.fixture
def titled(cast, year):
    one = at_meeting(cast, year, name="Đường hoa")
    meeting(year, [(one, "passed")])
    issued(cast, drafted(cast, year))
    return Registration.objects.get(pk=one.pk)


def test_a_title_is_kept_up_spread_and_ended_even_after_the_year_is_closed(cast, year, titled, office):
    Campaign.objects.filter(pk=year.pk).update(state="closed")
    titled.campaign.refresh_from_db()
    keep_up(titled, reason="", **office)
    spread(titled, reason="Xã Yên Mạc", **office)
    with pytest.raises(Refused):
        end(titled, reason=" ", **office)
    end(titled, reason="Không còn duy trì", **office)
    steps = titled.steps.values_list("act", "reason")
    assert list(steps)[-3:] == [
        ("recognition.keep_up", ""),
        ("recognition.spread", "Xã Yên Mạc"),
        ("recognition.end", "Không còn duy trì"),
    ]
    with pytest.raises(Refused):
        keep_up(titled, reason="", **office)


def again(cast, status):
    later = make.campaign(cast.district, year=2018, registration_opens_on=make.NOW.date())
    said = {"state": "submitted", "name": "Đường hoa", "year_status": status}
    made = make.registration(later, cast.hoa, cast.commune_officer, **said)
    accept(made, by=cast.district_office, at=make.NOW)
    return made


@pytest.mark.parametrize(
    ("status", "state"), [("maintained", "maintained"), ("replicated", "replicated"), ("new", "recognised")]
)
def test_a_later_year_that_is_accepted_confirms_the_title(cast, titled, status, state):
    later = again(cast, status)
    titled.refresh_from_db()
    assert (later.exemplar, titled.state) == (titled.exemplar, state)
    if state != "recognised":
        assert (titled.steps.last().by, later.campaign.name in titled.steps.last().reason) == (None, True)


def test_a_title_that_ended_is_not_confirmed_by_itself(cast, titled, office):
    end(titled, reason="Không còn duy trì", **office)
    again(cast, "maintained")
    titled.refresh_from_db()
    assert titled.state == "ended"


def test_only_what_was_just_accepted_costs_a_query(cast, titled, django_assert_num_queries):
    later = again(cast, "maintained")
    fresh = Registration.objects.select_related("campaign").get(pk=later.pk)
    with django_assert_num_queries(3):  # two of them open and close the transaction
        assert follow_on(fresh, by=None, at=make.NOW) is None  # it is kept up already
    assert confirms(later) == "recognition.keep_up"
    later.updated_at += timedelta(minutes=1)
    with django_assert_num_queries(0):
        assert confirms(later) == ""
