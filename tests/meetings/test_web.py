import re
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from kheo.movement.campaigns.models import CampaignLevel
from kheo.movement.meetings import actions
from kheo.movement.meetings.models import Ballot, Item, Meeting, Recusal
from kheo.movement.meetings.queries import agenda_of, seats_of
from kheo.movement.meetings.states import Result, Tie, Voting
from tests import make
from tests.meetings import world


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def typed(page, *names):
    """Return what a browser would send of the forms of a page as they stand."""
    fields = [field for name in names for field in page.context[name]]
    return {f.html_name: f.value() for f in fields if f.value() not in (None, False)}


def read(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_without_a_level_calling_leads_to_the_settings(cast, office):
    campaign = world.campaign(cast)
    campaign.levels.all().delete()
    said = office.get(at("new", campaign.slug)).content.decode()
    assert reverse("campaigns:change", args=[campaign.slug]) in said
    assert 'name="level"' not in said


def test_a_meeting_is_called_from_its_campaign_once(cast, office):
    campaign = world.campaign(cast)
    world.scored(cast, campaign)
    url = at("new", campaign.slug)
    assert (
        at("campaign", campaign.slug) in office.get(reverse("campaigns:detail", args=[campaign.slug])).content.decode()
    )
    assert url in office.get(at("campaign", campaign.slug)).content.decode()
    said = typed(office.get(url), "form") | {"held_on": "9/3/2017", "level": "district", "place": "Hội trường"}
    for _ in range(2):
        answer = office.post(url, said)
        assert answer["Location"] == at("detail", Meeting.objects.get().pk)
    assert Meeting.objects.get().place == "Hội trường"
    assert Meeting.objects.get().committee.unit == cast.district


def test_what_is_against_it_is_told_and_nothing_typed_is_lost(cast, office):
    campaign = world.campaign(cast)
    CampaignLevel.objects.filter(campaign=campaign).update(quorum=">=9/10")
    answer = office.post(at("new", campaign.slug), {
        "held_on": "9/3/2017", "level": "district", "place": "Hội trường lớn", "voting": "open", "tie": "fail",
    })  # fmt: skip
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert "Hội trường lớn" in answer.content.decode()
    answer = office.post(at("new", campaign.slug), {"held_on": "31/2/2017"})
    assert (answer.status_code, "31/2/2017" in answer.content.decode()) == (422, True)


def test_it_is_changed_and_attended(cast, office):
    made = world.meeting(cast)
    seats = seats_of(made)
    url = at("change", made.pk)
    said = typed(office.get(url), "form") | {"held_on": "09/03/2017", "chair": seats[1].pk, "place": "Phòng số 3"}
    assert office.post(url, said).status_code == 302
    assert office.post(url, said).status_code == 422  # read before the first of the two
    made.refresh_from_db()
    assert (made.place, seats_of(made)[1].chairs) == ("Phòng số 3", True)
    url = at("attendance", made.pk)
    said = typed(office.get(url), "form") | {f"presence-{seats[0].pk}": "absent", f"absence-{seats[0].pk}": "Họp tỉnh"}
    assert office.post(url, said).status_code == 302
    assert (seats_of(made)[0].presence, seats_of(made)[0].absence) == ("absent", "Họp tỉnh")
    answer = office.post(url, said | {"version": Meeting.objects.get().version, f"presence-{seats[1].pk}": "absent"})
    assert (answer.status_code, "Họp tỉnh" in answer.content.decode()) == (422, True)


def test_hands_are_entered_and_counted(cast, office):
    made = world.meeting(cast)
    first, second = agenda_of(made)
    seat = seats_of(made)[4]
    actions.recuse(first, seat, reason="Người nhà", by=cast.district_office, at=make.NOW)
    for _ in range(2):
        office.post(at("start", made.pk), {"pick": [first.pk, second.pk]})
    ballot = Ballot.objects.get()
    url = at("ballot", made.pk, ballot.pk)
    page = office.get(url)
    assert sum(1 for _voter, cells in page.context["form"].lines for cell in cells if cell) == 9
    one, other = ballot.questions.all()
    said = {"version": ballot.version, f"hand-{one.pk}-{seats_of(made)[0].pk}": "no"}
    answer = office.post(url, said | {"do": "close"})
    assert (answer.status_code, "8" in read(answer)) == (422, True)
    ballot.refresh_from_db()
    assert (ballot.version, ballot.is_open) == (said["version"], True)
    assert office.post(url, said | {"do": "rest"}).status_code == 302
    assert office.post(url, said | {"do": "rest"}).status_code == 422
    assert [(q.yes, q.no, q.present) for q in ballot.questions.all()] == [(3, 1, 4), (5, 0, 5)]
    assert world.results(made) == ["passed", "passed"]


def test_what_is_entered_is_kept_until_the_ballot_is_closed(cast, office):
    made = world.meeting(cast, items=1)
    office.post(at("start", made.pk), {"pick": agenda_of(made)[0].pk})
    ballot = Ballot.objects.get()
    url, question = at("ballot", made.pk, ballot.pk), ballot.questions.get()
    said = {"version": ballot.version, f"hand-{question.pk}-{seats_of(made)[0].pk}": "no", "do": "enter"}
    assert office.post(url, said).status_code == 302
    wall = read(office.get(at("screen", made.pk)))
    assert office.post(url, said).status_code == 422  # somebody else's page
    row = office.get(at("screen", made.pk)).context["row"]
    assert (row.told.votes.no, row.told.votes.yes, row.is_open) == (1, 0, True)
    assert agenda_of(made)[0].name in wall


def test_without_a_quorum_nothing_is_opened(cast, office):
    made = world.meeting(cast, present=3)
    answer = office.post(at("start", made.pk), {"pick": agenda_of(made)[0].pk}, follow=True)
    assert (Ballot.objects.count(), answer.context["quorum"].is_there) == (0, False)
    assert len(answer.context["messages"]) == 1


def test_an_item_is_settled_recused_and_taken_off(cast, office):
    made = world.meeting(cast)
    first, second = agenda_of(made)
    url, seat = at("item", made.pk, first.pk), seats_of(made)[2]
    assert office.post(url, {"do": "recuse", "seat": seat.pk, "reason": ""}).status_code == 422
    assert office.post(url, {"do": "recuse", "seat": seat.pk, "reason": "Quê nhà"}).status_code == 302
    assert "Quê nhà" in office.get(url).content.decode()
    lift = at("lift", made.pk, first.pk, Recusal.objects.get().pk)
    assert office.get(lift).status_code == 405
    assert (office.post(lift)["Location"], office.post(lift).status_code) == (url, 404)
    version = Meeting.objects.get().version
    said = {"do": "settle", "result": "put_off", "reason": "", "version": version}
    answer = office.post(url, said)
    assert (answer.status_code, world.results(made)) == (422, ["", ""])
    assert office.post(url, said | {"reason": "Chờ bổ sung"}).status_code == 302
    assert office.post(at("item", made.pk, second.pk), {"do": "take_off", "reason": "Xin rút"}).status_code == 302
    assert [item.result for item in agenda_of(made)] == ["put_off"]
    answer = office.post(at("table", made.pk), {"pick": second.registration_id})
    assert (answer["Location"], len(agenda_of(made))) == (at("detail", made.pk), 2)
    office.post(at("table", made.pk), {"pick": second.registration_id})
    assert len(agenda_of(made)) == 2


def test_members_vote_by_the_codes_of_their_slips(cast, office, client):
    made = world.meeting(cast, items=2, voting=Voting.MACHINE)
    office.post(at("start", made.pk), {"pick": [item.pk for item in agenda_of(made)]})
    ballot = Ballot.objects.get()
    slips = office.post(at("slips", made.pk, ballot.pk)).context["slips"]
    one, other = ballot.questions.all()
    client.force_login(cast.stranger)
    page = client.get(at("vote"))
    assert "Đường hoa" not in page.content.decode()
    assert client.post(at("vote"), {"code": "ABCD-EFGH-JKMN"}).status_code == 422
    code = slips[1][1]
    ballot_page = client.post(at("vote"), {"code": code})
    assert [f.html_name for _q, f in ballot_page.context["form"].lines] == [f"vote-{one.pk}", f"vote-{other.pk}"]
    half = {"code": code, "cast": "1", f"vote-{one.pk}": "no"}
    assert client.post(at("vote"), half).status_code == 422
    answer = client.post(at("vote"), half | {f"vote-{other.pk}": "yes"}, follow=True)
    assert (answer.status_code, len(answer.context["messages"])) == (200, 1)
    assert client.post(at("vote"), half | {f"vote-{other.pk}": "yes"}).status_code == 422
    assert [(q.yes, q.no) for q in ballot.questions.all()] == [(0, 1), (1, 0)]


def test_members_step_up_to_the_machine_and_nobody_sees_the_counts(cast, office):
    made = world.meeting(cast, items=1, voting=Voting.MACHINE)
    office.post(at("start", made.pk), {"pick": agenda_of(made)[0].pk})
    ballot, question = Ballot.objects.get(), Ballot.objects.get().questions.get()
    booth = at("booth", made.pk, ballot.pk)
    for seat in seats_of(made)[:4]:
        assert seat.name in office.get(f"{booth}?seat={seat.pk}").content.decode()
        office.post(booth, {"seat": seat.pk, "cast": "1", f"vote-{question.pk}": "yes"})
    again = office.post(booth, {"seat": seats_of(made)[0].pk, "cast": "1", f"vote-{question.pk}": "no"})
    assert again.status_code == 422
    url = at("ballot", made.pk, ballot.pk)
    for page in (office.get(url), office.get(at("screen", made.pk)), office.get(at("detail", made.pk))):
        told = page.context["rows"][0].told
        assert (told.votes, told.turnout.voted, told.turnout.voters) == (None, 4, 5)
    assert office.post(url, {"do": "close"}).status_code == 422
    assert office.post(url, {"do": "close", "sure": "1"}).status_code == 302
    assert world.results(made) == ["passed"]


def test_two_tellers_count_and_differ_and_agree(cast, office):
    made = world.meeting(cast, items=1, voting=Voting.PAPER)
    office.post(at("start", made.pk), {"pick": agenda_of(made)[0].pk})
    ballot = Ballot.objects.get()
    url, key = at("ballot", made.pk, ballot.pk), ballot.questions.get().pk

    def count(teller, yes, no, turn, found="5"):
        said = {"do": "count", "teller": teller, "found": found, "turn": turn, f"yes-{key}": yes, f"no-{key}": no}
        return office.post(url, said | {f"invalid-{key}": "0"})

    assert count("An", "5", "1", 1).status_code == 422
    assert count("An", "một", "1", 1).status_code == 422
    assert count("An", "4", "1", 1).status_code == 302
    page = read(office.get(url))
    assert "An" in page
    assert not re.search(r"value=\"4\"", office.get(url).content.decode())
    assert count("An", "4", "1", 1).status_code == 422  # the same teller
    assert count("Thu", "3", "2", 1).status_code == 302
    differ = office.get(url).context["differ"]
    assert [(first, second) for _name, first, second in differ] == [((4, 1, 0), (3, 2, 0))]
    assert count("Thu", "4", "1", 2).status_code == 302
    assert count("An", "4", "1", 2).status_code == 302
    assert (world.results(made), Ballot.objects.get().is_open) == (["passed"], False)


def test_a_tie_waits_for_the_chair_and_a_class_for_its_reason(cast, office):
    made = world.meeting(cast, models=[{}, {"points": "60", "earns": False}], present=4, tie=Tie.CHAIR)
    world.vote(cast, made, "yynn", "yyyy")
    rows = office.get(at("detail", made.pk)).context["rows"]
    assert [row.waits for row in rows] == [True, True]
    assert office.post(at("close", made.pk), {"version": Meeting.objects.get().version}).status_code == 422
    for item in agenda_of(made):
        said = {"do": "settle", "result": "passed", "reason": "", "version": Meeting.objects.get().version}
        answer = office.post(at("item", made.pk, item.pk), said)
        assert answer.status_code == (302 if item.earns else 422)
    said = {"do": "settle", "result": "passed", "reason": "Dân ủng hộ", "version": Meeting.objects.get().version}
    office.post(at("item", made.pk, item.pk), said)
    assert world.results(made) == ["passed", "passed"]


def test_a_ballot_is_declared_void(cast, office):
    made = world.meeting(cast, items=1)
    ballot = world.vote(cast, made, "yyyyy")
    url = at("ballot", made.pk, ballot.pk)
    assert office.post(url, {"do": "void", "reason": ""}).status_code == 422
    assert office.post(url, {"do": "void", "reason": "Nhập nhầm"}).status_code == 302
    assert world.results(made) == [""]
    assert "Nhập nhầm" in office.get(url).content.decode()


def closed(cast, **more):
    made = world.meeting(cast, models=[{}, {"points": "60", "earns": False}, {}], present=4, **more)
    first, second, third = agenda_of(made)
    actions.recuse(first, seats_of(made)[1], reason="Quê nhà", by=cast.district_office, at=make.NOW)
    world.vote(cast, made, "yyy", "nnya", items=[first, second])
    third.meeting.refresh_from_db()
    version, office = third.meeting.version, {"by": cast.district_office, "at": make.NOW}
    actions.settle(third, Result.PUT_OFF, reason="Chờ hồ sơ", version=version, **office)
    made.refresh_from_db()
    actions.close(made, version=made.version, **office)
    return made


@pytest.mark.parametrize("form", ["party", "state"])
def test_the_minutes_and_the_list_say_what_was_recorded(cast, office, form):
    made = closed(cast)
    said = {"form": form, "issuer": "Ban Chỉ đạo huyện", "superior": "Huyện ủy", "number": "05", "place": "Yên Mô"}

    def document(button):
        answer = office.post(at("papers", made.pk), said | {button: ""})
        word = Document(BytesIO(b"".join(answer)))
        cells = [cell.text for table in word.tables for cell in table._cells]
        return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)

    minutes, names = document("minutes"), document("list")
    items = agenda_of(made)
    for text in (
        items[0].name, items[2].name, "Đỗ Trọng Luận", "Bùi Thị Thư", "Phạm Thị Hà", "Đi công tác", "Quê nhà",
        "3 đồng ý, 0 không đồng ý (tính trên 3)", "1 đồng ý, 2 không đồng ý, 1 không có ý kiến (tính trên 4)",
        "Chờ hồ sơ", "04/05 thành viên", "từ 2/3 trở lên", "ngày 09 tháng 3 năm 2017", "Hội trường Huyện ủy",
        "đồng chí Đỗ Trọng Luận (không đồng ý)",
    ):  # fmt: skip
        assert text in minutes, text
    assert "{" not in minutes + names
    assert items[0].name in names
    assert items[1].name not in names
    assert [name in names for name in world.NAMES] == [True, True, True, True, False]


