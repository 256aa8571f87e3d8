"""The pages of closed figures: what they show, to whom, and at what cost."""

import pytest
from django.urls import reverse

from kheo.movement.campaigns.actions import move
from kheo.movement.closings.actions import close, close_anew
from kheo.movement.closings.models import ClosedRecord, Closing
from kheo.movement.closings.states import Period
from kheo.movement.registry.models import Exemplar
from kheo.movement.registry.states import State
from tests import make
from tests.closings.made import CLOSED_AT, LATER, closed, end, filled, stir

pytestmark = pytest.mark.slow
NOTE = "Hủy các bản nhập hai lần"


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


def page(client, name, *about, **asked):
    return client.get(reverse(f"closings:{name}", args=about), asked)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_a_campaign_leads_to_its_closings(office, cast):
    campaign = filled(cast)
    shown = text(office.get(reverse("campaigns:detail", args=[campaign.slug])))
    assert reverse("closings:list", args=[campaign.slug]) in shown
    for url in ("reports:statistics", "reports:year_end"):
        assert reverse("closings:list", args=[campaign.slug]) in text(office.get(reverse(url)))


def test_an_officer_of_a_commune_is_not_led_there(client, cast):
    campaign = filled(cast)
    client.force_login(cast.commune_officer)
    for url in ("reports:statistics", "reports:year_end"):
        assert reverse("closings:list", args=[campaign.slug]) not in text(client.get(reverse(url)))


def test_the_office_closes_the_year_by_a_button(office, cast):
    campaign = filled(cast)
    shown = text(page(office, "list", campaign.slug))
    assert "Chốt số liệu cả năm" in shown
    url = reverse("closings:close", args=[campaign.slug])
    answer = office.post(url, {"period": "year"}, follow=True)
    closing = Closing.objects.get()
    assert f"Đã chốt số liệu, mã {closing.code}." in text(answer)
    assert closing.hash in text(answer)
    assert answer.redirect_chain[-1][0] == reverse("closings:version", args=[closing.pk])
    office.post(url, {"period": "year"})
    assert Closing.objects.count() == 1
    assert "Chốt số liệu cả năm" not in text(page(office, "list", campaign.slug))


def test_what_is_against_closing_is_said_before_and_after_the_click(office, cast):
    campaign = make.campaign(cast.district)
    reason = "Đợt thi đua đang mở"
    shown = text(page(office, "list", campaign.slug))
    assert reason in shown
    assert "Chốt số liệu cả năm" not in shown
    assert "Chốt số liệu 6 tháng đầu năm" in shown
    answer = office.post(reverse("closings:close", args=[campaign.slug]), {"period": "year"})
    assert answer.status_code == 422
    assert "Chưa chốt được số liệu" in text(answer)
    assert office.post(reverse("closings:close", args=[campaign.slug]), {"period": "tuan"}).status_code == 404


def test_a_leader_reads_and_cannot_close(client, cast):
    closing = closed(cast)
    client.force_login(cast.leader)
    Exemplar.objects.update(name="Tên khác")
    shown = text(page(client, "now", closing.pk))
    assert "Tên khác" in shown
    assert "<textarea" not in shown
    assert "<form" not in text(page(client, "list", closing.campaign.slug)).split("<main", 1)[1]


def test_every_number_leads_to_its_records(office, cast):
    closing = closed(cast)
    for figure in closing.figures.all():
        shown = page(office, "version", closing.pk)
        url = reverse("closings:figure", args=[closing.pk, figure.key])
        assert (url in text(shown)) == bool(figure.number)
        lines = page(office, "figure", closing.pk, figure.key).context["lines"]
        assert len(lines) == figure.number
        for name, part in figure.parts.items():
            for key, _label, number in part["cells"]:
                chosen = page(office, "figure", closing.pk, figure.key, **{name: key}).context["lines"]
                assert len(chosen) == number


def test_records_stand_as_they_were(office, cast):
    closing = closed(cast)
    record = ClosedRecord.objects.filter(closing=closing, table="registration", state=State.RECOGNISED).first()
    name = record.name
    Exemplar.objects.update(name="Tên khác")
    cast.district.name = "Tên khác"
    cast.district.save()
    shown = text(page(office, "figure", closing.pk, "recognised"))
    assert name in shown
    assert "Tên khác" not in shown.split("<main", 1)[1]
    assert reverse("registry:detail", args=[record.record]) in shown
    assert name in text(page(office, "figure", closing.pk, "recognised", q=name[-6:]))
    assert "Không có bản ghi nào" in text(page(office, "figure", closing.pk, "recognised", q="không có tên này"))
    assert page(office, "figure", closing.pk, "khong_co").status_code == 404


