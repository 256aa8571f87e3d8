import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.foundation.files.models import StoredFile
from kheo.machinery.directives import actions
from kheo.machinery.directives.models import Directive, Paper, Relation
from kheo.machinery.directives.states import RelationKind
from tests import make
from tests.directives import made

pytestmark = pytest.mark.django_db
SENT = {
    "kind": "plan",
    "number": "07-KH/BCĐ",
    "issuer": "Ban Chỉ đạo huyện",
    "signed_on": "10/01/2017",
    "title": "Kế hoạch Dân vận khéo",
    "is_public": "on",
}


def url(name, *about):
    return reverse(f"directives:{name}", args=about)


def slugs(response):
    return [directive.slug for directive, _standing in response.context["lines"]]


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def told(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_register_is_listed_for_who_holds_a_post(client, office, cast):
    for title, day in {"Chưa rõ ngày": None, "Kế hoạch": date(2016, 5, 15)}.items():
        made.document(office, title=title, signed_on=day, number="")
    gone = made.document(office, title="Nhập nhầm", number="")
    actions.withdraw(gone, reason="x", version=1, by=office, at=make.NOW)
    client.force_login(cast.commune_officer)
    assert slugs(client.get(url("list"))) == ["ke-hoach", "chua-ro-ngay"]
    assert slugs(client.get(url("list") + "?withdrawn=on")) == ["ke-hoach", "chua-ro-ngay"]
    assert client.get(url("detail", gone.pk)).status_code == 404
    client.force_login(office)
    assert slugs(client.get(url("list") + "?withdrawn=on")) == ["nhap-nham"]
    client.force_login(cast.stranger)
    assert slugs(client.get(url("list"))) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=letter", ["cong-van-12"]),
        ("words=huyện ủy", ["cong-van-12"]),
        ("validity=ended", ["ke-hoach-07"]),
        ("validity=in_force", ["cong-van-12"]),
        ("validity=unknown", []),
        ("validity=xyz", ["cong-van-12", "ke-hoach-07"]),
    ],
)
def test_the_register_is_narrowed(desk, office, query, found):
    made.document(office, number="07", in_force_until=date(2017, 12, 31))
    made.document(office, number="12", kind="letter", issuer="Huyện ủy", signed_on=date(2018, 1, 1))
    assert slugs(desk.get(f"{url('list')}?{query}")) == found


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(desk, office, number, django_assert_max_num_queries):
    first = made.with_file(office, made.pdf(), title="Gốc").directive
    for each in range(number):
        paper = made.with_file(office, made.pdf(f"Ke hoach {each}"), signed_on=date(2018, 1, 1))
        actions.relate(
            paper.directive, first, kind=RelationKind.AMEND, from_day=date(2018, 1, 1), by=office, at=make.NOW
        )
    desk.get(url("list"))
    with django_assert_max_num_queries(8):
        assert desk.get(url("list")).status_code == 200
    with django_assert_max_num_queries(10):
        assert desk.get(url("detail", first.pk)).status_code == 200


def test_a_document_is_entered_and_changed_by_a_form(desk):
    page = desk.get(url("write"))
    key = page.context["form"].initial["form_key"]
    answer = desk.post(url("write"), SENT | {"form_key": key})
    again = desk.post(url("write"), SENT | {"form_key": key})
    kept = Directive.objects.get()
    assert answer["Location"] == again["Location"] == url("detail", kept.pk)
    assert (kept.slug, kept.signed_on, kept.is_public) == ("ke-hoach-07-kh-bcd", date(2017, 1, 10), True)
    changed = SENT | {"version": 1, "in_force_until": "31/12/2017", "is_public": ""}
    assert desk.post(url("amend", kept.pk), changed)["Location"] == url("detail", kept.pk)
    page = told(desk.get(url("detail", kept.pk)))
    assert "Hết hiệu lực từ 01/01/2018" in page
    assert "Không công khai trên cổng" in page
    stale = desk.post(url("amend", kept.pk), SENT | {"version": 1, "title": "Viết đè"})
    assert stale.status_code == 422
    assert "Người khác vừa sửa văn bản này" in told(stale)
    assert "Viết đè" in stale.content.decode()