def test_no_minutes_before_the_meeting_is_closed_and_nothing_after(cast, office):
    made = world.meeting(cast, items=1)
    said = {"form": "party", "issuer": "Ban Chỉ đạo", "place": "Yên Mô", "minutes": ""}
    assert office.post(at("papers", made.pk), said).status_code == 422
    item = agenda_of(made)[0]
    answer = office.post(at("close", made.pk), {"version": made.version})
    assert (answer.status_code, item.name in read(answer)) == (422, True)
    world.vote(cast, made, "yyyyy")
    said = {"version": Meeting.objects.get().version}
    assert office.post(at("close", made.pk), said)["Location"] == at("papers", made.pk)
    assert office.post(at("close", made.pk), said).status_code == 422
    assert (
        office.post(at("attendance", made.pk), typed(office.get(at("attendance", made.pk)), "form")).status_code == 422
    )


def test_who_sees_and_who_does_not(client, cast):
    made = world.meeting(cast, items=1, voting=Voting.MACHINE)
    item = agenda_of(made)[0]
    ballot = actions.open_ballot(made, [item], by=cast.district_office, at=make.NOW)
    seen = [at("detail", made.pk), at("pack", made.pk), at("screen", made.pk), at("item", made.pk, item.pk),
            at("ballot", made.pk, ballot.pk)]  # fmt: skip
    run = [at("change", made.pk), at("attendance", made.pk), at("close", made.pk), at("booth", made.pk, ballot.pk)]
    for user, looks, works in (
        (cast.district_office, 200, 200), (cast.leader, 200, 403), (cast.commune_officer, 404, 404),
        (cast.administrator, 404, 404), (cast.editor, 404, 404), (cast.stranger, 404, 404),
    ):  # fmt: skip
        client.force_login(user)
        assert [client.get(url).status_code for url in seen + run] == [looks] * 5 + [works] * 4, user
    client.force_login(cast.leader)
    assert client.post(at("start", made.pk), {"pick": item.pk}).status_code == 403
    assert client.post(at("item", made.pk, item.pk), {"do": "take_off", "reason": "Rút"}).status_code == 403
    assert client.post(at("ballot", made.pk, ballot.pk), {"do": "close", "sure": "1"}).status_code == 403