def test_what_moved_is_told_with_who_and_why_and_closed_anew(office, cast):
    closing = closed(cast)
    assert "Không có gì thay đổi" in text(page(office, "now", closing.pk))
    stir(cast, closing.campaign, 1)
    answer = page(office, "now", closing.pk)
    shown = text(answer)
    assert "Hủy bản đăng ký: Nhập hai lần (Phạm Văn Trực," in shown
    assert "Chốt lần 2" in shown
    shift = next(each for each in answer.context["moves"].difference.shifts if each.key == "cancelled")
    chosen = page(office, "now", closing.pk, figure="cancelled").context["moves"].lines
    assert len(chosen) == shift.came + shift.left
    url = reverse("closings:now", args=[closing.pk])
    empty = office.post(url, {"note": " "})
    assert empty.status_code == 422
    assert "<textarea" in text(empty)
    answer = office.post(url, {"note": NOTE}, follow=True)
    anew = Closing.objects.get(version=2)
    assert f"Đã chốt lại số liệu, mã {anew.code}." in text(answer)
    assert NOTE in text(answer)
    assert "Số liệu đã được chốt lại" in text(page(office, "version", closing.pk))
    assert "<textarea" not in text(page(office, "now", closing.pk))
    compared, again = (text(page(office, "compare", *pair)) for pair in ((closing.pk, anew.pk), (anew.pk, closing.pk)))
    assert compared.split("<main", 1)[1] == again.split("<main", 1)[1]
    assert NOTE in compared
    assert "Hủy bản đăng ký: Nhập hai lần" in compared
    listed = text(page(office, "list", closing.campaign.slug))
    assert all(said in listed for said in (closing.code, anew.code, NOTE, "Với lần 1"))


def test_a_refusal_keeps_what_was_written(office, cast):
    closing = closed(cast)
    stir(cast, closing.campaign, 1)
    move(closing.campaign, to="open", by=None, at=LATER)
    answer = office.post(reverse("closings:now", args=[closing.pk]), {"note": NOTE})
    assert answer.status_code == 422
    assert "Đợt thi đua đang mở" in text(answer)
    assert NOTE in text(answer)


def test_closings_of_different_periods_are_not_compared(office, cast):
    campaign = make.campaign(cast.district)
    half = close(campaign, period=Period.HALF_YEAR, by=None, at=make.NOW)
    end(campaign)
    year = close(campaign, period=Period.YEAR, by=None, at=CLOSED_AT)
    assert page(office, "compare", half.pk, year.pk).status_code == 404


def test_the_report_page_prints_from_a_closing(office, cast):
    closing = closed(cast)
    url = f"{reverse('reports:year_end')}?campaign={closing.campaign.slug}&closing={closing.pk}"
    assert url.replace("&", "&amp;") in text(page(office, "version", closing.pk))
    shown = text(office.get(url))
    assert f'<option value="{closing.pk}" selected >' in shown
    place = {"campaign": closing.campaign.slug, "unit": cast.district.slug, "form": "party", "closing": closing.pk}
    sheet = office.post(url, place | {"annex": "1"})
    assert sheet["Content-Disposition"].endswith(f'phu-luc-{closing.campaign.slug}-chot-lan-1-{closing.code}.xlsx"')
    first = b"".join(sheet)
    word = b"".join(office.post(url, place | {"word": "1"}))
    stir(cast, closing.campaign, 1)
    assert b"".join(office.post(url, place | {"annex": "1"})) == first
    assert b"".join(office.post(url, place | {"word": "1"})) == word
    elsewhere = office.post(url, place | {"unit": cast.hoa.slug, "annex": "1"})
    b"".join(elsewhere)
    assert "chot-lan" not in elsewhere["Content-Disposition"]
    assert office.post(url, place | {"closing": closing.pk + 1}).status_code == 422


@pytest.mark.parametrize("how_many", [4, 24])
def test_what_the_pages_cost(office, cast, how_many, django_assert_max_num_queries):
    closing = closed(cast, how_many=how_many)
    stir(cast, closing.campaign, 1)
    anew = close_anew(closing, note=NOTE, by=cast.district_office, at=LATER)
    Exemplar.objects.update(name="Tên khác")
    for name, about, most in (
        ("list", [closing.campaign.slug], 8),
        ("version", [anew.pk], 8),
        ("figure", [anew.pk, "entered"], 9),
        ("compare", [closing.pk, anew.pk], 9),
        ("now", [anew.pk], 23),  # draws every figure anew: what units are asked, sent and lack in a question each
    ):
        with django_assert_max_num_queries(most):
            assert page(office, name, *about).status_code == 200
