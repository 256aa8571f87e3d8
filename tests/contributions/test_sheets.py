"""Contributions by the workbook: the list that offices have, and the register out, changed, and in again."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kheo.machinery.intake.models import Upload
from kheo.movement.contributions.models import Contribution, Use
from tests.contributions import made
from tests.selfmanaged.test_sheets import applied, desk, downloaded, sent, told, verdicts, workbook  # noqa: F401 -- desk

pytestmark = pytest.mark.django_db
GIVEN, USED = "dong-gop", "su-dung-dong-gop"
HEADS = ("STT", "Họ tên/đơn vị", "Nội dung ủng hộ", "Số lượng", "ĐVT", "Giá trị")


def brought(client, file, key=GIVEN, period="all", unit="huyen-yen-mo"):
    said = {"period": period, "unit": unit, "file": file}
    answer = client.post(reverse("intake:start", args=[key]), said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return Upload.objects.latest("pk")


def test_the_list_that_offices_have_is_entered_for_the_model_that_was_chosen(client, cast):
    client.force_login(cast.commune_officer)
    exemplar = made.model(cast)
    file = workbook(
        HEADS,
        ("1", "Công ty TNHH Thành Nam", "Tiền mặt", "5.000.000", "đồng", "5.000.000"),
        ("2", "Hộ ông Nguyễn Văn Bình", "Hiến đất", "1,2", "ha", ""),
        ("3", "Hội Phụ nữ thôn Đông", "Làm đường", "35", "công", "5.250.000"),
        ("4", "Bà Phạm Thị Lan", "Xi măng", "2", "tấn", "3.000.000"),
        ("5", "Ông Lê Văn Tư", "Hiến đất vườn", "120", "m2", ""),
    )
    upload = brought(client, file, period=str(exemplar.pk), unit="xa-yen-hoa")
    assert verdicts(upload) == ["new"] * 5, told(upload)
    applied(client, upload)
    rows = Contribution.objects.order_by("pk")
    assert {row.exemplar for row in rows} == {exemplar}
    assert [(row.quantity, row.measure, row.kind, row.worth) for row in rows] == [
        (Decimal(5_000_000), "dong", "money", None),
        (Decimal("1.2"), "ha", "land", None),
        (Decimal(35), "workday", "labour", 5_250_000),
        (Decimal(2), "tonne", "goods", 3_000_000),
        (Decimal(120), "m2", "land", None),
    ]


def test_wrong_cells_are_named_and_nothing_is_entered(desk, cast):  # noqa: F811
    exemplar = made.model(cast)
    file = workbook(
        HEADS,
        ("1", "Công ty A", "Tiền mặt", "gần 5 triệu", "đồng", ""),
        ("2", "Hộ B", "Hiến đất", "3", "sào", ""),
        ("3", "", "Gạo", "3", "kg", ""),
        ("4", "Hộ C", "Tiền mặt", "3", "triệu đồng", "4.000.000"),
    )
    upload = brought(desk, file, period=str(exemplar.pk))
    assert [column for column, _text in told(upload)] == [
        "Số lượng",
        "Đơn vị tính",
        "Người, đơn vị ủng hộ",
        "Giá trị (đồng)",
    ]
    applied(desk, upload)
    assert not Contribution.objects.exists()


def test_what_goes_out_comes_in_unchanged_and_a_changed_cell_changes_just_that(desk, cast):  # noqa: F811
    exemplar = made.model(cast)
    gift = made.contribution(exemplar, qualifier="over", quantity=Decimal("7.5"), measure="billion_dong")
    made.contribution(exemplar, donor="", is_anonymous=True, content="Gạo", measure="kg", given_on=None, worth=90_000)
    made.use(exemplar)
    assert verdicts(brought(desk, sent(downloaded(desk, GIVEN)))) == ["same", "same"]
    assert verdicts(brought(desk, sent(downloaded(desk, USED)), USED)) == ["same"]
    book = downloaded(desk, GIVEN)
    table = book.worksheets[0]
    heads = {str(cell.value).removesuffix(" (*)"): cell.column for cell in table[3]}
    place = next(row for row in (4, 5) if table.cell(row, heads["Số lượng"]).value == "7,5")
    table.cell(place, heads["Số lượng"], "8")
    upload = brought(desk, sent(book))
    assert sorted(verdicts(upload)) == ["changed", "same"], told(upload)
    applied(desk, upload)
    gift.refresh_from_db()
    assert (gift.quantity, gift.measure, gift.qualifier, gift.version) == (Decimal(8), "billion_dong", "over", 2)


def test_uses_that_are_too_much_together_are_not_entered(desk, cast):  # noqa: F811
    exemplar = made.model(cast)
    made.contribution(exemplar)
    heads = ("Nội dung sử dụng", "Số lượng", "ĐVT", "Ngày sử dụng")
    rows = (("Mua cát", "3", "triệu đồng", "13/05/2017"), ("Mua đá", "3", "triệu đồng", "13/05/2017"))
    upload = brought(desk, workbook(heads, *rows), USED, period=str(exemplar.pk))
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(desk, upload)
    assert not Use.objects.exists()


def test_a_model_of_another_unit_cannot_be_chosen(client, cast):
    exemplar = made.model(cast)
    client.force_login(cast.other_officer)
    said = {"period": str(exemplar.pk), "unit": "xa-yen-mac", "file": workbook(HEADS)}
    client.post(reverse("intake:start", args=[GIVEN]), said)
    assert not Upload.objects.exists()
