from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kheo.movement.registry.models import Exemplar, Registration
from kheo.organisation.access.models import Post
from kheo.organisation.changes.models import UnitChange
from kheo.organisation.units.actions import UnitFacts, found
from kheo.organisation.units.models import Succession, Unit
from kheo.organisation.units.states import UnitKind
from tests import make

EARLY = date(2000, 1, 1)
WHEN = {"on_day": "01/07/2025", "basis": "Nghị quyết 1674/NQ-UBTVQH15"}
MERGER = WHEN | {"others": ["xa-yen-mac"], "into": "new", "name": "Xã Yên Mô", "kind": "commune", "code": ""}


@pytest.fixture
def chief(cast, client):
    """An administrator over the province, signed in; a model at each commune."""
    user = make.user("quan_tri_tinh")
    Post.objects.create(user=user, role="administrator", unit=cast.province, valid_from=date(2017, 1, 1))
    campaign = make.campaign(cast.district)
    for unit in (cast.hoa, cast.mac):
        make.registration(campaign, unit, cast.district_office, name="Thắp sáng đường quê")
    client.force_login(user)
    return user


def change(slug, kind):
    return reverse("changes:change", args=[slug, kind])


def test_a_preview_tells_all_and_writes_nothing(cast, client, chief):
    answer = client.post(change("xa-yen-hoa", "sap-nhap"), MERGER)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["preview"].closed == ["Xã Yên Hòa", "Xã Yên Mạc"]
    assert answer.context["preview"].opened == ["Xã Yên Mô"]
    told = {(going.what, going.number, going.source, going.heir) for going in answer.context["preview"].going}
    assert {(number, source, heir) for _what, number, source, heir in told} == {
        (1, "Xã Yên Hòa", "Xã Yên Mô"),
        (1, "Xã Yên Mạc", "Xã Yên Mô"),
    }
    assert len(told) == 4  # models and posts of each
    assert 'name="apply"' in text
    assert not UnitChange.objects.exists()


def test_what_was_previewed_is_done_and_taken_back(cast, client, chief):
    answer = client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"apply": "1"})
    done = UnitChange.objects.get()
    assert answer.url == reverse("changes:done", args=[done.pk])
    assert set(Exemplar.objects.values_list("unit__name", flat=True)) == {"Xã Yên Mô"}
    page = client.get(answer.url).content.decode()
    assert "Nghị quyết 1674/NQ-UBTVQH15" in page
    assert client.post(answer.url, {"reason": ""}).status_code == 422
    assert client.post(answer.url, {"reason": "Nhập nhầm"}).url == reverse("changes:list")
    assert not Unit.objects.filter(name="Xã Yên Mô").exists()
    assert "Nhập nhầm" in client.get(answer.url).content.decode()
    assert UnitChange.objects.get().undone_by == chief


def test_a_wrong_plan_is_told_why_and_can_not_be_done(cast, client, chief):
    answer = client.post(change("xa-yen-hoa", "doi-ten"), WHEN | {"name": "Xã Yên Mạc", "apply": "1"})
    assert answer.status_code == 422
    assert "Xã Yên Mạc" in answer.content.decode()
    assert 'name="apply"' not in answer.content.decode()
    assert client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"name": ""}).status_code == 422
    assert not UnitChange.objects.exists()


def test_a_division_asks_whom_each_model_goes_to(cast, client, chief):
    said = WHEN | {"names": "Xã Bắc\nXã Nam", "kind": "commune"}
    answer = client.post(change("xa-yen-hoa", "chia-tach"), said)
    (asked,) = answer.context["preview"].asked
    assert [name for _ref, name in asked.choices] == ["Xã Bắc", "Xã Nam"]
    assert answer.context["preview"].reasons == []
    client.post(change("xa-yen-hoa", "chia-tach"), said | {f"heir:{asked.key}": "new1", "apply": "1"})
    assert Exemplar.objects.get(custodies__unit=cast.hoa).unit.name == "Xã Nam"


