"""The pages of drafts, of what they change, of appeals and of what becomes of a title."""

import pytest
from django.urls import reverse

from kheo.movement.recognition.actions import appeal, change_recognition, draft
from kheo.movement.recognition.models import Appeal, Change, Decision, LeftOut, Recognition, Refusal
from kheo.movement.recognition.states import Kind
from kheo.movement.registry.models import Registration
from tests import make
from tests.recognition.meeting import at_meeting, campaign, drafted, facts, issued, meeting, numbered, seen
from tests.recognition.test_drafting import a_book
from tests.rows import sent


@pytest.fixture
def year(cast):
    return campaign(cast)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


@pytest.fixture
def both(cast, year):
    """One that passed and one that failed before a closed meeting."""
    found = at_meeting(cast, year), at_meeting(cast, year)
    meeting(year, [(found[0], "passed"), (found[1], ("failed", "Chưa lan tỏa"))])
    return found


def at(name, *args):
    return reverse(f"recognition:{name}", args=args)


def test_what_waits_leads_to_a_draft_that_knows_its_campaign(office, year, both):
    page = office.get(at("drafts"))
    assert [(each.passed, each.failed) for each in page.context["waiting"]] == [(1, 1)]
    sheet = office.get(at("new"), {"campaign": year.slug, "level": "district"}).context["sheet"]
    told = sent(sheet.form, sheet.tables) | {"bases-0-text": "Hướng dẫn số 01", "signer_post": "Trưởng ban"}
    assert (told["campaign"], told["level"]) == (year.slug, "district")
    for _click in range(2):
        answer = office.post(at("new"), told)
    made = Decision.objects.get()
    assert answer["Location"] == at("draft", made.pk)
    assert [basis.text for basis in made.bases.all()] == ["Hướng dẫn số 01"]


def test_the_page_of_a_campaign_shows_its_own_waiting_drafts_and_decisions(cast, office, year, both):
    other = make.campaign(cast.district, year=2016)
    first = drafted(cast, year)
    page = office.get(at("campaign", year.slug)).context
    assert ([each.passed for each in page["waiting"]], list(page["page"].rows), page["issued"]) == ([1], [first], [])
    issued(cast, first)
    first.refresh_from_db()
    by = {"by": cast.district_office, "at": make.NOW}
    follows = draft(facts(cast), kind=Kind.AMEND, concerns=first, **by)
    page = office.get(at("campaign", year.slug)).context
    assert (page["waiting"], list(page["page"].rows), page["issued"]) == ([], [follows], [first])
    page = office.get(at("campaign", other.slug)).context
    assert (page["waiting"], list(page["page"].rows), page["issued"]) == ([], [], [])


def test_more_rows_for_bases_lose_nothing(office, year):
    sheet = office.get(at("new"), {"campaign": year.slug, "level": "district"}).context["sheet"]
    told = sent(sheet.form, sheet.tables) | {"bases-0-text": "Hướng dẫn số 01", "more": "bases"}
    again = office.post(at("new"), told).context["sheet"]
    assert (again.rows.rows[0]["text"].value(), again.form["campaign"].value()) == ("Hướng dẫn số 01", year.slug)
    assert not Decision.objects.exists()


def test_what_is_wrong_with_a_draft_is_told_and_nothing_lost(office, cast, year):
    told = {"campaign": year.slug, "level": "province", "unit": cast.district.pk, "title": "Công nhận"}
    told |= {"signed_on": "10/3/2017", "appeal_days": "30", "version": 1, "signer_name": "Đỗ Trọng Luận"}
    answer = office.post(at("new"), told | {"bases-TOTAL_FORMS": 0, "bases-INITIAL_FORMS": 0})
    assert (answer.status_code, answer.context["sheet"].form["signer_name"].value()) == (422, "Đỗ Trọng Luận")
    assert answer.context["sheet"].form.non_field_errors()


def test_the_page_of_a_draft_shows_the_list_and_what_is_missing(office, cast, year, both):
    made = drafted(cast, year, number="")
    page = office.get(at("draft", made.pk))
    assert [[each.registration for each in page.context[part]] for part in ("passed", "failed")] == [
        [both[0]],
        [both[1]],
    ]
    assert len(page.context["missing"]) == 1
    assert "Chưa lan tỏa" in page.content.decode()


