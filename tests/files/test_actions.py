import io
import logging
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kheo.foundation.files.actions import NotKept, keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import (
    AUDIO_KINDS,
    CAPTION_KINDS,
    PAPER_KINDS,
    PHOTO_KINDS,
    VIDEO_KINDS,
    words_for,
)
from kheo.lib.safe_files import Problem
from tests import make
from tests.portal import clips

pytestmark = pytest.mark.django_db
AT = make.NOW
MEDIA = VIDEO_KINDS | AUDIO_KINDS
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def photo(width=800, height=600, form="JPEG"):
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(drawn, form)
    return drawn.getvalue()


def docx(**more):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def keep_it(content, name="ảnh.jpg", kinds=PHOTO_KINDS | PAPER_KINDS):
    return keep(SimpleUploadedFile(name, content), kinds=kinds, by=None, at=make.NOW)


def on_disk(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_keep_stores_the_bytes_and_makes_the_widths_of_a_photo(settings):
    stored = keep_it(photo(1600, 1200), "Ảnh  ruộng.JPG")
    assert (stored.name, stored.kind, stored.widths, stored.height_ratio) == (
        "Ảnh ruộng.JPG",
        "jpeg",
        [320, 640, 1280],
        0.75,
    )
    assert stored.original.read_bytes() == photo(1600, 1200)
    with Image.open(stored.variant(640)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (640, 480))
    assert StoredFile.objects.get() == stored
    assert stored.is_photo


def test_keep_stores_a_paper_as_it_is():
    stored = keep_it(PDF, "../../đơn.pdf")
    assert (stored.name, stored.kind, stored.is_photo) == ("đơn.pdf", "pdf", False)
    assert keep_it(docx(), "bản đăng ký.docx").kind == "docx"


REFUSED = {
    "svg as a photo": (SVG, "ảnh.jpg", "SVG"),
    "a programme as a photo": (b"MZ" + bytes(3000), "ảnh.jpg", "JPEG, PNG, WebP, PDF, Word (.docx), Excel (.xlsx)"),
    "a web page as a paper": (b"<html><body>xin moi</body></html>", "đơn.pdf", "PDF"),
    "a photo cut short": (photo()[:400], "ảnh.jpg", "ảnh.jpg"),
    "a photo with a page inside": (photo()[:20] + b"<script>alert(1)</script>" + photo()[20:], "ảnh.jpg", "ảnh.jpg"),
    "a document with macros": (docx(**{"word__vbaProject.bin": "x"}), "a.docx", "macro"),
    "an empty file": (b"", "ảnh.jpg", "ảnh.jpg"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_keep_refuses_with_a_reason_and_leaves_nothing(case, settings, caplog):
    content, name, said = REFUSED[case]
    with caplog.at_level(logging.WARNING), pytest.raises(NotKept) as refusal:
        keep_it(content, name)
    assert said in str(refusal.value)
    assert not StoredFile.objects.exists()
    assert on_disk(settings) == []
    assert [record.name for record in caplog.records] == ["kheo.foundation.files.actions"]


class Vast(SimpleUploadedFile):
    """A file that says it has 80 MB and must not be read."""

    def __init__(self, megabytes):
        super().__init__("ảnh.jpg", b"\xff\xd8\xff")
        self.size = megabytes * 1024 * 1024

    def chunks(self, chunk_size=None):
        raise AssertionError("a file that is too large must not be read")


def test_keep_refuses_80_megabytes_before_reading_them(settings):
    with pytest.raises(NotKept) as refusal:
        keep(Vast(80), kinds=PHOTO_KINDS, by=None, at=make.NOW)
    assert "20" in str(refusal.value)
    assert on_disk(settings) == []


def test_a_photo_among_papers_has_the_limit_of_a_photo(settings):
    settings.MAX_PHOTO_MB = 0
    with pytest.raises(NotKept):
        keep_it(photo())
    assert keep_it(PDF, "đơn.pdf").kind == "pdf"


def test_keep_leaves_nothing_when_the_row_cannot_be_written(settings, monkeypatch):
    monkeypatch.setattr(StoredFile, "save", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep_it(PDF)
    assert on_disk(settings) == []


@pytest.mark.parametrize("code", ["too_large", "wrong_kind", *(problem.value for problem in Problem)])
def test_every_problem_has_words_that_name_the_file(code):
    assert "tệp 1" in words_for(code, name="tệp 1", most=10, kinds=PHOTO_KINDS)


def test_a_clip_is_kept_as_given_and_only_a_clip(settings):
    stored = keep(clips.sent("phim.mp4", clips.mp4()), kinds=MEDIA, by=None, at=AT)
    assert (stored.kind, stored.original.read_bytes()) == ("mp4", clips.mp4())
    assert keep(clips.sent("ghi-am.mp4", clips.mp4(b"soun")), kinds=MEDIA, by=None, at=AT).kind == "m4a"
    before = StoredFile.objects.count()
    for data in (
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        clips.mp4(words=b"<script>alert(1)</script>"),
        b"MZ" + bytes(300),
        clips.mp4()[:200],
    ):
        with pytest.raises(NotKept):
            keep(clips.sent("phim.mp4", data), kinds=MEDIA, by=None, at=AT)
    with pytest.raises(NotKept):  # a sound where only videos are taken
        keep(clips.sent("phim.mp4", clips.mp4(b"soun")), kinds=VIDEO_KINDS, by=None, at=AT)
    assert StoredFile.objects.count() == before
    assert sum(path.name == "original" for path in settings.MEDIA_ROOT.rglob("*")) == before


def test_each_kind_has_its_own_limit_though_others_are_taken_too(settings):
    settings.MAX_FILE_MB, settings.MAX_MEDIA_MB = 1, 2
    kinds, large = MEDIA | PAPER_KINDS, bytes(1024 * 1024 + 10)
    with pytest.raises(NotKept) as refused:
        keep(clips.sent("to.pdf", b"%PDF-1.7\n" + large), kinds=kinds, by=None, at=AT)
    assert "1,0 MB" in str(refused.value).replace("\xa0", " ")
    keep(clips.sent("vua.mp4", clips.mp4(words=large)), kinds=kinds, by=None, at=AT)
    with pytest.raises(NotKept):
        keep(clips.sent("to.mp4", clips.mp4(words=large + large)), kinds=kinds, by=None, at=AT)


def test_captions_are_kept_if_they_can_be_shown():
    assert keep(clips.sent("a.vtt", clips.VTT), kinds=CAPTION_KINDS, by=None, at=AT).kind == "vtt"
    for data in (b"WEBVTT\n\nkhong co gio", b"1\n00:00:01,000 --> 00:00:02,000\nsrt", b"<html>"):
        with pytest.raises(NotKept):
            keep(clips.sent("a.vtt", data), kinds=CAPTION_KINDS, by=None, at=AT)
