"""What is counted of supervision, what is told of replies that did not come, and the workbook out and in again."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.machinery.intake.models import Upload
from kheo.machinery.notices.kit import REMINDERS, WAITING
from kheo.movement.campaigns.queries import scope_of
from tests import make
from tests.supervision import made

pytestmark = pytest.mark.django_db
KEYS = [f"supervision_{each}" for each in ("planned", "held", "recommended", "answered", "unanswered")]
REPLY = {"replied_on": made.DUE, "reply": "Đã công khai"}
LATE = made.DUE + timedelta(days=1)


@pytest.fixture
def desk(cast):
    client = Client()
    client.force_login(cast.district_office)
    return client


@pytest.fixture
def year(cast):
    campaign = make.campaign(cast.district)
    first = made.session(cast.hoa)
    made.session(cast.mac, held_on=None, leader="", findings="")
    made.session(cast.mac, year=2016, held_on=date(2016, 5, 5))
    made.recommendation(first, **REPLY)
    made.recommendation(first, number=2)
    made.recommendation(first, number=3, reply_due_on=date(2018, 3, 1))
    return campaign


def test_each_number_opens_the_list_of_just_these(cast, desk, year):
    scope = scope_of(year, cast.district)
    assert [count(key, scope) for key in KEYS] == [2, 1, 3, 1, 1]
    for key in KEYS:
        assert desk.get(CATALOGUE[key].link(scope, {})).context["page"].total == count(key, scope), key


def test_a_reply_that_did_not_come_is_told(cast, desk, year):
    told = [(each.unit_id, each.due_on) for each in REMINDERS["supervision.reply"].due(LATE)]
    assert told == [(cast.hoa.pk, made.DUE)]
    waiting = WAITING["supervision.unanswered"]
    assert [each.number for each in waiting.records(cast.commune_officer, LATE)] == [2]
    assert not waiting.records(cast.other_officer, LATE)
    assert not waiting.records(cast.commune_officer, made.DUE)
    assert [each.number for each in desk.get(waiting.url(LATE)).context["page"].rows] == [2]


@pytest.mark.parametrize("who", ["other_officer", "leader", "editor", "administrator", "stranger"])
def test_others_do_not_enter_for_a_unit(cast, who):
    with pytest.raises(PermissionDenied):
        made.session(cast.hoa, by=getattr(cast, who))


@pytest.mark.parametrize("key", ["giam-sat", "kien-nghi-giam-sat"])
def test_what_goes_out_comes_in_unchanged(cast, desk, year, key):
    asked = {"period": "all", "unit": "huyen-yen-mo", "filled": "1"}
    form = desk.get(reverse("intake:form", args=[key]), asked).content
    said = {"period": "all", "unit": "huyen-yen-mo", "file": SimpleUploadedFile("so.xlsx", io.BytesIO(form).getvalue())}
    desk.post(reverse("intake:start", args=[key]), said)
    rows = Upload.objects.get().rows
    assert list(rows.values_list("verdict", flat=True)) == ["same"] * 3


def test_a_session_shows_its_recommendations_in_order(cast, desk, year):
    session = year and made.session(cast.farmers)
    for number in (10, 2):
        made.recommendation(session, number=number)
    page = desk.get(reverse("registers:line", args=["giam-sat", session.pk]))
    assert [row.number for row in page.context["belongings"][0][0].rows] == [2, 10]
