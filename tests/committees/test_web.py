"""The pages of committees: who sees what at what cost, and that a sheet is read as it was filled in."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.movement.committees.actions import restaff
from kheo.movement.committees.models import Committee, Staffing
from kheo.movement.committees.queries import who_sat
from tests import make
from tests.make import sitting, staffing

pytestmark = pytest.mark.django_db
LIST, WANTING = "/lam-viec/ban-chi-dao/", "/lam-viec/ban-chi-dao/chua-co/"
HEAD, MEMBER = sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An")


def rows(*people, total=None):
    """Return rows of a sheet as a browser sends them: (name, title, seat[, leaves])."""
    sent = {"rows-TOTAL_FORMS": total or len(people), "rows-INITIAL_FORMS": 0}
    for place, (name, title, seat, *leaves) in enumerate(people):
        sent |= {f"rows-{place}-name": name, f"rows-{place}-title": title, f"rows-{place}-seat": seat}
        sent |= {f"rows-{place}-leaves": "on"} if leaves else {}
    return sent


def decision(**more):
    return {"number": "30-QĐ/HU", "signed_on": "1/6/2016", "signed_by": "Bí thư"} | more


def sent_back(page):
    """Return what the form on a page would send if nobody touched it."""
    sheet = page.context["sheet"]
    sent = {field.name: field.value() or "" for field in sheet.decision}
    for place, row in enumerate(sheet.rows):
        sent |= {f"rows-{place}-{field.name}": field.value() or "" for field in row if field.name != "leaves"}
    return sent | {"rows-TOTAL_FORMS": len(list(sheet.rows)), "rows-INITIAL_FORMS": len(list(sheet.rows))}


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(client, cast, number, django_assert_num_queries):
    units = [cast.district, cast.hoa, cast.mac][:number]
    people = [HEAD, *(sitting(f"Ủy viên {place}") for place in range(number))]
    made = [make.committee(unit, people, facts=staffing(f"{unit.pk}-QĐ")) for unit in units]
    for month in range(number - 1):
        people = [HEAD, sitting(f"Mới {month}")]
        said = {"facts": staffing(f"3{month}-QĐ", date(2016, 6 + month, 1)), "after": made[0].staffings.last()}
        restaff(made[0], members=people, **said, by=None, at=make.NOW)
    client.force_login(cast.district_office)
    client.get(LIST)
    with django_assert_num_queries(QUERIES["list"]):
        assert len(client.get(LIST).context["lines"]) == number
    with django_assert_num_queries(QUERIES["detail"]):
        page = client.get(reverse("committees:detail", args=[made[0].pk]))
    assert len(page.context["history"]) == number
    with django_assert_num_queries(QUERIES["restaff"]):
        client.get(reverse("committees:restaff", args=[made[0].pk]))


QUERIES = {"list": 7, "detail": 11, "restaff": 10, "wanting": 10}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_what_lacks_costs_the_same(client, cast, number, django_assert_num_queries):
    for unit in (cast.district, cast.hoa, cast.mac):
        make.committee(unit, facts=staffing(f"{unit.pk}-QĐ"))
    for more in range(number):
        make.unit(f"Xã Thêm {more}", parent=cast.district)
    client.force_login(cast.district_office)
    client.get(WANTING)
    with django_assert_num_queries(QUERIES["wanting"]):
        assert len(client.get(WANTING).context["page"].rows) == number


def test_the_list_is_narrowed_by_term(client, cast):
    make.committee(cast.hoa, facts=staffing("1-QĐ", term_ends_on=date(2016, 12, 31)))
    make.committee(cast.mac, facts=staffing("2-QĐ"))
    client.force_login(cast.district_office)
    for state, units in {"": 2, "past": 1, "current": 1, "ahead": 0}.items():
        assert len(client.get(f"{LIST}?state={state}").context["lines"]) == units
    assert "Quá nhiệm kỳ" in client.get(LIST).content.decode()


def test_a_committee_shows_who_sat_on_the_day_asked_for(client, cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    june = staffing("30-QĐ/HU", date(2016, 6, 1))
    after = committee.staffings.get()
    restaff(committee, members=[HEAD, sitting("Lê Thị Thu")], facts=june, after=after, by=None, at=make.NOW)
    client.force_login(cast.commune_officer)
    page = reverse("committees:detail", args=[committee.pk])
    for asked, name in {"": "Lê Thị Thu", "?day=31/5/2016": "Vũ Văn An", "?day=01/06/2016": "Lê Thị Thu"}.items():
        assert [member.name for member in client.get(page + asked).context["members"]] == ["Đỗ Trọng Luận", name]
    assert "chưa có ai" in client.get(f"{page}?day=1/1/2016").content.decode()
    assert client.get(f"{page}?day=khong").status_code == 200


def test_steps_are_offered_to_those_who_may_take_them(client, cast):
    committee = make.committee(cast.district)
    page, step = (reverse(f"committees:{name}", args=[committee.pk]) for name in ("detail", "restaff"))
    paper = reverse("reports:staffing", args=[committee.staffings.get().pk])
    offered = {"commune_officer": (0, 0), "leader": (0, 1), "district_office": (1, 1), "administrator": (1, 1)}
    for who, (may_restaff, may_print) in offered.items():
        client.force_login(getattr(cast, who))
        text = client.get(page).content.decode()
        assert ((step in text), (paper in text)) == (bool(may_restaff), bool(may_print)), who
    client.force_login(cast.stranger)
    assert client.get(page).status_code == 404


def test_units_that_lack_a_committee_lead_to_where_it_is_set_up(client, cast):
    make.committee(cast.district)
    late = make.committee(cast.hoa, facts=staffing("1-QĐ", term_ends_on=date(2016, 12, 31)))
    client.force_login(cast.district_office)
    text = client.get(WANTING).content.decode()
    assert reverse("committees:set_up", args=[cast.mac.slug]) in text
    assert reverse("committees:detail", args=[late.pk]) in text
    assert "hết ngày 31/12/2016" in text
    for what, units in {"": ["Xã Yên Hòa", "Xã Yên Mạc"], "none": ["Xã Yên Mạc"], "past": ["Xã Yên Hòa"]}.items():
        assert [row.name for row in client.get(f"{WANTING}?what={what}").context["page"].rows] == units
    before = client.get(f"{WANTING}?day=31/12/2015").context["page"].rows
    assert [row.name for row in before] == ["Huyện Yên Mô", "Xã Yên Hòa", "Xã Yên Mạc"]
    client.force_login(cast.leader)
    assert reverse("committees:set_up", args=[cast.mac.slug]) not in client.get(WANTING).content.decode()


@pytest.mark.parametrize("who", ["stranger", "district_office"])
def test_nothing_lacks_where_there_is_no_unit_or_no_movement(client, cast, who):
    client.force_login(getattr(cast, who))
    page = client.get(WANTING)
    assert (page.status_code, page.context["page"].rows) == (200, [])


def test_a_committee_is_set_up_from_its_sheet(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    place = reverse("committees:set_up", args=[cast.hoa.slug])
    page = client.get(place)
    assert page.context["sheet"].decision["name"].value() == "Ban Chỉ đạo Dân vận khéo xã Yên Hòa"
    sent = sent_back(page) | decision() | {"rows-0-name": "A", "rows-0-title": "Bí thư", "standing_office": cast.hoa.pk}
    answer = client.post(place, sent)
    made = Committee.objects.get()
    assert answer.url == reverse("committees:detail", args=[made.pk])
    assert (made.unit, made.movement, made.standing_office) == (cast.hoa, campaign.movement, cast.hoa)
    assert [(row.name, row.seat) for row in made.memberships.all()] == [("A", "head")]


def test_the_usual_name_reads_as_one_sentence(client, cast):
    make.start_movement(slug="dan-van-kheo", name="Phong trào thi đua “Dân vận khéo”", by=None, at=make.NOW)
    client.force_login(cast.district_office)
    page = client.get(reverse("committees:set_up", args=[cast.hoa.slug]))
    usual = "Ban Chỉ đạo phong trào thi đua “Dân vận khéo” xã Yên Hòa"
    assert page.context["sheet"].decision["name"].value() == usual


def test_what_is_against_a_committee_stands_on_its_sheet(client, cast):
    make.campaign(cast.district)
    client.force_login(cast.district_office)
    place = reverse("committees:set_up", args=[cast.hoa.slug])
    answer = client.post(place, sent_back(client.get(place)) | decision())
    assert (answer.status_code, Committee.objects.count()) == (422, 0)
    assert "phải có thành viên" in answer.content.decode()
    answer = client.post(place, sent_back(client.get(place)) | decision() | {"rows-0-name": "A"})
    assert (answer.status_code, Committee.objects.count()) == (422, 0)
    said = answer.context["sheet"].decision.non_field_errors()
    assert said == ["Dòng 1, Chức vụ, đơn vị công tác: Điền ô này hoặc xóa trắng cả dòng."]
    assert client.post(place, {"number": "1"}).status_code == 422


def test_two_movements_are_a_choice(client, cast):
    make.campaign(cast.district)
    make.start_movement(slug="khac", name="Phong trào thi đua khác", by=None, at=make.NOW)
    client.force_login(cast.administrator)
    form = client.get(reverse("committees:set_up", args=[cast.hoa.slug])).context["sheet"].decision
    assert not form["movement"].is_hidden
    assert len(client.get(WANTING).context["page"].filters["movement"].field.choices) == 2


def test_restaffing_begins_with_who_sits_and_sends_one_act(client, cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    client.force_login(cast.district_office)
    place = reverse("committees:restaff", args=[committee.pk])
    page = client.get(place)
    names = [row["name"].value() for row in page.context["sheet"].rows]
    assert names == ["Đỗ Trọng Luận", "Vũ Văn An", None, None, None, None, None]
    came = {"rows-2-name": "Lê Thị Thu", "rows-2-title": "Trưởng ban", "rows-2-seat": "deputy"}
    answer = client.post(place, sent_back(page) | decision() | came | {"rows-1-leaves": "on"})
    assert answer.url == reverse("committees:detail", args=[committee.pk])
    now = [(member.name, member.seat) for member in who_sat(committee, date(2016, 6, 1))]
    assert now == [("Đỗ Trọng Luận", "head"), ("Lê Thị Thu", "deputy")]


def test_restaffing_says_what_is_against_it(client, cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    client.force_login(cast.district_office)
    place = reverse("committees:restaff", args=[committee.pk])
    answer = client.post(place, sent_back(client.get(place)) | decision())
    assert (answer.status_code, Staffing.objects.count()) == (422, 1)
    assert "không có gì để ghi" in answer.content.decode()
    assert client.post(place, sent_back(client.get(place)) | decision(after="999")).status_code == 404


def test_more_rows_come_without_losing_what_was_written(client, cast):
    committee = make.committee(cast.district, [HEAD, MEMBER])
    client.force_login(cast.district_office)
    place = reverse("committees:restaff", args=[committee.pk])
    sent = rows(("Đỗ Trọng Luận", "Phó Bí thư", "head"), ("Vũ Văn", "", "member", True))
    answer = client.post(place, sent | {"number": "30", "signed_on": "ngày nào", "more": "rows", "after": "1"})
    sheet = answer.context["sheet"]
    assert (answer.status_code, len(list(sheet.rows)), Staffing.objects.count()) == (200, 7, 1)
    assert [list(sheet.rows)[1][name].value() for name in ("name", "title", "leaves")] == ["Vũ Văn", "", "on"]
    assert (sheet.decision["signed_on"].value(), sheet.decision["after"].value()) == ("ngày nào", "1")
    assert "ngày nào" in answer.content.decode()
    assert client.post(place, {"more": "rows"}).status_code == 200