def test_a_draft_is_changed_numbered_and_issued_step_by_step(office, cast, year, both):
    made, book = drafted(cast, year, number=""), a_book(cast.district)
    sheet = office.get(at("edit", made.pk)).context["sheet"]
    answer = office.post(at("edit", made.pk), sent(sheet.form, sheet.tables) | {"title": "Công nhận năm 2017"})
    assert answer["Location"] == at("draft", made.pk)
    for _click in range(2):
        office.post(at("number", made.pk), {"book": book.pk})
    form = office.get(at("promulgate", made.pk)).context["form"]
    unticked = office.post(at("promulgate", made.pk), {"seen": form["seen"].value()})
    assert (unticked.status_code, Decision.objects.get().state) == (422, "draft")
    for _click in range(2):
        answer = office.post(at("promulgate", made.pk), {"seen": form["seen"].value(), "signed": "on"})
        assert answer["Location"] == at("decision", made.pk)
    made.refresh_from_db()
    assert (made.number, made.state, made.title) == ("01/QĐ-BCĐ", "issued", "Công nhận năm 2017")
    assert Recognition.objects.count() == 1
    assert office.get(at("draft", made.pk))["Location"] == at("decision", made.pk)


def test_a_list_that_changed_is_shown_anew_before_it_is_issued(office, cast, year, both):
    made = drafted(cast, year)
    old, late = seen(made), at_meeting(cast, year)
    meeting(year, [(late, "passed")])
    answer = office.post(at("promulgate", made.pk), {"seen": old, "signed": "on"})
    assert (answer.status_code, late in [each.registration for each in answer.context["passed"]]) == (422, True)
    assert f'value="{seen(made)}"' in answer.content.decode()


def test_a_typed_number_is_kept_where_no_book_is(office, cast, year):
    made = drafted(cast, year, number="")
    office.post(at("number", made.pk), {"number": "15-QĐ/BCĐ"})
    assert Decision.objects.get().number == "15-QĐ/BCĐ"
    refused = office.post(at("number", made.pk), {"number": ""}, follow=True)
    assert [message.level_tag for message in refused.context["messages"]] == ["error"]


def test_one_is_left_for_later_and_taken_in_again(office, cast, year, both):
    made = drafted(cast, year)
    there = at("leave_out", made.pk, both[0].pk)
    assert office.post(there, {"reason": ""}).status_code == 422
    office.post(there, {"reason": "Chờ xác minh"})
    assert LeftOut.objects.get().reason == "Chờ xác minh"
    assert [each.registration for each in office.get(at("draft", made.pk)).context["left"]] == [both[0]]
    office.post(at("take_in", made.pk, both[0].pk))
    assert not LeftOut.objects.exists()


def test_a_draft_is_deleted_for_a_reason_and_its_number_is_void(office, cast, year):
    made, book = drafted(cast, year, number=""), a_book(cast.district)
    office.post(at("number", made.pk), {"book": book.pk})
    assert office.post(at("void_number", made.pk), {"reason": "Nhầm"})["Location"] == at("draft", made.pk)
    assert office.post(at("discard", made.pk), {"reason": ""}).status_code == 422
    assert office.post(at("discard", made.pk), {"reason": "Không ban hành"})["Location"] == at("drafts")
    assert (Decision.objects.count(), book.series.get().numbers.get().state) == (0, "void")


@pytest.mark.parametrize("way", ["amend", "revoke"])
def test_a_decision_about_an_earlier_one_is_drafted_and_its_lines_chosen(office, cast, year, both, way):
    earlier = issued(cast, drafted(cast, year))
    recognition = Recognition.objects.get()
    sheet = office.get(at(way, earlier.pk)).context["sheet"]
    office.post(at(way, earlier.pk), sent(sheet.form, sheet.tables))
    made = Decision.objects.get(concerns=earlier)
    assert (made.kind, made.campaign, made.bases.count()) == (way, year, 1)
    shown = office.get(at("lines", made.pk)).context["lines"]
    assert [(row, is_touched) for row, _tone, is_touched in shown] == [(recognition, False)]
    line = at("line", made.pk, recognition.pk)
    assert office.post(line, {"called": "Đường hoa", "level": "district", "reason": ""}).status_code == 422
    office.post(line, {"called": "Đường hoa", "level": "district", "reason": "Sai tên"})
    assert Change.objects.get().called == ("Đường hoa" if way == "amend" else recognition.called)
    assert "Sai tên" in office.get(at("draft", made.pk)).content.decode()
    office.post(at("drop_line", made.pk, recognition.pk))
    assert not Change.objects.exists()


def test_the_page_of_a_decision_tells_what_became_of_it(office, cast, year, both):
    earlier = issued(cast, drafted(cast, year))
    made = draft(facts(cast), kind=Kind.REVOKE, concerns=earlier, by=cast.district_office, at=make.NOW)
    why = {"called": "", "level": "", "reason": "Không trung thực"}
    change_recognition(made, Recognition.objects.get(), **why, by=cast.district_office, at=make.NOW)
    issued(cast, numbered(cast, made, "17-QĐ/BCĐ"))
    page = office.get(at("decision", earlier.pk)).content.decode()
    assert "17-QĐ/BCĐ" in page
    assert "Đã thu hồi" in page
    assert "Không trung thực" in office.get(at("decision", made.pk)).content.decode()


