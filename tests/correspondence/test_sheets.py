"""The book of documents in and out by the workbook."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.machinery.correspondence import actions
from kheo.machinery.correspondence.models import Entry
from kheo.machinery.directives.models import Directive
from tests import make, workbooks
from tests.correspondence.made import arrival, sending
from tests.directives.made import document
from tests.workbooks import applied, told, verdicts

IN = ("Số đến", "Ngày đến", "Số, ký hiệu", "Ngày văn bản", "Cơ quan ban hành", "Loại văn bản", "Trích yếu")
WAY = ("Nơi gửi", "Chuyển", "Đơn vị xử lý", "Hạn xử lý", "Ngày giải quyết", "Kết quả xử lý")
OUT = ("Ngày đi", "Số, ký hiệu", "Ngày văn bản", "Loại văn bản", "Trích yếu", "Người ký", "Nơi nhận")
THIS = 2017


@pytest.fixture(autouse=True)
def year(monkeypatch):
    """Let the year of the tests be among those that are offered."""
    monkeypatch.setattr("kheo.machinery.correspondence.sheets._YEARS", 30)


def brought(client, key, heads, *rows):
    return workbooks.brought(client, key, THIS, workbooks.workbook(heads, *rows))


LETTER = ("", "16/01/2017", "25-CV/BDV", "12/01/2017", "Ban Dân vận Tỉnh ủy", "Công văn", "Về việc báo cáo quý I")
PLAN = ("7", "17/01/2017", "03-KH/TU", "11/01/2017", "Tỉnh ủy", "Kế hoạch", "Kế hoạch công tác dân vận")


def test_incoming_documents_are_entered_once_with_their_numbers(client, office, cast):
    client.force_login(office)
    rows = [
        (*LETTER, "", "Đ/c Trưởng ban", "Xã Yên Hòa", "20/02/2017", "", ""),
        (*PLAN, "Văn phòng Tỉnh ủy", "", "", "", "18/01/2017", "Đã ban hành kế hoạch"),
    ]
    upload = brought(client, "documents-in", IN + WAY, *rows)
    assert verdicts(upload) == ["new", "new"], told(upload)
    applied(client, upload)
    found = {entry.number: entry for entry in Entry.objects.all()}
    assert sorted(found) == [7, 8]  # the row without a number takes the next one
    letter, plan = found[8], found[7]
    assert (letter.directive.number, letter.sender) == ("25-CV/BDV", "Ban Dân vận Tỉnh ủy")
    assert (letter.handled_by, letter.due_on, letter.settled_on) == (cast.hoa, date(2017, 2, 20), None)
    assert (plan.sender, plan.settled_on, plan.settled_note) == (
        "Văn phòng Tỉnh ủy",
        date(2017, 1, 18),
        "Đã ban hành kế hoạch",
    )
    assert not letter.directive.is_public
    again = brought(client, "documents-in", IN + WAY, *rows)
    assert verdicts(again) == ["same", "same"], told(again)
    assert Directive.objects.count() == 2


def test_what_the_book_says_is_put_right_and_columns_that_are_left_out_stay(client, office, cast):
    kept = arrival(office, document(office, number="03-KH/TU", issuer="Tỉnh ủy", title="Kế hoạch công tác dân vận"))
    assert kept.number == 1
    row = ("1", "13/01/2017", "03-KH/TU", "10/01/2017", "Tỉnh ủy", "Kế hoạch", "Kế hoạch công tác dân vận")
    client.force_login(office)
    upload = brought(client, "documents-in", (*IN, "Chuyển"), (*row, "Đ/c Phó ban"))
    assert verdicts(upload) == ["changed"], told(upload)
    assert upload.rows.get().before == {"day": "12/01/2017", "forwarded_to": ""}
    applied(client, upload)
    kept.refresh_from_db()
    assert (kept.day, kept.forwarded_to, kept.sender) == (date(2017, 1, 13), "Đ/c Phó ban", "Tỉnh ủy")
    settled = brought(
        client, "documents-in", (*IN, "Ngày giải quyết", "Kết quả xử lý"), (*row, "20/1/2017", "Đã trả lời")
    )
    applied(client, settled)
    kept.refresh_from_db()
    assert (kept.settled_on, kept.settled_note, kept.forwarded_to) == (date(2017, 1, 20), "Đã trả lời", "Đ/c Phó ban")
    back = brought(client, "documents-in", (*IN, "Ngày giải quyết"), (*row, ""))
    assert verdicts(back) == ["refused"]
    assert "20/01/2017" in told(back)[0]


WRONG = {
    "a number of another document": (("1", *LETTER[1:]), "Số đến 1"),
    "another subject than the register's": (("", *PLAN[1:6], "Kế hoạch khác"), "Kế hoạch công tác dân vận"),
    "a day of another year": (("", "16/01/2016", *LETTER[2:3], "12/01/2016", *LETTER[4:]), "2017"),
    "an arrival before it was signed": (("", "10/01/2017", *LETTER[2:]), "12/01/2017"),
    "no number": (("mười", *LETTER[1:]), "25"),
    "a kind that there is not": ((*LETTER[:5], "Công vă", LETTER[6]), "Công văn"),
}


@pytest.mark.parametrize(("row", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_stand_in_the_book_is_refused_with_its_reason(client, office, row, words):
    known = document(
        office, number="03-KH/TU", issuer="Tỉnh ủy", title="Kế hoạch công tác dân vận", signed_on=date(2017, 1, 11)
    )
    arrival(office, known)
    client.force_login(office)
    upload = brought(client, "documents-in", IN, row)
    assert verdicts(upload) == ["refused"]
    assert words in " ".join(told(upload))
    assert Entry.objects.count() == 1


def test_two_rows_of_one_number_or_one_document_are_refused(client, office):
    client.force_login(office)
    upload = brought(client, "documents-in", IN, PLAN, ("7", *LETTER[1:]), ("9", *PLAN[1:]))
    assert verdicts(upload) == ["new", "refused", "refused"]


def test_settling_needs_its_day_and_its_words(client, office):
    client.force_login(office)
    heads = (*IN, "Ngày giải quyết", "Kết quả xử lý")
    upload = brought(client, "documents-in", heads, (*PLAN, "", "Đã trả lời"), (*LETTER, "18/01/2017", ""))
    assert verdicts(upload) == ["refused", "refused"]


SENT = ("16/01/2017", "04-KH/BCĐ", "15/01/2017", "Kế hoạch", "Kế hoạch năm 2017", "Trưởng ban Đỗ Trọng Luận", "Các xã")


def test_outgoing_documents_are_entered_once_and_put_right(client, office):
    client.force_login(office)
    upload = brought(client, "documents-out", OUT, SENT)
    assert verdicts(upload) == ["new"], told(upload)
    applied(client, upload)
    entry = Entry.objects.get()
    assert (entry.direction, entry.signer, entry.directive.number) == ("out", SENT[5], "04-KH/BCĐ")
    assert verdicts(brought(client, "documents-out", OUT, SENT)) == ["same"]
    upload = brought(client, "documents-out", OUT, (*SENT[:6], "Các xã\nLưu"))
    assert verdicts(upload) == ["changed"]
    applied(client, upload)
    entry.refresh_from_db()
    assert entry.recipients == "Các xã\nLưu"


@pytest.mark.parametrize("key", ["documents-in", "documents-out"])
def test_the_list_of_a_year_comes_back_as_it_was_downloaded(client, office, cast, key):
    arrival(office, handled_by=cast.hoa, due_on=date(2017, 2, 1), forwarded_to="Đ/c Phó ban")
    entry = arrival(office, document(office, number="", title="Thông tri không số"))
    actions.settle(entry, note="Đã lưu", day=date(2017, 1, 20), version=1, by=office, at=make.NOW)
    sending(office, document(office))
    client.force_login(office)
    upload = workbooks.brought(client, key, THIS, workbooks.sent(workbooks.downloaded(client, key, THIS)))
    assert verdicts(upload) == ["same"] * (2 if key == "documents-in" else 1), told(upload)


@pytest.mark.parametrize("who", ["commune_officer", "leader"])
def test_nobody_else_brings_the_book(client, office, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("intake:start", args=["documents-in"])).status_code == 403
