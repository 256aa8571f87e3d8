"""Open data: what is handed out, in which forms, and that it costs little."""

import csv
import hashlib
import json
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.opendata.queries import LISTS
from tests.portal import made

PLACE = "/du-lieu-mo/"


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def article(cast):
    return made.article(cast.district, title="=HYPERLINK(1) đường hoa", lead="@ba con, “quê”", source="-")


def test_a_csv_file_is_for_excel_and_no_cell_is_a_formula(client, article):
    answer = client.get(f"{PLACE}tin-bai.csv")
    data = body(answer)
    assert data.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(StringIO(data.decode("utf-8-sig")))
    assert head == ["ngay_dang", "tieu_de", "chuyen_muc", "tom_tat", "nguon", "duong_dan"]
    assert line[:5] == ["2018-01-18", "'=HYPERLINK(1) đường hoa", "Tin hoạt động", "'@ba con, “quê”", "'-"]
    assert line[5] == f"/tin/{article.pk}-{article.slug}/"
    assert answer["Content-Disposition"] == 'attachment; filename="tin-bai.csv"'


def test_json_says_what_it_is_and_what_its_columns_mean(client, article):
    told = json.loads(body(client.get(f"{PLACE}tin-bai.json")))
    assert told["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [column["key"] for column in told["columns"]] == list(told["rows"][0])
    assert told["rows"][0]["tieu_de"] == "=HYPERLINK(1) đường hoa"


def test_a_workbook_holds_text_only(client, article):
    sheet = load_workbook(BytesIO(body(client.get(f"{PLACE}tin-bai.xlsx")))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=HYPERLINK(1) đường hoa" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_file_has_its_digest_and_is_not_sent_twice(client, article):
    answer = client.get(f"{PLACE}tin-bai.csv")
    digest = hashlib.sha256(body(answer)).hexdigest()
    assert answer["ETag"] == f'"{digest}"'
    assert client.get(f"{PLACE}tin-bai.csv.sha256").content.decode() == f"{digest}  tin-bai.csv\n"
    assert client.get(f"{PLACE}tin-bai.csv", headers={"if-none-match": f'"{digest}"'}).status_code == 304


def test_a_file_is_made_once_an_edition_and_the_older_one_goes(client, cast, article, settings, monkeypatch):
    first = body(client.get(f"{PLACE}tin-bai.csv"))
    with monkeypatch.context() as patched:
        patched.setattr("kheo.outlets.portal.web.opendata.write", None)
        assert body(client.get(f"{PLACE}tin-bai.csv")) == first
    made.article(cast.district, title="Tin mới")
    assert "Tin mới" in body(client.get(f"{PLACE}tin-bai.csv")).decode()
    assert len(list((settings.DATA_DIR / "open-data").iterdir())) == 1


def test_the_catalogue_is_dcat(client, article):
    told = json.loads(client.get(f"{PLACE}danh-muc.jsonld").content)
    assert told["@type"] == "dcat:Catalog"
    names = [each["dct:identifier"] for each in told["dcat:dataset"]]
    assert names == [each.slug for each in LISTS]
    file = told["dcat:dataset"][1]["dcat:distribution"][0]["dcat:downloadURL"]["@id"]
    assert file == "http://testserver/du-lieu-mo/tin-bai.csv"


@pytest.mark.parametrize(
    "place", ["khong-co/", "khong-co.csv", "tin-bai.pdf", "tin-bai.pdf.sha256", f"{'x' * 300}.csv"]
)
def test_what_is_not_there_is_not_found(client, db, place):
    assert client.get(PLACE + place).status_code == 404


@pytest.mark.slow
def test_every_dataset_of_the_demo_is_whole(demo, client, django_assert_max_num_queries):
    told = json.loads(client.get(f"{PLACE}danh-muc.jsonld").content)
    for each in told["dcat:dataset"]:
        new_edition()
        with django_assert_max_num_queries(10):
            page = client.get(each["dcat:landingPage"]["@id"].removeprefix("http://testserver"))
        assert page.status_code == 200
        for form in ("csv", "json", "xlsx"):
            with django_assert_max_num_queries(10):
                assert body(client.get(f"{PLACE}{each['dct:identifier']}.{form}"))
    rows = json.loads(body(client.get(f"{PLACE}so-lieu-dan-van-kheo-2017.json")))["rows"]
    assert sum(row["da_dang_ky"] for row in rows) == 138
    assert sum(row["duoc_cong_nhan"] for row in rows) == 84