def test_a_unit_appeals_from_its_decision_and_reads_the_answer(client, cast, year, both):
    decision = issued(cast, drafted(cast, year, appeal_days=365))
    Decision.objects.update(appeal_days=30_000)  # these pages read the clock of today
    refusal = Refusal.objects.get()
    client.force_login(cast.commune_officer)
    there = at("appeal", refusal.pk)
    assert there in client.get(at("decision", decision.pk)).content.decode()
    assert there in client.get(reverse("registry:detail", args=[both[1].pk])).content.decode()
    assert client.post(there, {"reasons": ""}).status_code == 422
    for _click in range(2):
        client.post(there, {"reasons": "Đã có 3 thôn làm theo"})
    made = Appeal.objects.get()
    assert client.post(at("answer", made.pk), {"to": "upheld", "reason": "x"}).status_code == 403
    client.force_login(cast.district_office)
    assert [row for row, _tone in client.get(at("appeals")).context["lines"]] == [made]
    assert client.post(at("answer", made.pk), {"to": "dismissed", "reason": ""}).status_code == 422
    client.post(at("answer", made.pk), {"to": "upheld", "reason": "Bổ sung minh chứng"})
    client.force_login(cast.commune_officer)
    assert "Bổ sung minh chứng" in client.get(at("answer", made.pk)).content.decode()
    assert Registration.objects.get(pk=both[1].pk).state == "scored"


def test_a_late_appeal_is_refused_with_the_reason(client, cast, year, both):
    issued(cast, drafted(cast, year))
    client.force_login(cast.commune_officer)
    there = at("appeal", Refusal.objects.get().pk)
    assert "09/04/2017" in client.get(there).content.decode()
    assert client.post(there, {"reasons": "Muộn"}).status_code == 422
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("way", ["keep_up", "spread", "end"])
def test_what_became_of_a_title_is_noted_from_its_registration(office, cast, year, both, way):
    issued(cast, drafted(cast, year))
    pk = both[0].pk
    assert at(way, pk) in office.get(reverse("registry:detail", args=[pk])).content.decode()
    version = office.get(at(way, pk)).context["form"]["version"].value()
    if way == "end":
        assert office.post(at(way, pk), {"version": version, "reason": ""}).status_code == 422
    assert office.post(at(way, pk), {"version": 1, "reason": "x"}).status_code == 422
    office.post(at(way, pk), {"version": version, "reason": "Đã đi kiểm tra"})
    assert Registration.objects.get(pk=pk).steps.last().act == f"recognition.{way}"


def test_a_unit_sees_of_a_decision_what_is_its_own(client, cast, year, both):
    theirs = at_meeting(cast, year, cast.mac, cast.other_officer)
    meeting(year, [(theirs, ("failed", "Riêng của Yên Mạc"))])
    decision = issued(cast, drafted(cast, year))
    client.force_login(cast.commune_officer)
    page = client.get(at("decision", decision.pk)).content.decode()
    assert "Chưa lan tỏa" in page
    assert "Riêng của Yên Mạc" not in page
    other = Refusal.objects.get(registration=theirs)
    assert client.get(at("appeal", other.pk)).status_code == 404


@pytest.mark.parametrize("who", ["commune_officer", "leader", "editor", "administrator", "stranger"])
def test_drafts_are_read_by_office_and_leader_alone(client, cast, year, both, who):
    made = drafted(cast, year)
    client.force_login(getattr(cast, who))
    reads = who == "leader"
    assert client.get(at("drafts")).status_code == (200 if reads else 403)
    assert client.get(at("draft", made.pk)).status_code == (200 if reads else 404)
    assert client.get(at("edit", made.pk)).status_code == (403 if reads else 404)
    assert client.post(at("promulgate", made.pk), {"seen": seen(made), "signed": "on"}).status_code in {403, 404}
    assert client.get(at("decision", made.pk)).status_code == (302 if reads else 404)
    assert Decision.objects.get().state == "draft"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_one_row_and_for_three(office, cast, year, rows, django_assert_num_queries):
    waiting = [at_meeting(cast, year) for _ in range(2 * rows)]
    meeting(year, [(each, "passed" if place % 2 else "failed") for place, each in enumerate(waiting)])
    made = drafted(cast, year)
    for name, cost in (("drafts", 9), ("draft", 16), ("promulgate", 16)):
        args = () if name == "drafts" else (made.pk,)
        with django_assert_num_queries(cost):
            assert office.get(at(name, *args)).status_code == 200
    issued(cast, made)
    for refusal in Refusal.objects.select_related("registration", "decision__unit"):
        appeal(refusal, reasons="Đã có 3 thôn làm theo", by=cast.commune_officer, at=make.NOW)
    with django_assert_num_queries(16):
        office.get(at("decision", made.pk))
    with django_assert_num_queries(7):
        assert len(office.get(at("appeals")).context["lines"]) == rows
