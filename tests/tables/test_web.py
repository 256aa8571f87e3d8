"""The pages of tables: what they cost, what they say, and that nothing typed is lost."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from kheo.outlets.tables.models import MadeTable, TableForm
from tests import make
from tests.tables.made import FACTS, PAPER, campaign, form, made


def url(name, *args):
    return reverse(f"tables:{name}", args=args)


@pytest.mark.parametrize("units", [0, 3])
def test_the_pages_cost_the_same_for_few_rows_and_for_more(client, cast, units, django_assert_num_queries):
    about, kept = campaign(cast), form(cast)
    body = Installation(unit=cast.district, portal_name="Trang", issuer_name="Ban Chỉ đạo", place_name="Yên Mô")
    install(body, by=None, at=make.NOW)
    for number in range(units):
        new = make.unit(f"Xã Yên {number}", parent=cast.district)
        make.registration(about, new, cast.district_office, state="registered", office=cast.district_office)
    table = [made(kept, about, cast.district) for _number in range(units + 1)][0]
    client.force_login(cast.district_office)
    costs = {url("list"): 8, url("table", kept.pk): 10, url("make", kept.pk): 10, url("made", table.pk): 5}
    for place in ("", f"?unit={cast.hoa.slug}"):  # of a unit below there are no closings to choose from
        for address, cost in costs.items():
            client.get(address + place)
            with django_assert_num_queries(cost - (cost == 10 and place != "")):
                assert client.get(address + place).status_code == 200


def test_an_office_takes_a_form_over_looks_makes_and_downloads(client, cast):
    campaign(cast)
    client.force_login(cast.district_office)
    answer = client.post(url("take_over", "dang-ky"), follow=True)
    kept = TableForm.objects.get()
    page = answer.content.decode()
    assert "Tổng hợp mô hình, điển hình đăng ký theo đơn vị và lĩnh vực" in page
    assert "Chia theo lĩnh vực" in page
    answer = client.get(url("make", kept.pk))
    said = {"form_key": answer.context["form"]["form_key"].value(), "c-xa-yen-hoa.ghi_chu": "Đã kiểm tra", **PAPER}
    answer = client.post(url("make", kept.pk), said, follow=True)
    assert "Đã lập biểu." in answer.content.decode()
    table = MadeTable.objects.get()
    answer = client.post(url("workbook", table.pk))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    texts = [str(cell.value) for row in book.iter_rows() for cell in row]
    assert {"Đã kiểm tra", "ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ", "Tổng cộng"} <= set(texts)
    client.post(url("make", kept.pk), said)
    assert MadeTable.objects.count() == 1


def test_what_cannot_be_read_stays_in_its_box(client, cast):
    campaign(cast)
    kept = form(cast)
    client.force_login(cast.district_office)
    answer = client.post(url("make", kept.pk), {**PAPER, "c-xa-yen-hoa.nguoi": "mười hai"})
    assert answer.status_code == 422
    assert "mười hai" in answer.content.decode()
    assert not MadeTable.objects.exists()


def test_a_form_is_tried_out_without_being_kept(client, cast):
    campaign(cast)
    client.force_login(cast.district_office)
    said = {"title": "Thử", "text": FACTS.text, "try": "1"}
    page = client.post(url("new_form"), said).content.decode()
    assert "Biểu với số liệu hiện nay" in page
    assert "Xã Yên Hòa" in page
    assert not TableForm.objects.exists()
    answer = client.post(url("new_form"), {**said, "text": "theo đơn vị | Đơn vị\nhàng x"})
    assert answer.status_code == 422
    assert "Dòng 2: " in answer.content.decode()
    assert "hàng x" in answer.content.decode()
    client.post(url("new_form"), {"title": "Thử", "text": FACTS.text})
    assert TableForm.objects.get().title == "Thử"


def test_a_unit_sees_its_own_numbers_and_makes_its_own_table(client, cast):
    campaign(cast)
    kept = form(cast)
    client.force_login(cast.commune_officer)
    answer = client.get(url("table", kept.pk))
    assert [line.label for _number, line, _total in answer.context["drawn"].rows] == ["Xã Yên Hòa", "Tổng cộng"]
    assert client.post(url("make", kept.pk), PAPER).status_code == 302
    table = MadeTable.objects.get()
    assert table.unit == cast.hoa
    client.force_login(cast.other_officer)
    assert client.get(url("made", table.pk)).status_code == 404
    assert client.post(url("workbook", table.pk)).status_code == 404


def test_hostile_words_are_shown_as_words(client, cast):
    campaign(cast)
    kept = form(cast, title="<script>x</script>", notes="<img src=x>")
    client.force_login(cast.district_office)
    page = client.get(url("table", kept.pk)).content.decode()
    assert "<script>x" not in page
    assert "<img src=x" not in page


def test_a_made_table_stands_between_its_head_and_who_signs_as_in_the_workbook(client, cast):
    table = made(form(cast), campaign(cast), cast.district)
    client.force_login(cast.district_office)
    page = client.get(url("made", table.pk)).content.decode()
    order = (
        "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH",
        "Biểu số: 01/DVK",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Đơn vị tính: mô hình",
        "Tổng cộng",
        "Ghi chú: Ghi rõ",
        "NGƯỜI LẬP BIỂU",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Vũ Thị Đạo",
    )
    page = page[page.index('class="on-paper"') :]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page.count("Biểu số: 01/DVK") == 1


@pytest.mark.slow
def test_a_made_table_is_handed_out_as_a_pdf(client, cast):
    table = made(form(cast), campaign(cast), cast.district)
    client.force_login(cast.district_office)
    answer = client.post(url("pdf", table.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    client.force_login(cast.other_officer)
    assert client.post(url("pdf", table.pk)).status_code == 404
