"""Models by how far they are: from where a reader stands, or from a commune that the reader chooses."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kheo.lib.geo import Point, kilometres, read_point
from kheo.organisation.changes import actions
from kheo.outlets.portal.web.pages import kept
from tests import make
from tests.portal.made import recognised
from tests.portal.test_web import reader, text  # noqa: F401 -- a fixture

HOA, MAC = "20.1000, 106.0000", "20.1600, 106.0000"  # 6.7 km apart


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("20.0856, 106.0123", ("20.0856", "106.0123")),
        ("20,0856; 106,0123", ("20.0856", "106.0123")),
        ("20,0856, 106,0123", ("20.0856", "106.0123")),
        (" 20.085649° N 106.012349° E ", ("20.0856", "106.0123")),
        ("20, 106", ("20.0000", "106.0000")),
        ("8.65 111.92", ("8.6500", "111.9200")),  # Trường Sa
        ("106.0123, 20.0856", None),
        ("48.8566, 2.3522", None),
        ("xã Yên Hòa", None),
        ("20.0856", None),
        ("", None),
    ],
)
def test_places_are_read_as_people_copy_them(said, point):
    assert read_point(said) == (Point(*map(Decimal, point)) if point else None)


def test_distances_are_those_of_the_globe():
    hanoi, hue = read_point("21.0285, 105.8542"), read_point("16.4637, 107.5909")
    assert 535 < kilometres(hanoi, hue) < 545
    assert kilometres(hanoi, hanoi) == 0


@pytest.fixture
def placed(cast):
    campaign = make.campaign(cast.district)
    names = [("Ở Yên Hòa", cast.hoa, cast.commune_officer), ("Ở Yên Mạc", cast.mac, cast.other_officer)]
    for name, unit, officer in names:
        recognised(cast, name, campaign=campaign, unit=unit, officer=officer)
    actions.locate({cast.hoa: read_point(HOA), cast.mac: read_point(MAC)}, by=cast.district_office, at=make.NOW)
    kept.clear()
    return cast


def order(page):
    return re.findall(r'<h2><a href="/mo-hinh/[^"]+">(Ở[^<]+)</a>', page.content.decode())


@pytest.mark.parametrize(
    ("query", "names", "distance"),
    [
        ("from_unit=xa-yen-hoa", ["Ở Yên Hòa", "Ở Yên Mạc"], "cách khoảng 7 km"),
        ("from_unit=xa-yen-mac", ["Ở Yên Mạc", "Ở Yên Hòa"], "cách khoảng 7 km"),
        ("near=20.1,+106", ["Ở Yên Hòa", "Ở Yên Mạc"], "cách dưới 1 km"),
        ("near=20.16,106.00&from_unit=xa-yen-hoa", ["Ở Yên Mạc", "Ở Yên Hòa"], "vị trí của bạn"),
    ],
)
def test_the_nearest_come_first(placed, reader, query, names, distance):  # noqa: F811
    page = reader.get(f"/mo-hinh/?{query}")
    assert order(page) == names
    assert distance in text(page)


@pytest.mark.parametrize("query", ["", "near=abc", "near=106,20", "from_unit=khong-co"])
def test_what_names_no_place_changes_no_order(placed, reader, query):  # noqa: F811
    page = reader.get(f"/mo-hinh/?{query}")
    assert order(page) == ["Ở Yên Mạc", "Ở Yên Hòa"]
    assert not re.search(r"cách (khoảng|dưới)", text(page))
    assert "Gần tôi" in text(page)


def test_where_a_reader_stands_is_no_finer_than_a_kilometre(placed, reader):  # noqa: F811
    page = reader.get("/mo-hinh/?near=20.123456,106.012345").content.decode()
    assert "20.12, 106.01" in page
    assert "20.1234" not in page
    assert not any("20.123456" in str(key) for key in kept._made)


def test_without_any_place_nothing_is_offered(cast, reader):  # noqa: F811
    recognised(cast, "Ở Yên Hòa")
    page = text(reader.get("/mo-hinh/?from_unit=xa-yen-hoa&near=20.1,106"))
    assert "Ở Yên Hòa" in page
    assert "Gần" not in page


def test_pages_of_the_nearest_go_on(placed, reader, monkeypatch):  # noqa: F811
    monkeypatch.setattr("kheo.outlets.portal.web.gallery.A_PAGE", 1)
    first = reader.get("/mo-hinh/?from_unit=xa-yen-hoa")
    after = re.search(r"after=([^&\"]+)", first.content.decode())[1]
    second = reader.get(f"/mo-hinh/?from_unit=xa-yen-hoa&after={after}")
    assert (order(first), order(second)) == (["Ở Yên Hòa"], ["Ở Yên Mạc"])


def test_what_has_no_place_lies_where_the_unit_above_does(placed, reader):  # noqa: F811
    actions.locate({placed.mac: None}, by=placed.district_office, at=make.NOW)
    kept.clear()
    page = reader.get("/mo-hinh/?from_unit=xa-yen-hoa")
    assert order(page) == ["Ở Yên Hòa", "Ở Yên Mạc"]
    assert re.findall(r"cách (?:khoảng|dưới)", text(page)) == ["cách dưới"]
    actions.locate({placed.district: read_point("20.2, 106")}, by=placed.district_office, at=make.NOW)
    kept.clear()
    assert "cách khoảng 11 km" in text(reader.get("/mo-hinh/?from_unit=xa-yen-hoa"))


def test_the_list_costs_the_same_however_many_there_are(placed, reader, django_assert_num_queries):  # noqa: F811
    reader.get("/van-ban/")
    with django_assert_num_queries(7):
        reader.get("/mo-hinh/?near=20.1,106")


# Who says where units lie -------------------------------------------------------------------------------------------


def test_an_office_says_where_units_lie_and_a_unit_does_not(cast):
    with pytest.raises(PermissionDenied):
        actions.locate({cast.hoa: read_point(HOA)}, by=cast.commune_officer, at=make.NOW)
    assert actions.locate({cast.hoa: read_point(HOA)}, by=cast.district_office, at=make.NOW) == 1
    assert actions.locate({cast.hoa: read_point(HOA)}, by=cast.district_office, at=make.NOW) == 0


def test_the_page_of_a_unit_takes_coordinates_and_keeps_what_is_wrong(cast, client):
    client.force_login(cast.district_office)
    url = reverse("changes:locate", args=[cast.hoa.slug])
    wrong = client.post(url, {"place": "106.01, 20.09"})
    assert wrong.status_code == 422
    assert "Ghi vĩ độ trước" in wrong.content.decode()
    assert "106.01, 20.09" in wrong.content.decode()
    assert client.post(url, {"place": "20,09; 106,01"}).status_code == 302
    cast.hoa.refresh_from_db()
    assert str(cast.hoa.point) == "20.0900, 106.0100"
    assert "20.0900, 106.0100" in client.get(reverse("changes:unit", args=[cast.hoa.slug])).content.decode()
    client.post(url, {"place": ""})
    cast.hoa.refresh_from_db()
    assert cast.hoa.point is None


def filled(client, places):
    """Return the workbook of units as it is handed out, with coordinates filled in by the codes of units."""
    book = load_workbook(BytesIO(b"".join(client.get(reverse("changes:export")).streaming_content)))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if "Tọa độ" in [cell.value for cell in row])
    column = next(cell.column for cell in head if cell.value == "Tọa độ")
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[0].value in places:
            sheet.cell(row[0].row, column, places[row[0].value])
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("don-vi.xlsx", out.getvalue())


@pytest.mark.slow
def test_the_workbook_of_units_takes_coordinates_all_or_nothing(cast, client):
    client.force_login(cast.district_office)
    url = reverse("changes:locate_many")
    refused = client.post(url, {"file": filled(client, {"xa-yen-hoa": HOA, "xa-yen-mac": "đâu đó"})})
    assert refused.status_code == 422
    assert "“đâu đó” không phải tọa độ thuộc Việt Nam" in refused.content.decode()
    cast.hoa.refresh_from_db()
    assert cast.hoa.point is None
    done = client.post(url, {"file": filled(client, {"xa-yen-hoa": HOA, "xa-yen-mac": MAC})}, follow=True)
    assert "Đã cập nhật tọa độ: 2 đơn vị." in done.content.decode()
    for unit, said in ((cast.hoa, HOA), (cast.mac, MAC)):
        unit.refresh_from_db()
        assert str(unit.point) == said
    again = client.post(url, {"file": filled(client, {})}, follow=True)
    assert "Đã cập nhật tọa độ: 0 đơn vị." in again.content.decode()
    nonsense = client.post(url, {"file": SimpleUploadedFile("a.xlsx", b"khong phai")})
    assert nonsense.status_code == 422
    assert client.post(url, {}).status_code == 422
