"""The register as a workbook: downloaded, edited in Excel and sent back."""

import random
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from kheo.lib.refusals import Refused
from kheo.machinery.intake.actions import apply
from kheo.machinery.intake.queries import write_form
from kheo.movement.registry.actions import amend
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import facts_of
from kheo.movement.registry.sheets.codes import code_of
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db
ID, PLACE = "Mã trong Khéo", "Địa điểm thực hiện"
NAMES = ("Đường hoa", "Camera an ninh", "=1+1 không phải công thức", "Nhà sạch, vườn đẹp", "Tổ hòa giải")


@pytest.fixture
def campaign(cast):
    return make.campaign(cast.district)


@pytest.fixture
def registered(cast, campaign):
    """What the commune has registered, by name."""
    return {name: make.registration(campaign, cast.hoa, cast.commune_officer, name=name) for name in NAMES}


@pytest.fixture
def said(cast, campaign):
    return book.occasion(cast.commune_officer, cast.hoa)


@pytest.fixture
def download(said, tmp_path):
    """Return the register as it stands, opened."""

    def downloading(said=said):
        path = tmp_path / "so.xlsx"
        write_form(path, book.sheet(), said, is_filled=True)
        return openpyxl.load_workbook(path)

    return downloading


def rows_of(opened):
    """Return the number of each row by its name."""
    table = opened.worksheets[0]
    at = book.columns(table)[book.NAME]
    return {table.cell(n, at).value: n for n in range(book.HEAD + 1, table.max_row + 1) if table.cell(n, at).value}


def write(opened, row, **told):
    table = opened.worksheets[0]
    for heading, value in told.items():
        table.cell(row, book.columns(table)[heading]).value = value


def send(opened, said):
    return book.bring(book.sent(opened), said)


def enter(upload, by):
    apply(upload, hand_in=False, by=by, at=make.NOW)


def test_what_is_sent_back_unchanged_changes_nothing(registered, download, said):
    opened = download()
    assert set(rows_of(opened)) == set(NAMES)
    upload = send(opened, said)
    assert set(book.verdicts(upload).values()) == {"same"}
    assert upload.rows.count() == len(NAMES)


def test_the_code_is_locked_and_the_other_cells_are_not(registered, download):
    opened = download()
    table, row = opened.worksheets[0], rows_of(opened)["Đường hoa"]
    places = book.columns(table)
    assert table.cell(row, places[ID]).value == code_of(registered["Đường hoa"].pk, 1)
    assert table.cell(row, places[ID]).protection.locked
    assert not table.cell(row, places[book.NAME]).protection.locked


def test_a_name_is_changed_by_its_code(registered, download, said, cast):
    opened = download()
    row = rows_of(opened)["Đường hoa"]
    write(opened, row, **{book.NAME: "Đường hoa nông thôn mới"})
    upload = send(opened, said)
    changed = upload.rows.get(verdict="changed")
    assert (changed.number, changed.before) == (row, {"name": "Đường hoa"})
    enter(upload, cast.commune_officer)
    made = Registration.objects.select_related("exemplar").get(pk=registered["Đường hoa"].pk)
    assert made.exemplar.name == "Đường hoa nông thôn mới"
    assert Registration.objects.count() == len(NAMES)


@pytest.mark.parametrize("seed", range(5))
def test_just_what_was_edited_differs(registered, download, said, cast, seed):
    chance, opened = random.Random(seed), download()
    rows, expected = rows_of(opened), {}
    for name in chance.sample(NAMES, 3):
        told = {PLACE: f"Thôn {chance.randrange(100)}", "Nguồn lực": f"{chance.randrange(1, 100)} triệu đồng"}
        heading = chance.choice(list(told))
        write(opened, rows[name], **{heading: told[heading]})
        expected[rows[name]] = {"place" if heading == PLACE else "resources"}
    upload = send(opened, said)
    assert {row.number: set(row.before) for row in upload.rows.filter(verdict="changed")} == expected
    assert upload.rows.filter(verdict="same").count() == len(NAMES) - 3
    enter(upload, cast.commune_officer)
    assert set(book.verdicts(send(opened, said)).values()) == {"same"}


def test_where_the_download_is_not_told_what_somebody_changed_meanwhile_is_not_overwritten(
    registered, download, said, cast
):
    opened = download()
    del opened["Bản lúc tải về"]
    other = registered["Đường hoa"]
    facts = replace(facts_of(other), place="Thôn Tây")
    amend(other, facts, version=other.version, by=cast.commune_officer, at=make.NOW)
    write(opened, rows_of(opened)["Đường hoa"], **{"Nguồn lực": "5 triệu đồng"})
    upload = send(opened, said)
    row = upload.rows.get(verdict="refused")
    assert "sau khi tệp này được tải về" in row.reasons[0]["text"]
    assert row.before == {"place": "Thôn Tây", "resources": ""}
    assert any("không cho biết lúc tải về" in notice for notice in upload.notices)


