"""What decisions made of a model is told where its result is explained: named, refused, changed since, appealed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kheo.movement.recognition import queries
from kheo.movement.recognition.actions import appeal, change_recognition, dismiss, draft
from kheo.movement.recognition.models import Recognition, Refusal
from kheo.movement.recognition.queries import decided_on
from kheo.movement.recognition.states import Kind
from tests import make
from tests.recognition.meeting import at_meeting, campaign, drafted, facts, issued, meeting, numbered

WHY = "Chưa lan tỏa ra ngoài thôn"


@pytest.fixture
def who(cast):
    return {"by": cast.district_office, "at": make.NOW}


@pytest.fixture
def decided(cast):
    """A decision that recognised one model and did not recognise another; both registrations."""
    year = campaign(cast)
    named, refused = (at_meeting(cast, year) for _ in range(2))
    meeting(year, [(named, "passed"), (refused, ("failed", WHY))])
    decision = issued(cast, drafted(cast, year))
    named.refresh_from_db()
    refused.refresh_from_db()
    return decision, named, refused


def told(client, user, registration):
    client.force_login(user)
    answer = client.get(reverse("appraisal:result", args=[registration.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_recognition_is_told_with_its_number_day_and_signer(client, cast, decided):
    decision, named, _refused = decided
    (one,) = decided_on(named, cast.commune_officer)
    assert (one.decision, one.recognition.registration, one.refusal) == (decision, named, None)
    page = told(client, cast.commune_officer, named)
    for words in ("15-QĐ/BCĐ", "10/03/2017", "Trưởng Ban Chỉ đạo", named.exemplar.name):
        assert words in page
    assert WHY not in page


def test_a_unit_reads_why_it_was_refused_and_is_led_to_an_appeal(client, cast, decided, monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: make.NOW.date())
    _decision, _named, refused = decided
    way = reverse("recognition:appeal", args=[Refusal.objects.get().pk])
    page = told(client, cast.commune_officer, refused)
    assert (WHY in page, way in page) == (True, True)
    assert way not in told(client, cast.leader, refused)
    monkeypatch.setattr(queries, "today", lambda: make.NOW.date() + timedelta(days=31))
    assert way not in told(client, cast.commune_officer, refused)


def test_an_appeal_is_told_with_its_answer(client, cast, decided, who):
    refused = decided[2]
    refusal = Refusal.objects.get()
    made = appeal(refusal, reasons="Ba thôn đã làm theo", by=cast.commune_officer, at=make.NOW)
    page = told(client, cast.commune_officer, refused)
    assert ("Ba thôn đã làm theo" in page, reverse("recognition:appeal", args=[refusal.pk]) in page) == (True, False)
    dismiss(made, reason="Không có minh chứng mới", **who)
    assert "Không có minh chứng mới" in told(client, cast.commune_officer, refused)


def test_what_later_decisions_changed_is_told_in_turn(client, cast, decided, who):
    decision, named, _refused = decided
    recognition, before = Recognition.objects.get(), named.exemplar.name
    amend = numbered(cast, draft(facts(cast), kind=Kind.AMEND, concerns=decision, **who), "16-QĐ/BCĐ")
    change_recognition(amend, recognition, called="Đường hoa mới", level="district", reason="Sai tên", **who)
    issued(cast, amend)
    recognition.refresh_from_db()
    revoke = numbered(cast, draft(facts(cast), kind=Kind.REVOKE, concerns=decision, **who), "17-QĐ/BCĐ")
    change_recognition(revoke, recognition, called="", level="", reason="Không trung thực", **who)
    page = told(client, cast.commune_officer, named)
    assert ("16-QĐ/BCĐ" in page, "17-QĐ/BCĐ" in page) == (True, False)  # a draft is not told
    issued(cast, revoke)
    page = told(client, cast.commune_officer, named)
    for words in ("16-QĐ/BCĐ", f"“{before}”", "“Đường hoa mới”", "Sai tên", "17-QĐ/BCĐ", "Không trung thực"):
        assert words in page
    assert page.index("16-QĐ/BCĐ") < page.index("17-QĐ/BCĐ")


def test_nothing_is_told_before_a_decision(cast):
    year = campaign(cast)
    waits = at_meeting(cast, year)
    meeting(year, [(waits, "passed")])
    drafted(cast, year)
    assert decided_on(waits, cast.district_office) == []
