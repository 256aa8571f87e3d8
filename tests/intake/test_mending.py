"""Refused cells: what would be right, accepted on the page, or marked in the file that comes back."""

import io

import openpyxl
import pytest
from django.core.files import File
from django.urls import reverse
from django.utils import timezone

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.jobs.models import Job
from kheo.lib.refusals import Refused
from kheo.machinery.intake.actions import apply, check, mend
from kheo.machinery.intake.models import DraftRow
from kheo.machinery.intake.queries import write_marked
from kheo.machinery.intake.web import views
from kheo.movement.registry.models import Registration
from tests import make
from tests.intake import book

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FIELD, BEGUN, TABLE, LEGEND = "Lĩnh vực", "Ngày bắt đầu", "Đăng ký mô hình", "Kết quả kiểm tra"
WRONG = [
    {book.NAME: "Đường hoa"},
    {book.NAME: "Nuôi cá", FIELD: "Kinh tê nông nghiệp"},
    {book.NAME: "Tổ hòa giải", BEGUN: "ngày 13 tháng 9 năm 2016"},
]


@pytest.fixture
def campaign(cast):
    """A campaign whose registration is open today: the pages read the clock."""
    year = NOW.year
    opens, closes = make.date(year, 1, 1), make.date(year, 12, 31)
    return make.campaign(cast.district, year=year, registration_opens_on=opens, registration_closes_on=closes)


@pytest.fixture
def said(cast, campaign):
    return book.occasion(cast.commune_officer, cast.hoa, campaign.slug, NOW)


@pytest.fixture
def upload(said, tmp_path):
    """A workbook with a field and a day that are wrong and can be guessed."""
    return book.bring(book.fill(book.form(tmp_path, said), *WRONG), said)


def suggestions(upload):
    return {r["cell"]: r.get("suggestion", "") for row in upload.rows.order_by("pk") for r in row.reasons}


def at(upload, key):
    return next((row.pk, key) for row in upload.rows.all() for r in row.reasons if r.get("key") == key)


def test_what_would_be_right_is_known_where_it_can_be(upload):
    assert sorted(suggestions(upload).values()) == ["13/09/2016", "Kinh tế"]


def test_an_old_typeface_is_repaired_and_nonsense_is_not_guessed(said, tmp_path):
    rows = [
        {book.NAME: "§\u00adêng hoa n«ng th«n míi"},
        {book.NAME: "Nuôi cá", FIELD: "zzzz"},
        {book.NAME: "X", BEGUN: "sớm"},
    ]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    assert list(suggestions(upload).values()) == ["Đường hoa nông thôn mới", "", ""]


def test_one_suggestion_is_accepted_the_rest_stays(upload, cast):
    assert mend(upload, {at(upload, "field")}, by=cast.commune_officer, at=NOW) == 1
    assert upload.counts["refused"] == 1
    row = upload.rows.get(verdict="new", values__name="Nuôi cá")
    assert row.values["field"] == "Kinh tế"


def test_all_are_accepted_and_entered_and_the_file_stays_as_it_was(upload, cast):
    before = upload.file.original.read_bytes()
    assert mend(upload, by=cast.commune_officer, at=NOW) == 2
    assert upload.counts["refused"] == 0
    apply(upload, hand_in=False, by=cast.commune_officer, at=NOW)
    assert Registration.objects.count() == 3
    assert upload.file.original.read_bytes() == before


def test_what_was_accepted_is_recorded_and_outlives_another_check(upload, cast):
    mend(upload, {at(upload, "field")}, by=cast.commune_officer, at=NOW)
    (told,) = AuditEvent.objects.get(act="intake.mend").data["answers"]
    assert (told["column"], told["was"], told["now"]) == ("field", "Kinh tê nông nghiệp", "Kinh tế")
    check(upload, by=cast.commune_officer, at=NOW)
    assert upload.counts["refused"] == 1


def test_the_value_of_a_formula_may_be_taken(said, tmp_path, campaign):
    opened = book.form(tmp_path, said)
    book.fill(opened, {book.NAME: "Đường hoa"})
    column = book.columns(opened.worksheets[0])[book.NAME]
    opened.worksheets[0].cell(book.FIRST, column).value = '="Đường "&"hoa"'
    upload = book.bring(book.sent(opened), said)
    (reason,) = upload.rows.get().reasons
    assert "công thức" in reason["text"]
    assert "suggestion" not in reason  # openpyxl wrote no value beside the formula, and nothing here reckons one


