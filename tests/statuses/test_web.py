"""The pages of statuses: who sees what at what cost, and that a form does what it says."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.organisation.access.models import Post
from kheo.organisation.changes import rules
from kheo.organisation.changes.actions import apply
from kheo.organisation.statuses.models import Reassessment, Status, StatusKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.changes.test_actions import AT, BASIS, DAY

LIST = "/lam-viec/tinh-trang/"
DECREE = {"number": "99/QĐ-UBND", "signed_on": "1/8/2025", "issuer": "UBND tỉnh"}


@pytest.fixture
def office(cast, client):
    """The standing office, signed in, and an administrator over the province."""
    client.force_login(cast.district_office)
    return cast


def absorbed(cast):
    apply(rules.merge([cast.hoa], cast.mac, on_day=DAY, basis=BASIS), by=None, at=AT)


def text_of(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def units_in(client, **query):
    return [row.name_then for row in client.get(LIST, query).context["page"].rows]


# The list -----------------------------------------------------------------------------------------------------------


def test_the_list_shows_a_day_at_its_names(office, client):
    make.status(office.hoa)
    make.status(office.mac, "nong-thon-moi-nang-cao", date(2016, 5, 1))
    apply(rules.rename(office.hoa, "Xã Hòa Yên", on_day=DAY, basis=BASIS), by=None, at=AT)
    assert units_in(client, day="30/6/2025") == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert units_in(client) == ["Xã Hòa Yên", "Xã Yên Mạc"]
    assert units_in(client, day="1/3/2016") == ["Xã Yên Hòa"]
    assert units_in(client, kind="nong-thon-moi-nang-cao") == ["Xã Yên Mạc"]
    for asked, found in {"yen hoa": 1, "hoa yen": 0, "xã YÊN": 2, "phuong yen": 0}.items():
        assert len(units_in(client, q=asked, day="30/6/2025")) == found
    assert units_in(client, q="HOA YEN") == ["Xã Hòa Yên"]


def test_only_what_is_to_be_reassessed_is_listed_with_who_held_it(office, client):
    make.status(office.hoa)
    make.status(office.mac)
    absorbed(office)
    assert units_in(client, what="asked", day="30/6/2025") == []
    rows = client.get(LIST, {"what": "asked"}).context["page"].rows
    assert {(row.name_then, row.holder, row.basis) for row in rows} == {
        ("Xã Yên Mạc", "", BASIS),
        ("Xã Yên Mạc", "Xã Yên Hòa", BASIS),
    }
    assert "cần đánh giá lại" in text_of(client, LIST)
    assert units_in(client) == ["Xã Yên Mạc"]


def test_the_counts_of_each_kind_open_what_they_count(office, client):
    for unit in (office.hoa, office.mac):
        make.status(unit)
        make.status(unit, "an-toan-khu")
    absorbed(office)
    for day in ("30/6/2025", "1/7/2025"):
        for count in client.get(LIST, {"day": day}).context["counts"]:
            key = count.kind.key
            assert len(units_in(client, kind=key, day=day)) == count.held
            assert len(units_in(client, kind=key, day=day, what="asked")) == count.asked


def test_a_commune_sees_its_own(cast, client):
    make.status(cast.hoa)
    other = make.status(cast.mac)
    client.force_login(cast.commune_officer)
    assert units_in(client) == ["Xã Yên Hòa"]
    assert client.get(reverse("statuses:detail", args=[other.pk])).status_code == 404
    assert "Ghi danh hiệu" not in text_of(client, reverse("changes:unit", args=["xa-yen-hoa"]))


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(office, client, number, django_assert_num_queries):
    kinds = ["nong-thon-moi", "an-toan-khu", "dac-biet-kho-khan"][:number]
    for kind in kinds:
        make.status(office.hoa, kind)
    absorbed(office)
    for url, query, cost in [
        (LIST, {"day": "30/6/2025"}, QUERIES["list"]),
        (LIST, {"what": "asked"}, QUERIES["list"]),
        (reverse("changes:unit", args=["xa-yen-mac"]), {}, QUERIES["unit"]),
        (reverse("statuses:detail", args=[Status.objects.first().pk]), {}, QUERIES["detail"]),
    ]:
        client.get(url, query)
        with django_assert_num_queries(cost):
            client.get(url, query)


QUERIES = {"list": 11, "unit": 17, "detail": 10}


# The page of a unit -------------------------------------------------------------------------------------------------


def test_the_page_of_a_unit_tells_what_it_has_had_and_is_asked(office, client):
    make.status(office.hoa)
    absorbed(office)
    old = text_of(client, reverse("changes:unit", args=["xa-yen-hoa"]))
    new = text_of(client, reverse("changes:unit", args=["xa-yen-mac"]))
    assert "Trước đây" in old
    assert "đơn vị kết thúc hoạt động" in old
    assert "Cần đánh giá lại" in new
    assert "Xã Yên Hòa đã có" in new
    assert "quyết định số 15/QĐ-UBND ngày 04/01/2016" in new
    assert BASIS in new


# Forms --------------------------------------------------------------------------------------------------------------


def test_a_status_is_recorded_from_the_page_of_its_unit(office, client):
    url = reverse("statuses:record", args=["xa-yen-hoa"])
    page = client.get(url, {"loai": "an-toan-khu"})
    assert page.context["form"]["kind"].value() == "an-toan-khu"
    answer = client.post(url, DECREE | {"kind": "an-toan-khu"})
    assert answer.url == reverse("changes:unit", args=["xa-yen-hoa"])
    status = Status.objects.get()
    assert (status.kind.key, status.valid_from, status.number) == ("an-toan-khu", date(2025, 8, 1), "99/QĐ-UBND")
    again = client.post(url, DECREE | {"kind": "an-toan-khu", "number": "100"})
    assert again.status_code == 422
    assert "An toàn khu".lower() in again.content.decode().lower()
    assert client.post(url, {"kind": "an-toan-khu"}).status_code == 422


def test_a_status_is_ended_and_the_end_taken_back(office, client):
    status = make.status(office.hoa)
    url = reverse("statuses:end", args=[status.pk])
    said = {"why": "revoked", "on_day": "1/9/2025", "version": 1}
    assert client.get(url).status_code == 200
    assert client.post(url, said).status_code == 422
    half = client.post(url, said | {"number": "99"})
    assert set(half.context["form"].errors) == {"signed_on", "issuer"}
    assert client.post(url, said | DECREE).url == reverse("statuses:detail", args=[status.pk])
    assert "Thu hồi".lower() in text_of(client, reverse("statuses:detail", args=[status.pk]))
    wrong = {"kind": "nong-thon-moi", "reason": "Nhầm xã", "version": 2, "drop_end": "on"}
    known = {"number": "15/QĐ-UBND", "signed_on": "4/1/2016", "issuer": "UBND tỉnh", "valid_from": "4/1/2016"}
    url = reverse("statuses:correct", args=[status.pk])
    assert "drop_end" in client.get(url).context["form"].fields
    assert client.post(url, wrong | known).status_code == 302
    assert Status.objects.get().valid_to is None
    assert "Nhầm xã" in text_of(client, reverse("statuses:detail", args=[status.pk]))
    assert "drop_end" not in client.get(url).context["form"].fields


def test_a_wrong_entry_is_taken_off(office, client):
    status = make.status(office.hoa)
    url = reverse("statuses:withdraw", args=[status.pk])
    assert url in text_of(client, reverse("statuses:detail", args=[status.pk]))
    assert client.post(url, {"version": 1}).status_code == 422
    assert client.post(url, {"version": 1, "reason": "Nhầm xã"}).url == reverse("changes:unit", args=["xa-yen-hoa"])
    assert not Status.objects.exists()


def test_what_is_in_doubt_is_confirmed_or_declined(office, client):
    own, gone = make.status(office.mac), make.status(office.hoa, "an-toan-khu")
    absorbed(office)
    assert "Giữ nguyên sau khi đánh giá lại" in text_of(client, reverse("statuses:detail", args=[own.pk]))
    url = reverse("statuses:confirm", args=[own.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, DECREE | {"signed_on": "1/6/2025"}).status_code == 422
    assert client.post(url, DECREE).status_code == 302
    doubt = Reassessment.objects.get(status=gone)
    url = reverse("statuses:decline", args=[doubt.pk])
    assert "Xã Yên Hòa đã có" in text_of(client, url)
    assert client.post(url, DECREE | {"note": "Không còn đủ điều kiện"}).status_code == 302
    assert not Reassessment.objects.filter(valid_to=None).exists()
    page = text_of(client, reverse("statuses:detail", args=[gone.pk]))
    assert "Không công nhận" in page
    assert "Không còn đủ điều kiện" in page


def test_a_kind_is_added_by_who_administers_the_copy(office, client):
    url = reverse("statuses:kinds")
    assert client.get(url).context["form"] is None
    install(Installation(unit=office.district, portal_name="Yên Mô"), by=None, at=make.NOW)
    assert client.post(url, {"name": "Xã đạt chuẩn tiếp cận pháp luật"}).status_code == 302
    assert StatusKind.objects.latest("pk").name == "Xã đạt chuẩn tiếp cận pháp luật"
    answer = client.post(url, {"name": "Đạt chuẩn nông thôn mới"})
    assert answer.status_code == 422
    assert "Đã có loại" in answer.content.decode()


def test_the_preview_of_a_merger_says_what_is_to_be_reassessed(cast, client):
    chief = make.user("quan_tri_tinh")
    Post.objects.create(user=chief, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    client.force_login(chief)
    make.status(cast.hoa)
    make.status(cast.mac)
    said = {"on_day": "01/07/2025", "basis": BASIS, "others": ["xa-yen-mac"], "into": "xa-yen-hoa", "kind": "commune"}
    page = client.post(reverse("changes:change", args=["xa-yen-hoa", "sap-nhap"]), said).content.decode()
    assert "Danh hiệu, tình trạng cần đánh giá lại" in page
    assert "1: Xã Yên Hòa<" in page.replace("\n", "")
    assert "1: Xã Yên Mạc → Xã Yên Hòa" in page