@pytest.mark.parametrize(
    ("kind", "said", "name"),
    [
        ("thanh-lap", {"name": "Thôn Một", "kind": "hamlet"}, "Thôn Một"),
        ("doi-ten", {"name": "Xã Hòa Yên"}, "Xã Hòa Yên"),
        ("chuyen-loai", {"name": "Phường Yên Hòa", "kind": "ward"}, "Phường Yên Hòa"),
        ("chuyen-cap-tren", {"parent": "tinh-ninh-binh"}, "Xã Yên Hòa"),
        ("giai-the", {"heir": "xa-yen-mac"}, "Xã Yên Hòa"),
    ],
)
def test_every_change_has_its_form(cast, client, chief, kind, said, name):
    assert client.get(change("xa-yen-hoa", kind)).status_code == 200
    answer = client.post(change("xa-yen-hoa", kind), WHEN | said | {"apply": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Unit.objects.filter(name=name).exists()


def test_the_map_shows_the_day_and_what_became_of_each(cast, client, chief):
    client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"apply": "1"})
    page = client.get(reverse("changes:units"), {"under": "huyen-yen-mo", "on": "30/6/2025", "other": "2/7/2025"})
    rows = [(row.version.name, row.other) for row in page.context["rows"]]
    assert rows == [
        ("Xã Yên Hòa", "Xã Yên Mô"),
        ("Xã Yên Mạc", "Xã Yên Mô"),
        ("Hội Nông dân huyện", "Hội Nông dân huyện"),
    ]
    page = client.get(reverse("changes:units"), {"under": "huyen-yen-mo", "on": "2/7/2025"})
    assert [row.version.name for row in page.context["rows"]] == ["Xã Yên Mô", "Hội Nông dân huyện"]
    top = client.get(reverse("changes:units"))
    assert [row.version.name for row in top.context["rows"]] == ["Tỉnh Ninh Bình"]
    found = client.get(reverse("changes:units"), {"q": "yen MO", "on": "2/7/2025"})
    assert [row.version.name for row in found.context["found"]] == ["Huyện Yên Mô", "Xã Yên Mô"]


def test_the_pages_of_a_model_tell_who_held_it(cast, client, chief):
    client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"apply": "1"})
    Post.objects.create(user=chief, role="standing_office", unit=cast.province, valid_from=date(2017, 1, 1))
    registration = Registration.objects.get(registered_by=cast.hoa)
    text = client.get(reverse("registry:detail", args=[registration.pk])).content.decode()
    assert "Đăng ký: Xã Yên Hòa (2017)" in text
    assert "Tiếp nhận: Xã Yên Mô (01/07/2025)" in text
    assert "Nghị quyết 1674/NQ-UBTVQH15" in text


def test_the_page_of_a_unit_tells_its_story(cast, client, chief):
    client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"apply": "1"})
    old = client.get(reverse("changes:unit", args=["xa-yen-hoa"])).content.decode()
    new = client.get(reverse("changes:unit", args=["xa-yen-mo"])).content.decode()
    assert "Xã Yên Mô" in old
    assert "Xã Yên Hòa" in new
    assert "sap-nhap" not in old
    assert "sap-nhap" in new


@pytest.mark.parametrize("more", [0, 2])
def test_the_map_costs_the_same_however_many_units(cast, client, chief, more, django_assert_num_queries):
    for number in range(more):
        make.unit(f"Xã {number}", parent=cast.district)
    where = {"under": "huyen-yen-mo", "on": "30/6/2025", "other": "1/1/2020"}
    client.get(reverse("changes:units"), where)
    with django_assert_num_queries(10):
        client.get(reverse("changes:units"), where)


@pytest.mark.parametrize(
    ("who", "code"), [("commune_officer", 403), ("district_office", 403), ("administrator", 200), ("stranger", 404)]
)
def test_only_an_administrator_changes_units(cast, client, who, code):
    client.force_login(getattr(cast, who))
    assert client.get(change("xa-yen-hoa", "doi-ten")).status_code == code


def test_a_merger_reaches_across_borders_and_takes_parts(cast, client, chief):
    other = make.unit("Huyện Yên Khánh", "district", parent=cast.province)
    tien, phu = (make.unit(name, "commune", parent=other) for name in ("Xã Khánh Tiên", "Xã Khánh Phú"))
    found(
        UnitFacts("Xã Khánh Phú", UnitKind.COMMUNE, cast.district, slug="khanh-phu-2"),
        valid_from=EARLY,
        by=None,
        at=make.NOW,
    )
    said = MERGER | {"others": [], "elsewhere": "x. khanh tien", "parts": "Xã Khánh Phú, huyện Yên Khánh"}
    shown = client.post(change("xa-yen-hoa", "sap-nhap"), said)
    assert shown.context["preview"].closed == ["Xã Yên Hòa", "Xã Khánh Tiên"]
    doubtful = client.post(change("xa-yen-hoa", "sap-nhap"), said | {"parts": "Xã Khánh Phú"})
    assert "Xã Khánh Phú, Huyện Yên Khánh" in doubtful.content.decode()
    assert client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"others": []}).status_code == 422
    client.post(change("xa-yen-hoa", "sap-nhap"), said | {"apply": "1"})
    taken = Succession.objects.values_list("source__name", "share", "is_main")
    assert set(taken) == {
        ("Xã Yên Hòa", "whole", True),
        ("Xã Khánh Tiên", "whole", True),
        ("Xã Khánh Phú", "part", False),
    }
    assert {unit.slug for unit in (tien, phu) if Unit.objects.get(pk=unit.pk).closed_on} == {tien.slug}