def test_a_row_without_code_is_known_by_unit_and_name(registered, download, said):
    opened = download()
    row = rows_of(opened)["Đường hoa"]
    write(opened, row, **{ID: None, PLACE: "Thôn Đông"})
    upload = send(opened, said)
    assert upload.rows.get(verdict="changed").before == {"place": ""}


def refusal(upload):
    ((row, cell, text),) = book.reasons(upload)
    return row, cell[:1] if cell else "", text


def heading_of(opened, letter):
    table = opened.worksheets[0]
    return {table.cell(1, at).column_letter: heading for heading, at in book.columns(table).items()}[letter]


def test_a_code_that_was_edited_or_never_given_is_refused_at_its_cell(registered, download, said):
    code, unknown = (code_of(registered["Đường hoa"].pk + more) for more in (0, 1000))
    edited = code[:-1] + str((int(code[-1]) + 1) % 10)
    for told, words in ((edited, "sửa tay"), (unknown, "để trống")):
        opened = download()
        row = rows_of(opened)["Đường hoa"]
        write(opened, row, **{ID: told})
        number, letter, text = refusal(send(opened, said))
        assert (number, heading_of(opened, letter)) == (row, ID)
        assert words in text


def test_a_row_copied_with_its_code_is_refused(registered, download, said):
    opened = download()
    row, last = rows_of(opened)["Đường hoa"], len(NAMES) + book.HEAD + 1
    for cell in opened.worksheets[0][row]:
        opened.worksheets[0].cell(last, cell.column, cell.value)
    number, letter, text = refusal(send(opened, said))
    assert (number, letter) == (last, "")
    assert f"Trùng với hàng {row}" in text


def test_a_code_of_another_campaign_is_refused_with_its_name(registered, download, said, cast):
    other = make.campaign(cast.district, year=2018, starts_on=date(2017, 1, 1), registration_opens_on=date(2017, 1, 15))
    stray = make.registration(other, cast.hoa, cast.commune_officer, name="Đường tranh")
    opened = download()
    row = rows_of(opened)["Đường hoa"]
    write(opened, row, **{ID: code_of(stray.pk)})
    number, letter, text = refusal(send(opened, said))
    assert (number, heading_of(opened, letter)) == (row, ID)
    assert "Dân vận khéo 2018" in text


def test_a_code_of_another_unit_is_refused_at_its_cell(registered, download, said, cast, campaign):
    stray = make.registration(campaign, cast.mac, cast.district_office, name="Đường tranh")
    opened = download()
    row = rows_of(opened)["Đường hoa"]
    write(opened, row, **{ID: code_of(stray.pk)})
    number, letter, _text = refusal(send(opened, said))
    assert (number, heading_of(opened, letter)) == (row, ID)


def test_a_name_that_another_one_bears_is_refused(registered, download, said):
    opened = download()
    row = rows_of(opened)["Đường hoa"]
    write(opened, row, **{book.NAME: "Tổ hòa giải"})
    number, letter, text = refusal(send(opened, said))
    assert (number, heading_of(opened, letter)) == (row, book.NAME)
    assert code_of(registered["Tổ hòa giải"].pk) in text


def test_two_rows_that_take_one_new_name_are_not_both_taken(registered, download, said):
    opened = download()
    rows = rows_of(opened)
    for name in ("Đường hoa", "Tổ hòa giải"):
        write(opened, rows[name], **{book.NAME: "Một tên mới"})
    upload = send(opened, said)
    assert upload.rows.filter(verdict="changed").count() == 1
    assert upload.rows.filter(verdict="refused").count() == 1


def test_a_row_without_code_beside_the_same_one_with_it_is_refused(registered, download, said):
    opened = download()
    rows = rows_of(opened)
    write(opened, rows["Đường hoa"], **{book.NAME: "Đường hoa mới"})
    write(opened, rows["Tổ hòa giải"], **{book.NAME: "Đường hoa", ID: None})
    number, letter, _text = refusal(send(opened, said))
    assert (number, heading_of(opened, letter)) == (rows["Tổ hòa giải"], book.NAME)


def test_only_the_own_units_are_downloaded(registered, download, cast, campaign):
    make.registration(campaign, cast.mac, cast.district_office, name="Đường tranh")
    assert set(rows_of(download())) == set(NAMES)


def test_who_may_not_register_there_gets_nothing(registered, download, cast):
    with pytest.raises(Refused):
        download(book.occasion(cast.stranger, cast.hoa))
