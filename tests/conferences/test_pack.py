"""The papers of a conference bound into one PDF."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdfium2 import PdfDocument

from kheo.lib.conversion.convert import can_convert
from kheo.lib.typesetting.binder import CannotBind, Cover, Pages, Points, Table, bind
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Pack
from kheo.movement.conferences.states import PackPart
from tests import make
from tests.conferences.world import honoured, pdf, prepared, sent

EVERYTHING = [part.value for part in PackPart]


def words(content):
    with PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture
def made(cast):
    """A conference with a programme, a paper of two pages and two who are honoured."""
    by = {"by": cast.district_office, "at": make.NOW}
    conference = prepared(cast)
    item = actions.add_item(conference, content="Tham luận", who="Các đơn vị", minutes=30, **by)
    sent(conference, cast.hoa, by=cast.district_office, to="floor", item=item, pages=2)
    sent(conference, cast.mac, by=cast.district_office, title="Chưa chọn")
    honoured(conference, cast)
    return conference


def test_parts_are_bound_with_contents_numbers_and_bookmarks(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(2))
    (tmp_path / "work").mkdir()
    cover = Cover(["Ban Chỉ đạo huyện"], "Tập tài liệu", "Hội nghị <tổng kết> #1", ["Yên Mô"], "Mục lục", "Trang")
    parts = [
        Table("Chương trình", ("Giờ", "Nội dung"), (1, 3), [("7:30", "Khai mạc *"), ("8:00", "$x$")]),
        Pages("Tham luận: Đường hoa", tmp_path / "a.pdf"),
        Points("Dự thảo kết luận", "", [("Nhân rộng", ["Xã Yên Hòa: làm"])]),
    ]
    bound = bind(cover, parts, tmp_path / "work", on=date(2018, 1, 17))
    assert (bound.pages, bound.parts) == (
        6,
        [("Chương trình", 3), ("Tham luận: Đường hoa", 4), ("Dự thảo kết luận", 6)],
    )
    said = words(bound.pdf)
    assert "Hội nghị <tổng kết> #1" in said[0]  # what is data never becomes markup
    assert all(title in said[1] for title, _page in bound.parts)
    assert "Trang 5" in said[4]
    assert "Xã Yên Hòa: làm" in said[5]


def test_a_part_that_is_no_pdf_is_named(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "work").mkdir()
    cover = Cover([], "a", "b", [], "c", "d")
    with pytest.raises(CannotBind) as refusal:
        bind(cover, [Pages("Bài hỏng", tmp_path / "a.pdf")], tmp_path / "work", on=date(2018, 1, 17))
    assert refusal.value.title == "Bài hỏng"


def test_what_is_chosen_and_there_is_bound_in_order(cast, made):
    told = []
    bound = queries.bound(
        made, EVERYTHING, "", by=cast.district_office, at=make.NOW, tell=lambda done, of: told.append((done, of))
    )
    assert [title for title, _page in bound.parts] == [
        "Chương trình hội nghị",
        "Tham luận: Vận động hiến đất – Xã Yên Hòa",
        "Danh sách khen thưởng trao tại hội nghị",
    ]
    assert told == [(0, 1), (1, 1)]
    with pytest.raises(queries.NotBound, match="Chưa có gì"):
        queries.bound(made, ["conclusions"], "", by=cast.district_office, at=make.NOW)


@pytest.mark.skipif(not can_convert(), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_a_report_is_written_made_a_pdf_and_bound(cast, made):
    bound = queries.bound(made, ["report"], "year_end", by=cast.district_office, at=make.NOW)
    assert [title for title, _page in bound.parts] == ["Báo cáo tổng kết của đợt thi đua"]
    assert "BÁO CÁO" in " ".join(words(bound.pdf)[2:])


def test_without_libreoffice_a_word_file_is_named(cast, made, monkeypatch, tmp_path):
    monkeypatch.setattr("kheo.lib.conversion.convert.can_convert", lambda: False)
    with pytest.raises(queries.NotBound, match="LibreOffice"):
        queries.bound(made, ["report"], "year_end", by=cast.district_office, at=make.NOW)


def test_the_same_form_sent_twice_keeps_one(client, cast, made, settings):
    settings.JOBS = "inline"
    client.force_login(cast.district_office)
    address = reverse("conferences:pack", args=[made.pk])
    said = {"parts": ["programme", "report"], "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        report = SimpleUploadedFile("bao-cao.pdf", pdf(3))
        assert client.post(address, said | {"file": report}).status_code == 302
    pack = Pack.objects.get()
    assert [title for title, _page in pack.parts] == ["Chương trình hội nghị", "Báo cáo"]
    page = client.get(address).content.decode()
    assert "Chương trình hội nghị (3)" in page
    file = client.get(reverse("conferences:pack_file", args=[made.pk, pack.pk]))
    assert len(words(b"".join(file.streaming_content))) == pack.pages == 6
    client.force_login(cast.commune_officer)
    assert client.get(reverse("conferences:pack_file", args=[made.pk, pack.pk])).status_code == 403


def test_nothing_chosen_is_told_and_a_wrong_file_too(client, cast, made):
    client.force_login(cast.district_office)
    address, key = reverse("conferences:pack", args=[made.pk]), str(uuid.uuid4())
    assert "Chọn ít nhất một phần" in client.post(address, {"form_key": key}).content.decode()
    wrong = {"form_key": key, "parts": ["report"], "file": SimpleUploadedFile("a.pdf", b"MZ")}
    assert client.post(address, wrong).status_code == 422
    assert not Pack.objects.exists()
