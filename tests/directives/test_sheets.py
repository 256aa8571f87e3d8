"""The list of documents by the workbook: there and back, with what replaces what."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.directives import actions
from kheo.machinery.directives.models import Directive, Relation
from kheo.machinery.directives.states import RelationKind
from kheo.machinery.intake.models import Upload
from tests import make, workbooks
from tests.directives.made import document
from tests.workbooks import applied, places, told, verdicts

pytestmark = pytest.mark.django_db
KEY, LIST = "directives", "van-ban"
HEADS = ("Số, ký hiệu", "Ngày văn bản", "Cơ quan ban hành", "Loại văn bản", "Trích yếu", "Có hiệu lực từ", "Thay thế")
OLD = ("03-KH/BCĐ", "05/01/2016", "Ban Chỉ đạo huyện", "Kế hoạch", "Kế hoạch năm 2016", "", "")
NEW = ("07-KH/BCĐ", "10/01/2017", "Ban Chỉ đạo huyện", "Kế hoạch", "Kế hoạch năm 2017", "01/02/2017", "03-KH/BCĐ")


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def brought(client, *rows, heads=HEADS):
    return workbooks.brought(client, KEY, LIST, workbooks.workbook(heads, *rows))


def downloaded(client):
    book = workbooks.downloaded(client, KEY, LIST)
    return book, *places(book)


def sent(client, book):
    return workbooks.brought(client, KEY, LIST, workbooks.sent(book))


def relations():
    return set(Relation.objects.values_list("later__number", "kind", "earlier__number", "from_day"))


def test_documents_of_a_workbook_are_entered_with_what_they_replace(desk):
    upload = brought(desk, NEW, OLD)  # the later one first: a row may name one that comes after it
    assert verdicts(upload) == ["new", "new"], told(upload)
    assert not Directive.objects.exists()
    applied(desk, upload)
    new = Directive.objects.get(number="07-KH/BCĐ")
    assert (new.kind, new.issuer, new.title) == ("plan", "Ban Chỉ đạo huyện", "Kế hoạch năm 2017")
    assert (new.signed_on, new.in_force_from, new.is_public) == (date(2017, 1, 10), date(2017, 2, 1), False)
    assert relations() == {("07-KH/BCĐ", "replace", "03-KH/BCĐ", date(2017, 2, 1))}
    acts = AuditEvent.objects.filter(act__startswith="directives.").values_list("act", flat=True)
    assert sorted(acts) == ["directives.enter", "directives.enter", "directives.relate"]
    again = brought(desk, NEW, OLD)
    assert verdicts(again) == ["same", "same"], told(again)


def test_what_is_downloaded_comes_back_the_same(desk, office):
    early, late = document(office, note="Dòng 1\nDòng 2"), document(office, number="", title="Thông tri;\nkhông số")
    document(office, number=early.number, issuer="Tỉnh ủy", in_force_until=date(2017, 12, 31), is_public=False)
    gone = document(office)
    for kind, earlier in ((RelationKind.REPLACE, early), (RelationKind.GUIDE, gone)):
        actions.relate(late, earlier, kind=kind, from_day=date(2017, 6, 1), by=office, at=make.NOW)
    actions.withdraw(gone, reason="Nhập nhầm", version=1, by=office, at=make.NOW)
    book, table, columns = downloaded(desk)
    codes = {table.cell(n, columns["Mã trong Khéo"]).value for n in range(4, 7)}
    assert codes == set(Directive.objects.standing().values_list("slug", flat=True))
    upload = sent(desk, book)
    assert verdicts(upload) == ["same"] * 3, [row.before for row in upload.rows.all()]


def test_a_row_is_known_by_its_code_and_what_others_changed_meanwhile_stays(desk, office):
    kept = document(office, number="07-KH/BCĐ", is_public=True)
    book, table, columns = downloaded(desk)
    actions.amend(kept, _facts(kept, title="Tên mới của người khác"), version=1, by=office, at=make.NOW)
    table.cell(4, columns["Số, ký hiệu"]).value = "08-KH/BCĐ"
    table.cell(4, columns["Công khai trên cổng"]).value = "Không"
    upload = sent(desk, book)
    assert verdicts(upload) == ["changed"], told(upload)
    assert upload.rows.get().before == {"number": "07-KH/BCĐ", "is_public": "Có"}
    applied(desk, upload)
    kept.refresh_from_db()
    assert (kept.number, kept.title, kept.is_public) == ("08-KH/BCĐ", "Tên mới của người khác", False)
    table.cell(4, columns["Trích yếu"]).value = "Tên mới của tệp"
    assert verdicts(sent(desk, book)) == ["conflict"]


def _facts(directive, **said):
    from dataclasses import replace  # noqa: PLC0415 -- one test alone

    from kheo.machinery.directives.sheets.rows import facts_of  # noqa: PLC0415 -- one test alone

    return replace(facts_of({}, directive), **said)


def test_what_is_taken_out_of_a_cell_is_taken_back_and_a_column_left_out_stays(desk, office):
    applied(desk, brought(desk, OLD, NEW))
    upload = brought(desk, (*NEW[:4], "Kế hoạch năm 2017 (bản mới)", "01/02/2017"), heads=HEADS[:6])
    assert verdicts(upload) == ["same"] or verdicts(upload) == ["changed"], told(upload)
    applied(desk, upload)
    assert len(relations()) == 1
    upload = brought(desk, (*NEW[:6], "03-KH/BCĐ từ 01/03/2017"))
    applied(desk, upload)
    assert {day for *_rest, day in relations()} == {date(2017, 3, 1)}
    upload = brought(desk, (*NEW[:6], ""))
    assert upload.rows.get().before["replace"] == "03-KH/BCĐ từ 01/03/2017"
    applied(desk, upload)
    assert relations() == set()


WRONG = {
    "a number that nobody has": (("", *NEW[1:6], "99-KH/BCĐ"), "99-KH/BCĐ"),
    "itself": ((*NEW[:6], "07-KH/BCĐ"), "chính nó"),
    "from a day before it was signed": ((*NEW[:6], "03-KH/BCĐ từ 01/01/2017"), "10/01/2017"),
    "a day that is none": ((*NEW[:6], "03-KH/BCĐ từ 31/02/2017"), "Không có ngày này"),
    "in force before it was signed": ((*NEW[:5], "01/01/2017", ""), "10/01/2017"),
    "one that is later": ((*OLD[:6], "05-KH/BCĐ"), "05-KH/BCĐ"),
    "a kind that there is not": ((*NEW[:3], "Kế hoạh", *NEW[4:6], ""), "Kế hoạch"),
}


@pytest.mark.parametrize(("row", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_stand_in_the_list_is_refused_at_its_cell(desk, office, row, words):
    document(office, number="03-KH/BCĐ", signed_on=date(2016, 1, 5), title="Kế hoạch năm 2016")
    document(office, number="05-KH/BCĐ", signed_on=date(2017, 1, 9))
    upload = brought(desk, row)
    assert verdicts(upload) == ["refused"]
    assert words in " ".join(told(upload))
    assert upload.rows.get().reasons[0]["cell"]


def test_two_documents_cannot_end_one_another_by_one_file(desk):
    upload = brought(desk, (*OLD[:1], "10/01/2017", *OLD[2:6], "07-KH/BCĐ"), NEW)
    assert verdicts(upload) == ["refused", "refused"]


def test_a_slip_in_a_number_is_told_with_what_was_meant(desk, office):
    document(office, number="03-KH/BCĐ", signed_on=date(2016, 1, 5))
    upload = brought(desk, (*NEW[:6], "03-KH/BCĐĐ"))
    assert upload.rows.get().reasons[0]["suggestion"] == "03-KH/BCĐ"


def test_one_wrong_row_keeps_all_out(desk):
    upload = brought(desk, OLD, (*NEW[:6], "99-KH/BCĐ"))
    assert verdicts(upload) == ["new", "refused"]
    applied(desk, upload)
    assert not Directive.objects.exists()


def test_documents_of_one_number_are_told_apart_by_their_issuer(desk, office):
    for issuer in ("Ban Chỉ đạo huyện", "Ban Chỉ đạo tỉnh"):
        document(office, number="03-KH/BCĐ", issuer=issuer, signed_on=date(2016, 1, 5))
    upload = brought(desk, NEW)
    assert verdicts(upload) == ["refused"]
    assert "03-KH/BCĐ (Ban Chỉ đạo tỉnh, 05/01/2016)" in told(upload)[0]
    upload = brought(desk, (*NEW[:6], "03-KH/BCĐ (Ban Chỉ đạo tỉnh, 05/01/2016)"))
    applied(desk, upload)
    assert Relation.objects.get().earlier.issuer == "Ban Chỉ đạo tỉnh"


def test_a_code_of_none_and_a_document_said_twice_are_refused(desk, office):
    kept = document(office, number=OLD[0], issuer=OLD[2], signed_on=date(2016, 1, 5))
    heads = ("Mã trong Khéo", *HEADS)
    upload = brought(desk, ("khong-co", *OLD), (kept.slug, *OLD), ("", *OLD), heads=heads)
    assert verdicts(upload) == ["refused", "changed", "refused"], told(upload)


@pytest.mark.parametrize("who", ["commune_officer", "leader"])
def test_nobody_else_brings_the_list(client, office, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("intake:start", args=[KEY])).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize("documents", [2, 12])
def test_looking_at_a_file_costs_the_same_for_a_few_and_many(desk, office, documents, django_assert_max_num_queries):
    for number in range(documents):
        document(office, number=f"{number}-HD/BCĐ", title=f"Hướng dẫn {number}")
    book, *_rest = downloaded(desk)
    file = workbooks.sent(book)
    with django_assert_max_num_queries(45):
        assert verdicts(workbooks.brought(desk, KEY, LIST, file)) == ["same"] * documents