def test_errors_are_told_beside_the_fields_and_nothing_typed_is_lost(desk):
    answer = desk.post(url("write"), SENT | {"signed_on": "32/01/2017", "issuer": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"signed_on", "issuer"}
    assert "Kế hoạch Dân vận khéo" in answer.content.decode()
    assert not Directive.objects.exists()


def bomb():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document>" + "0" * 300_000_000 + "</document>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"Khong phai Word", "van-ban.docx", "Không nhận loại tệp"),
        (b"<html><script>alert(1)</script></html>", "van-ban.pdf", "Không nhận loại tệp"),
        (b"PK\x03\x04 khong phai zip", "van-ban.docx", "Không nhận loại tệp"),
        (bomb, "bom.docx", "bung ra lớn bất thường"),
        (b"", "rong.pdf", "Không nhận loại tệp"),
    ],
    ids=["text", "html", "no zip", "bomb", "empty"],
)
def test_what_is_no_document_is_refused_in_words_and_leaves_nothing(desk, office, content, name, words):
    kept = made.document(office)
    content = content() if callable(content) else content
    answer = desk.post(url("attach", kept.pk), {"uploads": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in told(answer)
    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()


def test_of_several_files_the_fine_ones_are_kept(desk, office):
    kept = made.document(office)
    files = [SimpleUploadedFile("a.pdf", made.pdf()), SimpleUploadedFile("b.pdf", b"khong")]
    answer = desk.post(url("attach", kept.pk), {"uploads": files})
    assert answer.status_code == 422
    assert "“b.pdf”" in told(answer)
    paper = Paper.objects.get()
    assert "Đã đọc nội dung, tìm được trong tệp" in told(answer)
    file = desk.get(url("paper", paper.pk))
    assert file["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert b"".join(file.streaming_content) == made.pdf()
    assert desk.post(url("attach", kept.pk), {}).status_code == 422
    assert desk.post(url("detach", paper.pk))["Location"] == url("detail", kept.pk)
    assert not Paper.objects.exists()


def test_a_scan_tells_the_office_that_search_does_not_find_it(desk, office):
    paper = made.with_file(office, made.pdf(""), "quet.pdf")
    assert "Bản quét, không tìm được nội dung" in told(desk.get(url("detail", paper.directive_id)))


def test_relations_are_said_from_both_sides(desk, office):
    old, new = made.document(office, number="01"), made.document(office, number="02", signed_on=date(2017, 5, 1))
    said = {"kind": "by_replace", "other": new.pk, "from_day": "01/06/2017"}
    assert desk.post(url("relate", old.pk), said)["Location"] == url("detail", old.pk)
    relation = Relation.objects.get()
    assert (relation.later, relation.earlier, relation.kind) == (new, old, "replace")
    assert "Được thay thế bởi: Kế hoạch 02 từ ngày 01/06/2017" in told(desk.get(url("detail", old.pk)))
    assert "Thay thế: Kế hoạch 01 từ ngày 01/06/2017" in told(desk.get(url("detail", new.pk)))
    wrong = desk.post(url("relate", new.pk), said | {"other": old.pk})
    assert wrong.status_code == 422
    assert "lẫn nhau" in told(wrong)
    assert desk.post(url("unrelate", relation.pk), {"here": old.pk})["Location"] == url("detail", old.pk)
    assert not Relation.objects.exists()


def test_a_document_is_withdrawn_and_brought_back(desk, office):
    kept = made.document(office)
    assert desk.post(url("withdraw", kept.pk), {"version": 1, "reason": ""}).status_code == 422
    assert desk.post(url("withdraw", kept.pk), {"version": 1, "reason": "Nhập trùng"})["Location"] == url("list")
    page = told(desk.get(url("detail", kept.pk)))
    assert "Nhập trùng" in page
    assert "Đính kèm tệp" not in page
    desk.post(url("bring_back", kept.pk), {"version": 2})
    kept.refresh_from_db()
    assert kept.withdrawn_at is None


def test_who_does_not_keep_the_register_is_shown_no_way_to_change_it(client, office, cast):
    kept = made.with_file(office, made.pdf()).directive
    client.force_login(cast.commune_officer)
    page = client.get(url("detail", kept.pk)).content.decode()
    assert '<form method="post"' not in page.partition("<main")[2]
    assert client.get(url("amend", kept.pk)).status_code == 403
