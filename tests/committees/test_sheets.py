"""Committees by the workbook: downloaded as they are, changed, sent back; what changes on one is one restaffing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.intake.models import Upload
from kheo.movement.committees.actions import restaff
from kheo.movement.committees.models import Committee, Membership, Staffing
from kheo.movement.committees.queries import who_sat
from kheo.organisation.access.models import Post
from tests import make
from tests.make import sitting, staffing

pytestmark = pytest.mark.django_db
START, FORM = (reverse(f"intake:{name}", args=["committees"]) for name in ("start", "form"))
WHERE = {"period": "dan-van-kheo", "unit": "huyen-yen-mo"}
HEADS = 3
UNIT, ID, SEAT, NUMBER = "Ban Chỉ đạo của", "Mã trong Khéo", "Chức danh trong Ban", "Số quyết định kiện toàn"
DECISION = {NUMBER: "30-QĐ/HU", "Ngày ký": "01/06/2016", "Người ký": "Bí thư Huyện ủy"}
HEAD, MEMBER, THIRD = sitting("Đỗ Trọng Luận", "head"), sitting("Vũ Văn An"), sitting("Lê Thị Thu", "secretary")


@pytest.fixture
def committee(cast):
    """The committee of the district: three who sit; that of a commune: two."""
    make.committee(cast.hoa, [sitting("Trần Văn Mạc", "head"), MEMBER], facts=staffing("1-QĐ/ĐU"))
    return make.committee(cast.district, [HEAD, MEMBER, THIRD])


@pytest.fixture
def office(cast, client):
    client.force_login(cast.district_office)
    return client


def read(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return openpyxl.load_workbook(io.BytesIO(content))


def downloaded(client):
    return read(client.get(FORM, WHERE | {"filled": "1"}))


def places(book):
    """Return the column of each heading of a form."""
    return {str(cell.value or "").removesuffix(" (*)"): cell.column for cell in book.worksheets[0][HEADS]}


def row_of(book, name, unit="Huyện Yên Mô"):
    table, at = book.worksheets[0], places(book)
    told = ("Họ và tên", UNIT)
    rows = range(HEADS + 1, table.max_row + 1)
    return next(n for n in rows if tuple(table.cell(n, at[key]).value for key in told) == (name, unit))


def write(book, row, **said):
    for heading, value in said.items():
        book.worksheets[0].cell(row, places(book)[heading], value)


def add(book, name, seat="Ủy viên", title="Phó Bí thư", unit="Huyện Yên Mô", **said):
    told = {UNIT: unit, "Họ và tên": name, "Chức vụ, đơn vị công tác": title, SEAT: seat}
    write(book, book.worksheets[0].max_row + 1, **told, **said)


def send(client, book):
    content = io.BytesIO()
    book.save(content)
    answer = client.post(START, WHERE | {"file": SimpleUploadedFile("ban-chi-dao.xlsx", content.getvalue())})
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.latest("pk")


def enter(client, upload):
    return client.post(reverse("intake:apply", args=[upload.pk]), follow=True)


def page_of(client, upload):
    return " ".join(client.get(reverse("intake:result", args=[upload.pk])).content.decode().split())


def told(upload):
    """Return what is said against rows: the name, the column and the words."""
    return [(row.values["name"], one["column"], one["text"]) for row in upload.rows.all() for one in row.reasons]


def sat(committee, day):
    return [(member.name, member.seat) for member in who_sat(committee, day)]


def test_what_is_sent_back_unchanged_changes_nothing(office, committee):
    book = downloaded(office)
    table, at = book.worksheets[0], places(book)
    row = row_of(book, "Vũ Văn An")
    locked = [table.cell(row, at[key]).protection.locked for key in (ID, "Tham gia từ", "Theo quyết định", SEAT)]
    assert locked == [True, True, True, False]
    upload = send(office, book)
    assert upload.counts == {"new": 0, "changed": 0, "same": 5, "conflict": 0, "refused": 0}
    assert upload.acts == []


def test_the_empty_form_has_the_headings_and_its_example_is_never_entered(office, committee):
    book = read(office.get(FORM, WHERE))
    assert list(places(book))[1:6] == [ID, UNIT, "Họ và tên", "Chức vụ, đơn vị công tác", SEAT]
    assert list(places(book))[8:] == [NUMBER, "Ngày ký", "Người ký", "Có hiệu lực từ"]
    upload = send(office, book)
    assert (upload.rows.count(), upload.acts) == (0, [])


def test_one_list_is_one_restaffing_told_before_it_is_entered(office, committee, cast):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "pho truong ban"}, **DECISION)
    book.worksheets[0].delete_rows(row_of(book, "Lê Thị Thu"))
    add(book, "Phạm Thị Mới", "Thư ký")
    upload = send(office, book)
    assert told(upload) == []
    assert upload.counts == {"new": 1, "changed": 1, "same": 3, "conflict": 0, "refused": 0}
    changed = upload.rows.get(verdict="changed")
    assert changed.before == {"seat": "Ủy viên", "number": "12-QĐ/HU"}
    (act,) = upload.acts
    assert act["title"] == "Ban Chỉ đạo – Huyện Yên Mô: kiện toàn"
    assert act["gist"] == "1 thay đổi, 1 bổ sung, 1 thôi tham gia"
    assert dict(map(tuple, act["lines"])) == {
        "Quyết định": "30-QĐ/HU ngày 01/06/2016, có hiệu lực từ ngày 01/06/2016",
        "Số thành viên": "3 → 3",
        "Giữ nguyên": "1",
        "Thay đổi": "Vũ Văn An: Ủy viên → Phó Trưởng ban",
        "Bổ sung": "Phạm Thị Mới (Phó Bí thư; Thư ký)",
        "Thôi tham gia": "Lê Thị Thu (Ủy viên Ban Chấp hành; Thư ký)",
    }
    page = page_of(office, upload)
    assert "Lê Thị Thu (Ủy viên Ban Chấp hành; Thư ký)" in page
    assert "<del>Ủy viên</del>" in page
    assert Staffing.objects.count() == 2
    enter(office, upload)
    assert sat(committee, date(2016, 5, 31))[1:] == [("Vũ Văn An", "member"), ("Lê Thị Thu", "secretary")]
    now = [("Đỗ Trọng Luận", "head"), ("Vũ Văn An", "deputy"), ("Phạm Thị Mới", "secretary")]
    assert sat(committee, date(2016, 6, 1)) == now
    event = AuditEvent.objects.get(act="committees.restaff")
    assert (event.actor_id, event.data["came"], event.data["left"]) == (cast.district_office.pk, 2, 2)
    kept = Membership.objects.get(name="Đỗ Trọng Luận")
    assert (kept.valid_from, kept.valid_to) == (date(2016, 1, 4), None)
    again = send(office, book)
    assert again.counts == {"new": 0, "changed": 0, "same": 5, "conflict": 0, "refused": 0}
    assert (again.acts, Staffing.objects.count()) == ([], 3)


def test_a_list_that_only_lets_somebody_go_is_entered_too(office, committee):
    book = downloaded(office)
    write(book, row_of(book, "Đỗ Trọng Luận"), **DECISION, **{"Có hiệu lực từ": "15/06/2016"})
    book.worksheets[0].delete_rows(row_of(book, "Vũ Văn An"))
    upload = send(office, book)
    assert upload.counts == {"new": 0, "changed": 1, "same": 3, "conflict": 0, "refused": 0}
    enter(office, upload)
    assert sat(committee, date(2016, 6, 15)) == [("Đỗ Trọng Luận", "head"), ("Lê Thị Thu", "secretary")]
    assert len(sat(committee, date(2016, 6, 14))) == 3


def test_several_committees_are_restaffed_by_one_file_or_none_is(office, committee, cast):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "Phó Trưởng ban"}, **DECISION)
    write(book, row_of(book, "Vũ Văn An", "Xã Yên Hòa"), **DECISION | {SEAT: "Thư ký", NUMBER: "3-QĐ/ĐU"})
    upload = send(office, book)
    assert [act["title"] for act in upload.acts] == [
        "Ban Chỉ đạo – Huyện Yên Mô: kiện toàn",
        "Ban Chỉ đạo – Xã Yên Hòa: kiện toàn",
    ]
    enter(office, upload)
    made = Staffing.objects.filter(valid_from=date(2016, 6, 1)).order_by("pk")
    assert [one.number for one in made] == ["30-QĐ/HU", "3-QĐ/ĐU"]


def test_people_are_known_again_by_name_where_the_paper_bears_no_codes(office, committee):
    book = downloaded(office)
    for name in ("Đỗ Trọng Luận", "Vũ Văn An", "Lê Thị Thu"):
        write(book, row_of(book, name), **{ID: ""})
    write(book, row_of(book, "Vũ Văn An"), **{"Chức vụ, đơn vị công tác": "Chủ tịch Hội Nông dân"}, **DECISION)
    upload = send(office, book)
    assert upload.counts == {"new": 0, "changed": 1, "same": 4, "conflict": 0, "refused": 0}
    assert upload.rows.get(verdict="changed").before["title"] == "Ủy viên Ban Chấp hành"


LACK = "Dòng này có nội dung mới: ghi số quyết định, ngày ký và người ký."
CELL = "Quyết định phải có số, ngày ký và người ký: điền ô này."


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({SEAT: "Phó Trưởng ban"}, [(NUMBER, LACK)]),
        (
            {SEAT: "Trưởng phòng"} | DECISION,
            [(SEAT, "không có trong danh mục. Có phải “Phó Trưởng ban”?")],
        ),
        ({SEAT: "Thư ký"} | DECISION | {NUMBER: None}, [(NUMBER, CELL)]),
        ({SEAT: "Thư ký"} | DECISION | {"Người ký": None, "Ngày ký": None}, [("Ngày ký", CELL), ("Người ký", CELL)]),
        ({SEAT: "Thư ký"} | DECISION | {"Ngày ký": "04/01/2016"}, [("Ngày ký", "sau ngày đó")]),
        ({SEAT: "Thư ký"} | DECISION | {"Có hiệu lực từ": "31/12/2015"}, [("Có hiệu lực từ", "trước ngày ký")]),
        ({SEAT: "Thư ký"} | DECISION | {"Ngày ký": "01/06/2099"}, [("Ngày ký", "01/06/2099")]),
        (DECISION, [(NUMBER, "không có gì để ghi")]),
        ({SEAT: "Thư ký", ID: "999999"} | DECISION, [(ID, "Để trống")]),
        ({SEAT: "Thư ký"} | DECISION | {NUMBER: "12-QĐ/HU", "Ngày ký": "04/01/2016"}, [(NUMBER, "danh sách khác")]),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(office, committee, said, reasons):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **said)
    upload = send(office, book)
    found = [(column, text) for _name, column, text in told(upload)]
    assert [column for column, _text in found] == [column for column, _text in reasons]
    assert all(words in text for (_c, words), (_d, text) in zip(reasons, found, strict=True)), found
    enter(office, upload)
    assert Staffing.objects.count() == 2


def test_two_heads_are_told_at_the_seat_of_both(office, committee):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "Trưởng ban"}, **DECISION)
    found = told(send(office, book))
    assert [(name, column) for name, column, _text in found] == [("Đỗ Trọng Luận", SEAT), ("Vũ Văn An", SEAT)]
    assert "Đỗ Trọng Luận, Vũ Văn An" in found[0][2]


def test_two_decisions_and_somebody_named_twice_are_told(office, committee):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "Thư ký"}, **DECISION)
    write(book, row_of(book, "Lê Thị Thu"), **{NUMBER: "31-QĐ/HU"})
    add(book, "Vũ Văn An", title="ủy viên Ban Chấp hành")
    found = [(name, column) for name, column, _text in told(send(office, book))]
    assert found == [("Lê Thị Thu", NUMBER), ("Vũ Văn An", "Họ và tên")]


def test_whoever_is_left_out_leaves_by_a_decision_only(office, committee):
    book = downloaded(office)
    book.worksheets[0].delete_rows(row_of(book, "Lê Thị Thu"))
    (one,) = told(send(office, book))
    assert one[:2] == ("Đỗ Trọng Luận", NUMBER)
    assert "Lê Thị Thu" in one[2]


def test_a_row_that_cannot_be_read_is_not_taken_for_a_leaving(office, committee):
    book = downloaded(office)
    write(book, row_of(book, "Đỗ Trọng Luận"), **{SEAT: "Trưởng"}, **DECISION)
    upload = send(office, book)
    assert [(name, column) for name, column, _text in told(upload)] == [("Đỗ Trọng Luận", SEAT)]
    assert "Huyện Yên Mô: kiện toàn" not in page_of(office, upload)


def test_a_committee_restaffed_meanwhile_is_looked_at_again(office, committee, cast):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "Thư ký"}, **DECISION)
    upload = send(office, book)
    said = {"facts": staffing("29-QĐ/HU", date(2016, 5, 1)), "after": committee.staffings.get()}
    restaff(committee, members=[HEAD, MEMBER], **said, by=None, at=make.NOW)
    assert "Kiểm tra lại" in enter(office, upload).content.decode()
    assert not Staffing.objects.filter(number="30-QĐ/HU").exists()
    office.post(reverse("intake:check_again", args=[upload.pk]))
    assert [(name, column) for name, column, _text in told(upload)] == [("Lê Thị Thu", ID)]


def test_only_who_may_restaff_brings_and_gets_the_list(office, client, cast):
    assert client.get(FORM, WHERE, follow=True).status_code == 404  # no movement yet
    make.committee(cast.mac)
    assert START in client.get(reverse("committees:list")).content.decode()
    page = client.get(START, {"unit": "huyen-yen-mo"}).content.decode()
    assert "thôi tham gia" in page
    client.force_login(cast.commune_officer)
    assert client.get(START).status_code == 403
    assert START not in client.get(reverse("committees:list")).content.decode()


def test_committees_are_set_up_by_the_list_too(office, committee, cast):
    book = downloaded(office)
    add(book, "Trần Thị Mười", "Trưởng ban", unit="Xã Yên Mạc", **DECISION)
    add(book, "Lê Văn Ba", unit="Xã Yên Mạc")
    upload = send(office, book)
    assert upload.counts == {"new": 2, "changed": 0, "same": 5, "conflict": 0, "refused": 0}
    assert upload.acts[0]["title"].endswith("xã Yên Mạc: lập mới")
    assert dict(map(tuple, upload.acts[0]["lines"]))["Số thành viên"] == "0 → 2"
    enter(office, upload)
    made = Committee.objects.get(unit=cast.mac)
    assert made.name == "Ban Chỉ đạo Dân vận khéo xã Yên Mạc"
    assert sat(made, date(2016, 6, 1)) == [("Trần Thị Mười", "head"), ("Lê Văn Ba", "member")]
    assert send(office, book).counts == {"new": 0, "changed": 0, "same": 7, "conflict": 0, "refused": 0}


def test_where_no_committee_can_be_the_form_says_so(client, cast):
    make.committee(cast.province)
    own = make.user("thuong_truc_hoi")
    Post.objects.create(user=own, role="standing_office", unit=cast.farmers, valid_from=date(2017, 1, 1))
    client.force_login(own)
    told = " ".join(client.get(FORM, {"period": "dan-van-kheo"}, follow=True).content.decode().split())
    assert "Tại Hội Nông dân huyện và các đơn vị trực thuộc không có Ban Chỉ đạo nào" in told


@pytest.mark.parametrize("number", [1, 3])
def test_checking_costs_the_same_for_one_committee_and_for_three(office, cast, number, django_assert_num_queries):
    for unit in (cast.district, cast.hoa, cast.mac)[:number]:
        make.committee(unit, facts=staffing(f"{unit.pk}-QĐ"))
    with django_assert_num_queries(12):
        office.get(FORM, WHERE | {"filled": "1"})


def test_the_console_tells_the_same(office, committee, tmp_path):
    book = downloaded(office)
    write(book, row_of(book, "Vũ Văn An"), **{SEAT: "Thư ký"}, **DECISION)
    book.save(tmp_path / "ban.xlsx")
    out = io.StringIO()
    call_command("import", "committees", str(tmp_path / "ban.xlsx"), "--as", "thuong_truc", "--apply", stdout=out)
    assert "Vũ Văn An: Ủy viên → Thư ký" in out.getvalue()
    assert Staffing.objects.filter(number="30-QĐ/HU").exists()


def test_members_come_out_as_a_plain_table(client, cast, committee):
    june = staffing("30-QĐ/HU", date(2016, 6, 1))
    restaff(committee, members=[HEAD], facts=june, after=committee.staffings.get(), by=None, at=make.NOW)
    client.force_login(cast.commune_officer)
    day = timezone.localdate()
    answer = client.get(reverse("committees:export"))
    assert f"ban-chi-dao-{day}.xlsx" in answer["Content-Disposition"]
    rows = list(read(answer).active.iter_rows(values_only=True))
    assert [(row[1], row[3]) for row in rows[3:]] == [
        ("Huyện Yên Mô", "Đỗ Trọng Luận"),
        ("Xã Yên Hòa", "Trần Văn Mạc"),
        ("Xã Yên Hòa", "Vũ Văn An"),
    ]
    answer = client.get(reverse("committees:export_one", args=[committee.pk]), {"day": "31/05/2016"})
    rows = list(read(answer).active.iter_rows(values_only=True))
    assert rows[1][0] == "Ban Chỉ đạo"
    ended = next(row for row in rows if row[3] == "Vũ Văn An")
    assert ended[5] == "Ủy viên"
    assert [value.date() for value in (ended[6], ended[7], ended[9])] == [
        date(2016, 1, 4),
        date(2016, 6, 1),
        date(2016, 1, 4),
    ]
    client.force_login(cast.stranger)
    assert client.get(reverse("committees:export_one", args=[committee.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_for_one_committee_and_for_three(client, cast, number, django_assert_num_queries):
    for unit in (cast.district, cast.hoa, cast.mac)[:number]:
        make.committee(unit, facts=staffing(f"{unit.pk}-QĐ"))
    client.force_login(cast.district_office)
    with django_assert_num_queries(4):
        read(client.get(reverse("committees:export")))