def test_the_screen_shows_one_item_and_forgives_a_wrong_number(cast, office):
    made = world.meeting(cast, items=3)
    for asked, place in (("", 1), ("2", 2), ("99", 3), ("0", 1), ("x", 1), ("99999999", 1)):
        assert office.get(at("screen", made.pk) + f"?item={asked}").context["place"] == place
    Item.objects.all().delete()
    assert office.get(at("screen", made.pk)).context["row"] is None


def test_the_work_goes_on_from_page_to_page_in_the_order_of_the_procedure(cast, office):
    """From the campaign and from its scoring to the meetings; from a closed meeting to the decision."""
    made = world.meeting(cast, items=1)
    slug = made.campaign.slug
    names = ["criteria:apply", "appraisal:campaign", "meetings:campaign", "recognition:campaign"]
    ways = [reverse(name, args=[slug]) for name in [*names, "commendation:campaign", "closings:list"]]
    told = office.get(reverse("campaigns:detail", args=[slug])).context["doors"]
    assert [url for _door, url in told] == ways
    told = office.get(reverse("appraisal:campaign", args=[slug])).context["doors"]
    assert [url for _door, url in told] == [ways[0], *ways[2:]]
    assert office.get(at("detail", made.pk)).context["doors"] == []
    world.vote(cast, made, "yyyyy")
    actions.close(Meeting.objects.get(), version=Meeting.objects.get().version, by=cast.district_office, at=make.NOW)
    for page in ("detail", "papers"):
        assert [url for _door, url in office.get(at(page, made.pk)).context["doors"]] == [ways[3]]


def test_the_meetings_of_one_campaign(client, cast, office):
    made = world.meeting(cast, items=1)
    other = make.campaign(cast.district, year=2016)
    for campaign, rows in ((made.campaign, [made]), (other, [])):
        page = office.get(at("campaign", campaign.slug)).context
        assert (list(page["page"].rows), page["may_call"]) == (rows, True)
    client.force_login(cast.leader)
    assert client.get(at("campaign", made.campaign.slug)).context["may_call"] is False


COSTS = {"list": 7, "detail": 18, "screen": 11, "pack": 9}


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("name", COSTS)
def test_pages_cost_the_same_for_one_item_and_for_three(cast, office, name, items, django_assert_num_queries):
    made = world.meeting(cast, items=items, voting=Voting.MACHINE)
    actions.open_ballot(made, agenda_of(made), by=cast.district_office, at=make.NOW)
    url = at(name, *[made.pk] * (name != "list"))
    office.get(url)
    with django_assert_num_queries(COSTS[name]):
        assert office.get(url).status_code == 200
