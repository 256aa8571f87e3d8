"""What the cells of a table say, where they lead, and what does not agree."""

from datetime import date
from decimal import Decimal

import pytest

from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import count
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.registry.models import Registration
from kheo.outlets.tables.kit import again, plain
from kheo.outlets.tables.queries import composing
from kheo.outlets.tables.queries.filled import filled
from kheo.outlets.tables.queries.shipped import shipped
from kheo.outlets.tables.rules.texts import read_table
from tests import make
from tests.tables.made import TEXT, campaign, form


def table(text, about, unit, **typed):
    return composing.composed(read_table(text, CATALOGUE), about, unit, typed)


def numbers(found, label):
    line = next(line for line in found.lines if line.label == label)
    return [cell.number for cell in line.cells]


def test_rows_columns_and_their_sum(cast):
    found = table(TEXT, campaign(cast), cast.district)
    assert [line.label for line in found.lines] == ["Xã Yên Hòa", "Xã Yên Mạc", "Hội Nông dân huyện", "Tổng cộng"]
    keys = [head.key for head in found.heads]
    hoa = dict(zip(keys, numbers(found, "Xã Yên Hòa"), strict=True))
    assert (hoa["tong"], hoa["lv.economy"], hoa["lv.culture_society"], hoa["chua"]) == (2, 1, 1, 2)
    total = dict(zip(keys, numbers(found, "Tổng cộng"), strict=True))
    assert (total["tong"], total["lv.economy"], total["ty_le"], total["nguoi"]) == (3, 2, 0, None)
    assert found.sums == ((3, (0, 1, 2)),)
    assert found.problems == ()


def test_a_cell_opens_into_its_very_records(client, cast):
    found = table(TEXT, campaign(cast), cast.district)
    client.force_login(cast.district_office)
    links = {cell.link: cell.number for line in found.lines for cell in line.cells if cell.link}
    assert len(links) >= 6
    for link, number in links.items():
        assert client.get(link).context["page"].total == number, link


def test_typed_cells_are_added_up(cast):
    found = table(TEXT, campaign(cast), cast.district, **{"xa-yen-hoa.nguoi": "12.5", "xa-yen-mac.nguoi": "3"})
    assert numbers(found, "Tổng cộng")[-2] == Decimal("15.5")


def test_a_check_that_fails_says_in_which_row(cast):
    text = "theo đơn vị | Đơn vị\ncột a | A | sổ registered\nkiểm a > 1 | Phải có hai mô hình trở lên."
    found = table(text, campaign(cast), cast.district)
    assert found.problems == (
        "Xã Yên Mạc: Phải có hai mô hình trở lên.",
        "Hội Nông dân huyện: Phải có hai mô hình trở lên.",
    )


def test_rows_that_do_not_make_what_is_counted_are_told(cast, monkeypatch):
    about = campaign(cast)
    text = "theo đơn vị | Đơn vị\ncột b | B | sổ registered"
    monkeypatch.setattr(composing, "_added", lambda place, lines: Decimal(7))
    assert "7" in table(text, about, cast.district).problems[0]


def test_units_asked_that_have_too_few(cast):
    found = table(shipped()["chua-du"].said["text"], campaign(cast), cast.district)
    assert [line.label for line in found.lines] == ["Xã Yên Mạc", "Hội Nông dân huyện", "Tổng cộng"]
    assert numbers(found, "Tổng cộng")[:3] == [4, 1, 3]


def test_years_are_not_added_up(cast):
    campaign(cast, year=2016, registration_closes_on=date(2017, 12, 31), ends_on=date(2017, 12, 31))
    now = make.campaign(cast.district, year=2017)
    make.registration(now, cast.mac, cast.district_office, state="registered", office=cast.district_office)
    found = table(shipped()["qua-cac-nam"].said["text"], now, cast.district)
    keys = [head.key for head in found.heads]
    assert [line.label for line in found.lines] == ["2016", "2017"]
    assert [dict(zip(keys, numbers(found, year), strict=True))["tong"] for year in ("2016", "2017")] == [3, 1]
    assert [dict(zip(keys, numbers(found, year), strict=True))["luy_ke_dk"] for year in ("2016", "2017")] == [3, 4]


def test_a_list_has_its_own_cells_and_rows_that_others_make(cast):
    text = """
theo danh sách | Chỉ tiêu
cột ma | Mã | chữ
cột so | Số | sổ registered
cột nhap | Nhập | nhập
dòng dau | I. Chủ thể | mục
dòng tap_the | Tập thể | ma: 01 | với chủ_thể=collective | bậc 1
dòng con_lai | Còn lại | ma: 02 | với chủ_thể=individual,household | bậc 1
dòng tong | Tổng số | tính tap_the + con_lai | đậm
"""
    about = campaign(cast)
    found = table(text, about, cast.district, **{"tap_the.nhap": "4", "con_lai.nhap": "5"})
    assert [cell.text for cell in found.lines[1].cells][:1] == ["01"]
    assert numbers(found, "Tổng số")[1:] == [3, 9]
    assert found.sums == ((3, (1, 2)),)
    half = table(text, about, cast.district, **{"tap_the.nhap": "4"})
    assert numbers(half, "Tổng số")[1:] == [3, 4]
    layout = read_table(text, CATALOGUE)
    assert [name for name, _l, _t in composing.handwritten(layout, found)] == ["tap_the.nhap", "con_lai.nhap"]