@pytest.mark.parametrize("places", [set(), {(0, "field")}])
def test_what_has_no_suggestion_is_not_mended(upload, cast, places):
    with pytest.raises(Refused):
        mend(upload, places, by=cast.commune_officer, at=NOW)
    assert upload.counts["refused"] == 2


def test_the_file_comes_back_with_marks_and_goes_round_again(upload, said, tmp_path):
    path = tmp_path / "lai.xlsx"
    write_marked(path, upload)
    marked = openpyxl.load_workbook(path)
    row = upload.rows.get(values__name="Nuôi cá")
    cell = marked[TABLE][row.reasons[0]["cell"]]
    assert cell.fill.start_color.rgb == "FFFFD75E"
    assert cell.comment.text.endswith("Sửa thành: Kinh tế")
    assert marked.sheetnames[-1] == LEGEND
    assert [marked[LEGEND].cell(n, 2).value for n in (4, 5)] == list(suggestions(upload))
    again = book.bring(File(io.BytesIO(path.read_bytes()), name="lai.xlsx"), said)
    assert again.counts == upload.counts
    assert not any(LEGEND in notice for notice in again.notices)
    for place, right in suggestions(upload).items():
        marked[TABLE][place] = right
    mended = book.bring(book.sent(marked), said)
    assert mended.counts["refused"] == 0


def test_what_concerns_a_whole_row_is_said_at_its_first_cell(said, tmp_path, campaign):
    twice = [{book.NAME: "Đường hoa"}, {book.NAME: "Đường hoa"}]
    upload = book.bring(book.fill(book.form(tmp_path, said), *twice), said)
    write_marked(tmp_path / "lai.xlsx", upload)
    sheet = openpyxl.load_workbook(tmp_path / "lai.xlsx")[TABLE]
    assert "Trùng với hàng 5" in sheet["B6"].comment.text


def test_without_a_refused_row_nothing_is_marked(said, tmp_path, campaign):
    upload = book.bring(book.fill(book.form(tmp_path, said), WRONG[0]), said)
    with pytest.raises(Refused):
        write_marked(tmp_path / "lai.xlsx", upload)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


def test_the_page_offers_each_correction_all_of_them_and_the_marked_file(officer, upload):
    page = " ".join(officer.get(reverse("intake:result", args=[upload.pk])).content.decode().split())
    for words in ("Sửa thành “Kinh tế”", "Áp dụng cả 2 gợi ý", "Tải tệp có đánh dấu"):
        assert words in page
    file = officer.get(reverse("intake:marked", args=[upload.pk]))
    assert file["Content-Disposition"] == 'attachment; filename="dang-ky-danh-dau.xlsx"'
    assert LEGEND in openpyxl.load_workbook(io.BytesIO(file.content)).sheetnames
    pk, key = at(upload, "field")
    officer.post(reverse("intake:mend", args=[upload.pk]), {"place": f"{pk}:{key}"})
    assert DraftRow.objects.filter(verdict="refused").count() == 1
    officer.post(reverse("intake:mend", args=[upload.pk]), {"all": "1"})
    assert not DraftRow.objects.filter(verdict="refused").exists()


def test_a_large_file_is_corrected_in_the_background(officer, upload, settings, monkeypatch):
    settings.JOBS = "inline"
    monkeypatch.setattr(views, "LARGE_FILE", 0)
    answer = officer.post(reverse("intake:mend", args=[upload.pk]), {"all": "1"})
    job = Job.objects.get(kind="intake.mend")
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert (job.state, job.result_url) == ("done", reverse("intake:result", args=[upload.pk]))
    assert not DraftRow.objects.filter(verdict="refused").exists()


@pytest.mark.parametrize("place", ["", "x", "1", f"{'9' * 30}:field", "0:field"])
def test_nonsense_on_the_wire_mends_nothing(officer, upload, place):
    page = officer.post(reverse("intake:mend", args=[upload.pk]), {"place": place}, follow=True)
    assert "Không còn gợi ý nào" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_refused_rows_cost_the_same_whatever_their_number(officer, said, tmp_path, count, django_assert_num_queries):
    rows = [{book.NAME: f"Nuôi cá {number}", FIELD: "Kinh tê nông nghiệp"} for number in range(count)]
    upload = book.bring(book.fill(book.form(tmp_path, said), *rows), said)
    with django_assert_num_queries(11):
        officer.get(reverse("intake:result", args=[upload.pk]))