def test_a_unit_is_divided_among_standing_ones(cast, client, chief):
    said = WHEN | {"names": "", "standing": "Yên Mạc\nHội Nông dân huyện", "kind": "commune"}
    assert client.post(change("xa-yen-hoa", "chia-tach"), said | {"standing": ""}).status_code == 422
    (asked,) = client.post(change("xa-yen-hoa", "chia-tach"), said).context["preview"].asked
    assert [name for _ref, name in asked.choices] == ["Xã Yên Mạc", "Hội Nông dân huyện"]
    chosen = {f"heir:{asked.key}": str(cast.farmers.pk)}
    again = client.post(change("xa-yen-hoa", "chia-tach"), said | chosen)
    assert f'<option value="{cast.farmers.pk}" selected>' in again.content.decode()
    client.post(change("xa-yen-hoa", "chia-tach"), said | chosen | {"apply": "1"})
    assert Exemplar.objects.get(custodies__unit=cast.hoa).unit == cast.farmers


def test_the_preview_tells_what_becomes_of_quotas(cast, client, chief):
    make.campaign(cast.district, year=2025)
    within = MERGER | {"parent": cast.district.slug}
    (told,) = client.post(change("xa-yen-hoa", "sap-nhap"), within).context["preview"].remarks
    assert told == (
        "Chỉ tiêu của “Dân vận khéo 2025”: hiện giao 2 đơn vị, ít nhất 4 mô hình;"
        " sau thay đổi: 1 đơn vị, ít nhất 2 mô hình."
    )
    (told,) = (
        client.post(change("xa-yen-hoa", "sap-nhap"), MERGER | {"parent": cast.province.slug})
        .context["preview"]
        .remarks
    )
    assert "sau thay đổi: 0 đơn vị, ít nhất 0 mô hình" in told
    assert client.post(change("xa-yen-hoa", "doi-ten"), WHEN | {"name": "Xã Hòa"}).context["preview"].remarks == []


def test_the_map_comes_as_a_workbook(cast, client, chief):
    make.unit("Thôn Đông", "hamlet", parent=cast.hoa)
    client.post(change("xa-yen-hoa", "doi-ten"), WHEN | {"name": "Xã Hòa", "apply": "1"})
    asked = {"on": "31/12/2017", "other": "02/07/2025", "under": "huyen-yen-mo"}
    answer = client.get(reverse("changes:export"), asked)
    assert "don-vi-2017-12-31-huyen-yen-mo.xlsx" in answer["Content-Disposition"]
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[2][7] == "Ngày 02/07/2025"
    told = {row[1]: (row[4], row[7]) for row in rows[3:]}
    assert told == {
        "Xã Yên Hòa": ("Huyện Yên Mô", "Xã Hòa"),
        "Xã Yên Mạc": ("Huyện Yên Mô", "Xã Yên Mạc"),
        "Hội Nông dân huyện": ("Huyện Yên Mô", "Hội Nông dân huyện"),
        "Thôn Đông": ("Xã Yên Hòa", "Thôn Đông"),
    }
    whole = client.get(reverse("changes:export"))
    assert len(list(load_workbook(BytesIO(b"".join(whole.streaming_content))).active.iter_rows())) == 3 + 6


def test_of_many_neighbours_those_that_merge_are_named(cast, client, chief, monkeypatch):
    monkeypatch.setattr("kheo.organisation.changes.web.forms.MOST_LISTED", 0)
    assert 'name="others"' not in client.get(change("xa-yen-hoa", "sap-nhap")).content.decode()
    named = MERGER | {"elsewhere": "Yên Mạc"}
    assert client.post(change("xa-yen-hoa", "sap-nhap"), named).context["preview"].closed == [
        "Xã Yên Hòa",
        "Xã Yên Mạc",
    ]
    assert set(client.post(change("xa-yen-hoa", "sap-nhap"), MERGER).context["form"].errors) == {"elsewhere"}