@pytest.mark.parametrize("key", ["dang-ky", "ket-qua", "cong-nhan", "khen-thuong"])
def test_the_shipped_tables_agree_with_the_catalogue(cast, key):
    about = campaign(cast)
    found = table(shipped()[key].said["text"], about, cast.district)
    layout, scope = read_table(shipped()[key].said["text"], CATALOGUE), scope_of(about, cast.district)
    assert found.problems == ()
    keys = [head.key for head in found.heads]
    for column in layout.columns:
        if column.source and not column.each:
            assert numbers(found, "Tổng cộng")[keys.index(column.key)] == count(column.source.figure, scope)


def test_a_unit_that_stands_no_longer_keeps_a_row(cast):
    about = campaign(cast)
    found = table("theo từng đơn vị | Đơn vị\ncột a | A | sổ registered", about, cast.district)
    assert [line.label for line in found.lines] == ["Xã Yên Hòa", "Xã Yên Mạc", "Tổng cộng"]


def test_a_row_of_units_has_what_stands_deeper_and_nothing_falls_out(cast):
    about = campaign(cast)
    hamlet = make.unit("Thôn Trinh Nữ", "hamlet", parent=cast.hoa)
    elsewhere = make.unit("Ban Dân vận tỉnh khác", "party_body")
    facts = {"state": "registered", "office": cast.district_office}
    for unit in (hamlet, cast.district, cast.mac):
        made = make.registration(about, unit, cast.district_office, **facts)
    Registration.objects.filter(pk=made.pk).update(unit=elsewhere)
    text = "theo {} | Đơn vị\ncột a | A | sổ registered\ncộng cuối | Tổng cộng"
    below = table(text.format("đơn vị"), about, cast.district)
    rows = {line.label: int(line.cells[0].number) for line in below.lines}
    named = {"Huyện Yên Mô": 1, "Xã Yên Hòa": 3, "Xã Yên Mạc": 1, "Hội Nông dân huyện": 0, "Ban Dân vận tỉnh khác": 1}
    assert rows == named | {"Tổng cộng": 6}
    assert [*rows][-2:] == ["Ban Dân vận tỉnh khác", "Tổng cộng"]
    each = table(text.format("từng đơn vị"), about, cast.district)
    assert {line.label: int(line.cells[0].number) for line in each.lines} == {
        "Huyện Yên Mô": 1, "Xã Yên Hòa": 2, "Thôn Trinh Nữ": 1, "Xã Yên Mạc": 1, "Ban Dân vận tỉnh khác": 1,
        "Tổng cộng": 6,
    }  # fmt: skip
    assert (below.problems, each.problems) == ((), ())
    # Of a commune: what stands at it, and at each unit below it.
    own = table(text.format("đơn vị"), about, cast.hoa)
    assert {line.label: int(line.cells[0].number) for line in own.lines} == {
        "Xã Yên Hòa": 2, "Thôn Trinh Nữ": 1, "Tổng cộng": 3,
    }  # fmt: skip


EACH_OF_THE_ROWS = ("đơn vị", "từng đơn vị", "đơn vị được giao", "lĩnh vực", "năm")


@pytest.mark.parametrize("rows", EACH_OF_THE_ROWS)
@pytest.mark.parametrize("units", [1, 3])
def test_a_table_costs_the_same_for_few_units_and_for_more(cast, units, rows, django_assert_num_queries):
    about = campaign(cast)
    make.campaign(cast.district, year=2015)
    for number in range(units):
        new = make.unit(f"Xã Yên {number}", parent=cast.district)
        make.registration(about, new, cast.district_office, state="registered", office=cast.district_office)
    total = "cộng không" if rows == "năm" else "cộng cuối | Tổng cộng"  # years are not added up
    text = (
        TEXT.replace("theo đơn vị", f"theo {rows}").replace("cộng cuối | Tổng cộng", total)
        + "cột de_nghi | Đề nghị khen | sổ proposed_for_reward\n"
    )
    with django_assert_num_queries(2 + (rows == "năm")):  # the fields, all numbers; and the years
        found = table(text, about, cast.district)
    assert found.problems == ()


def test_a_table_is_the_same_when_it_comes_from_the_cupboard(cast):
    content = filled(form(cast), campaign(cast), cast.district, make.NOW.date())
    assert again(plain(content)) == content
