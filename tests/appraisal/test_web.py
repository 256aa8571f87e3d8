"""The pages of the appraisal: what a scorer sees and when, what an office sees, and what a unit reads."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.movement.appraisal.actions import close, declare, put_aside
from kheo.movement.appraisal.models import Evidence, Mark, Sheet, Visit
from kheo.movement.appraisal.queries import criteria_for
from kheo.movement.appraisal.rules import Closing
from kheo.movement.appraisal.states import SheetState
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make
from tests.appraisal import made
from tests.portal.made import picture

NOW = make.NOW
# What a page of a list may cost, whatever its length; the bell and the session are among it.
MOST = 10


@pytest.fixture
def council(cast):
    return made.council(cast)


@pytest.fixture
def sheets(cast, council):
    return made.given(cast, council, [made.surveyed(cast, council.campaign)])


def as_(client, user):
    client.force_login(user)
    return client


def points(sheet, part=Decimal("0.5"), **more):
    """Return what the form of a sheet sends."""
    given = {f"p{pk}": str(value).replace(".", ",") for pk, value in made.full_marks(sheet.registration, part).items()}
    return given | {"version": sheet.version} | more


# The scorer --------------------------------------------------------------------------------------------------------


def test_a_scorer_goes_from_the_queue_to_a_sheet_and_on(client, sheets):
    own = sheets[0]
    page = as_(client, own.scorer).get(reverse("appraisal:mine"))
    assert "Đã chấm 0/1 mô hình" in page.content.decode()
    going = client.get(reverse("appraisal:next", args=["dan-van-kheo-2017"]))
    assert going.url == reverse("appraisal:sheet", args=[own.pk])
    sent = client.post(going.url, points(own, hand_in="yes"), follow=True)
    own.refresh_from_db()
    assert (own.state, "đã chấm hết" in sent.content.decode()) == (SheetState.DONE, True)


def test_points_are_saved_while_typing_and_a_wrong_cell_is_named(client, sheets):
    own, url = sheets[0], reverse("appraisal:mark", args=[sheets[0].pk])
    first = criteria_for(own.registration)[0]
    answer = as_(client, own.scorer).post(url, {f"p{first.pk}": "7,5", "version": 1})
    assert answer.json() == {"fields": {"version": 2, "total": ""}}
    wrong = client.post(url, {f"p{first.pk}": "99", "version": 2})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, [f"p{first.pk}"])
    late = client.post(url, {f"p{first.pk}": "8", "version": 1})
    assert late.status_code == 409
    assert Mark.objects.get(sheet=own).points == Decimal("7.5")


def test_a_sheet_that_lacks_points_is_kept_and_not_handed_in(client, sheets):
    own = sheets[0]
    first = criteria_for(own.registration)[0]
    answer = as_(client, own.scorer).post(
        reverse("appraisal:sheet", args=[own.pk]), {f"p{first.pk}": "5", "version": 1, "hand_in": "yes"}
    )
    own.refresh_from_db()
    assert (answer.status_code, own.state, "Chưa cho điểm" in answer.content.decode()) == (422, "assigned", True)
    assert Mark.objects.get(sheet=own).points == 5


def test_what_others_gave_is_hidden_until_the_own_sheet_is_in(client, sheets):
    mine, other, _third = sheets
    made.scores(other, Decimal("0.7"))
    url = reverse("appraisal:sheet", args=[mine.pk])
    before = as_(client, mine.scorer).get(url).content.decode()
    assert "Điểm các thành viên đã cho" not in before
    made.scores(mine)
    after = client.get(url).content.decode()
    assert ("Điểm các thành viên đã cho" in after, other.scorer.full_name in after) == (True, False)


def test_the_own_points_of_the_unit_stand_beside(client, sheets):
    page = as_(client, sheets[0].scorer).get(reverse("appraisal:sheet", args=[sheets[0].pk])).content.decode()
    assert "Đơn vị tự chấm" in page


def test_nobody_opens_the_sheet_of_another(client, cast, sheets):
    for person in (sheets[1].scorer, cast.district_office, cast.commune_officer, cast.leader):
        for name in ("sheet", "put_aside"):
            assert as_(client, person).get(reverse(f"appraisal:{name}", args=[sheets[0].pk])).status_code == 404


def test_who_has_to_do_with_the_unit_no_longer_sees_the_model(client, cast, council, sheets):
    own = sheets[0]
    url = reverse("appraisal:sheet", args=[own.pk])
    assert as_(client, own.scorer).get(url).status_code == 200
    appoint(own.scorer, role=Role.OFFICER, unit=cast.hoa, valid_from=date(2017, 1, 1), by=None, at=NOW)
    assert as_(client, own.scorer).get(url).status_code == 403
    declare(cast.hoa, reason="Người nhà", by=sheets[1].scorer, at=NOW)
    gone = reverse("appraisal:sheet", args=[sheets[1].pk])
    assert as_(client, sheets[1].scorer).get(gone).status_code == 404


def test_a_scorer_steps_aside_by_a_form(client, sheets):
    own = sheets[0]
    url = reverse("appraisal:put_aside", args=[own.pk])
    as_(client, own.scorer).post(url, {"to": "recused", "reason": "Em trai làm", "version": 1})
    own.refresh_from_db()
    assert (own.state, own.reason) == (SheetState.RECUSED, "Em trai làm")


def test_the_grid_shows_what_is_still_to_score(client, cast, council):
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(3)]
    sheets = made.given(cast, council, models)
    person = council.scorers[0]
    own = [sheet for sheet in sheets if sheet.scorer == person]
    made.scores(own[0])
    page = as_(client, person).get(reverse("appraisal:grid", args=[council.campaign.slug]))
    assert [row.sheet.pk for row in page.context["rows"]] == [sheet.pk for sheet in own[1:]]
    for sheet in own[1:]:
        made.scores(sheet)
    assert client.get(reverse("appraisal:grid", args=[council.campaign.slug])).status_code == 302


def test_an_interest_is_declared_by_a_form(client, cast, sheets):
    own = sheets[0]
    as_(client, own.scorer).post(reverse("appraisal:declare"), {"unit": cast.hoa.pk, "reason": "Anh trai"})
    own.refresh_from_db()
    assert own.state == SheetState.BARRED


# The unit ----------------------------------------------------------------------------------------------------------


def test_a_unit_scores_itself_by_the_form_with_its_evidence(client, cast, council, photo):
    it = made.proposed(cast, council.campaign)
    paper = photo(it, cast.commune_officer)
    url = reverse("appraisal:self_score", args=[it.pk])
    page = as_(client, cast.commune_officer).get(url)
    assert (page.status_code, Sheet.objects.exists()) == (200, False)
    sheet = Sheet(registration=it)
    first = criteria_for(it)[0]
    sent = points(sheet, hand_in="yes", **{f"e{first.pk}": paper.pk})
    assert client.post(url, sent).status_code == 302
    assert made.fresh(it).state == State.SELF_SCORED
    assert Evidence.objects.get().attachment == paper


def test_a_unit_saves_while_typing(client, cast, council):
    it = made.proposed(cast, council.campaign)
    first = criteria_for(it)[0]
    url = reverse("appraisal:autosave", args=[it.pk])
    answer = as_(client, cast.commune_officer).post(url, {f"p{first.pk}": "6", "version": 1})
    assert answer.json()["fields"]["version"] == 2
    assert as_(client, cast.other_officer).post(url, {"version": 2}).status_code == 404


def test_a_unit_reads_how_its_result_came_about_once_decided_without_names(client, cast, sheets):
    for sheet in sheets:
        made.scores(sheet)
    it = sheets[0].registration
    close(it, Closing(final=Decimal(80), reason="Hội đồng thống nhất"), by=cast.district_office, at=NOW)
    url = reverse("appraisal:result", args=[it.pk])
    assert as_(client, cast.commune_officer).get(url).status_code == 403
    Registration.objects.filter(pk=it.pk).update(state=State.NOT_RECOGNISED)
    page = client.get(url).content.decode()
    assert ("Hội đồng thống nhất" in page, "Người chấm 1</th>" in page) == (True, True)
    assert not any(sheet.scorer.full_name in page for sheet in sheets)
    assert as_(client, cast.other_officer).get(url).status_code == 404


# The office --------------------------------------------------------------------------------------------------------


def test_the_office_opens_gives_out_and_sees_the_loads(client, cast):
    council = made.council(cast, is_open=False)
    slug = council.campaign.slug
    as_(client, cast.district_office)
    assert "Chưa mở thẩm định" in client.get(reverse("appraisal:campaign", args=[slug])).content.decode()
    assert client.post(reverse("appraisal:open", args=[slug]), {"each": 2}).status_code == 302
    made.surveyed(cast, council.campaign)
    people = [person.pk for person in council.scorers]
    sent = client.post(reverse("appraisal:assign", args=[slug]), {"people": people}, follow=True)
    assert "Đã phân công 1 mô hình" in sent.content.decode()
    assert sent.status_code == 200
    loads = client.get(reverse("appraisal:scorers", args=[slug])).context["loads"]
    assert [load.given for load in loads] == [1, 1, 0]


def test_the_office_surveys_with_photos_and_minutes(client, cast, council):
    it = made.self_scored(cast, council.campaign)
    url = reverse("appraisal:survey", args=[it.pk])
    said = {"visited_on": "10/03/2017", "place": "Thôn 5", "team": "Ông A", "findings": "Đã xem"}
    with picture(colour="blue").original.open("rb") as photo, picture(colour="red").original.open("rb") as minutes:
        sent = as_(client, cast.district_office).post(url, said | {"photos": photo, "minutes": minutes})
    assert sent.status_code == 302
    visit = Visit.objects.get()
    photo = visit.photos.get()
    file_url = reverse("appraisal:visit_file", args=[it.pk, photo.file_id])
    assert (made.fresh(it).state, len(b"".join(client.get(file_url))) > 0) == (State.SURVEYED, True)
    assert as_(client, cast.other_officer).get(file_url).status_code == 404


def test_the_office_closes_one_with_its_reason_and_many_at_once(client, cast):
    council = made.council(cast, scorers=1, each=1)
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(3)]
    for sheet in made.given(cast, council, models):
        made.scores(sheet)
    as_(client, cast.district_office)
    one = client.post(reverse("appraisal:score", args=[models[0].pk]), {"final": "80,5"})
    assert (one.status_code, "nêu lý do" in one.content.decode()) == (422, True)
    client.post(reverse("appraisal:score", args=[models[0].pk]), {"final": "80,5", "reason": "Hội đồng thống nhất"})
    picks = {"pick": [model.pk for model in models[1:]]}
    client.post(reverse("appraisal:close_many", args=[council.campaign.slug]), picks)
    assert {made.fresh(model).state for model in models} == {State.SCORED}
    by_points = client.get(reverse("appraisal:campaign", args=[council.campaign.slug]), {"sort": "points"})
    assert by_points.context["page"].rows[-1].pk == models[0].pk


def test_scores_of_a_unit_that_an_officer_has_to_do_with_are_kept_from_them(client, cast, sheets):
    for sheet in sheets:
        made.scores(sheet)
    it = sheets[0].registration
    declare(cast.hoa, reason="Quê vợ", by=cast.district_office, at=NOW)
    page = as_(client, cast.district_office).get(reverse("appraisal:campaign", args=["dan-van-kheo-2017"]))
    assert "không hiển thị với đồng chí" in page.content.decode()
    for name in ("score", "result"):
        assert client.get(reverse(f"appraisal:{name}", args=[it.pk])).status_code == 403
    client.post(reverse("appraisal:close_many", args=["dan-van-kheo-2017"]), {"pick": it.pk})
    assert made.fresh(it).state == State.SURVEYED


def test_the_result_says_who_stepped_aside_and_why(client, cast, sheets):
    aside, *others = sheets
    put_aside(aside, SheetState.RECUSED, reason="Em trai tôi làm", version=1, by=aside.scorer, at=NOW)
    for sheet in others:
        made.scores(sheet)
    close(made.fresh(aside.registration), Closing(reason="Đủ phiếu"), by=cast.district_office, at=NOW)
    page = as_(client, cast.leader).get(reverse("appraisal:result", args=[aside.registration_id])).content.decode()
    assert ("Em trai tôi làm" in page, aside.scorer.full_name in page) == (True, True)


def test_a_page_of_the_list_costs_the_same_whatever_its_length(client, cast, django_assert_max_num_queries):
    council = made.council(cast, scorers=2, each=2)
    models = [made.surveyed(cast, council.campaign, name=f"Mô hình {number}") for number in range(6)]
    made.given(cast, council, models)
    as_(client, cast.district_office)
    url = reverse("appraisal:campaign", args=[council.campaign.slug])
    client.get(url)
    for query in ({}, {"sort": "points"}, {"sort": "unit", "q": "mo hinh", "state": "surveyed"}):
        with django_assert_max_num_queries(MOST):
            assert client.get(url, query).status_code == 200


def test_the_list_is_narrowed_by_words_of_the_name_or_the_unit(client, cast):
    council = made.council(cast, scorers=1, each=1)
    road, fish = (made.surveyed(cast, council.campaign, name=name) for name in ("Đoạn đường hoa", "Nuôi cá"))
    as_(client, cast.district_office)
    url = reverse("appraisal:campaign", args=[council.campaign.slug])
    for words, those in {"doan duong": [road], "ca yen hoa": [fish], "oan": [], "yen": [fish, road]}.items():
        page = client.get(url, {"q": words}).context["page"]
        assert {row.pk for row in page.rows} == {each.pk for each in those}, words


def test_home_tells_a_scorer_what_waits(client, sheets):
    timezone.activate("Asia/Ho_Chi_Minh")
    page = as_(client, sheets[0].scorer).get(reverse("workspace:home")).content.decode()
    assert "Có 1 mô hình chờ đồng chí chấm điểm" in page
