import shutil
import subprocess

import pytest
from docx import Document

from kheo.lib.conversion import convert
from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.office.texts_in import read_text, text_from
from kheo.lib.repairs import undo
from kheo.lib.safe_files import Problem, Unsafe
from tests.lib.old_texts import PAGE, RTF, SAID, docx_bytes, mht_bytes, pdf_bytes, repacked, saved

pytestmark = pytest.mark.slow


@pytest.fixture
def read(tmp_path):
    def reading(data, **said):
        path = tmp_path / "file"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_text(path, **said)

    return reading


def parts(text):
    return [(part.kind, text.text[part.start : part.end]) for part in text.parts]


def refusal(read, data):
    with pytest.raises(Unsafe) as caught:
        read(data)
    return caught.value.code


def test_a_word_file_is_read_with_its_parts_and_its_fonts(read):
    text = read(docx_bytes())
    assert text.kind == "docx"
    assert parts(text) == [
        ("header", "UBND xã"),
        ("heading", "Báo cáo năm 2017"),
        ("paragraph", SAID),
        ("paragraph", "HỘI NGHỊ"),
        ("paragraph", SAID),
        ("item", "1. Mục một"),
        ("item", "2. Mục hai"),
        ("row", "STT | Tên"),
        ("row", "1 | Đường hoa"),
        ("footer", "Nơi nhận"),
    ]
    assert [piece.why for piece in text.repairs] == ["tcvn3", "tcvn3", "vni"]
    assert to_tcvn3(SAID) in undo(text.text, text.repairs)


def test_what_was_struck_out_is_not_read_and_what_was_put_in_is(read):
    def change(body):
        run = b"<w:t>mot</w:t></w:r>"
        out = b'<w:del w:id="1"><w:r><w:delText>hai</w:delText></w:r></w:del>'
        put_in = b'<w:ins w:id="2"><w:r><w:t> ba</w:t></w:r></w:ins>'
        old = body.replace(run, run + out + put_in)
        assert old != body
        return old

    document = Document()
    document.add_paragraph("mot")
    assert parts(read(repacked(saved(document), "word/document.xml", change))) == [("paragraph", "mot ba")]


def test_a_document_type_macros_and_a_password_are_refused(read):
    data = docx_bytes()
    entity = repacked(
        data, "word/document.xml", lambda body: b'<!DOCTYPE a [<!ENTITY b "c">]>' + body[body.index(b"<w:") :]
    )
    assert refusal(read, entity) == Problem.DOCTYPE
    macros = repacked(data, "[Content_Types].xml", lambda body: body.replace(b"main+xml", b"macroEnabled.main+xml"))
    assert refusal(read, macros) == Problem.MACROS
    assert refusal(read, data[: len(data) // 2]) == Problem.NOT_A_TEXT


def test_a_pdf_is_read_and_a_scan_is_refused(read):
    text = read(pdf_bytes(pages=2))
    assert [(part.kind, part.page) for part in text.parts] == [("paragraph", 1), ("paragraph", 2)]
    assert text.text.splitlines() == ["Bao cao nam 2017: 138 mo hinh."] * 2
    assert refusal(read, pdf_bytes("")) == Problem.SCAN
    assert refusal(read, b"%PDF-1.4\nnothing") == Problem.DAMAGED


def test_only_the_number_of_the_page_is_left_out(read):
    text = read(pdf_bytes("138", pages=2))
    assert text.text.splitlines() == ["138", "138"]
    assert text.notices == ()


@pytest.mark.parametrize("data", [PAGE.encode(), PAGE.encode("utf-16"), mht_bytes()], ids=["utf-8", "utf-16", "mht"])
def test_a_page_is_read_without_what_stands_around_the_article(read, data):
    text = read(data)
    assert parts(text) == [
        ("title", "Hội nghị tổng kết"),
        ("dateline", "Thứ năm, 18/01/2018"),
        ("paragraph", "Sáng 17/1, huyện tổ chức hội nghị tổng kết phong trào thi đua với đại biểu các xã, thị trấn."),
        ("paragraph", "Toàn huyện có 138 mô hình, trong đó 52 mô hình kinh tế, 56 mô hình văn hóa - xã hội."),
        ("paragraph", "Năm 2018 làm tiếp."),
        ("row", "STT | Tên"),
        ("row", "1 | Đường hoa"),
        ("byline", "Ban biên tập"),
    ]
    assert [notice.code for notice in text.notices] == ["menus_left_out"]


def test_rtf_is_read_by_its_fonts(read):
    assert parts(read(RTF)) == [("paragraph", "Báo cáo"), ("paragraph", "Mô hình")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_is_read_in_any_encoding(read, encoding):
    assert read(f"{SAID}\n\n{SAID}".encode(encoding)).text == f"{SAID}\n{SAID}"


def test_a_text_file_in_tcvn3_and_one_that_is_partly_so(read):
    typed = to_tcvn3(SAID).encode("latin-1")
    assert read(typed).text == SAID
    assert read(b"\n".join([SAID.encode(), typed])).text == f"{SAID}\n{SAID}"


def test_the_reader_may_say_what_it_is(read):
    assert read("D©n".encode(), assume="none").text == "D©n"
    assert read("D©n".encode(), assume="tcvn3").text == "Dân"


def test_pasted_text_is_read_alike():
    assert text_from(f"{to_tcvn3(SAID)}\nmột").text == f"{SAID}\nmột"


def test_an_old_word_file_is_refused_where_nothing_can_open_it(read, monkeypatch):
    monkeypatch.setattr(convert.shutil, "which", lambda name: None)
    assert (
        refusal(read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")) == Problem.NO_CONVERTER
    )


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_an_old_word_file_is_read_through_libreoffice(read, tmp_path):
    (tmp_path / "a.docx").write_bytes(docx_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        tmp_path,
        tmp_path / "a.docx",
    ]
    subprocess.run(command, capture_output=True, check=True)
    text = read((tmp_path / "a.doc").read_bytes())
    assert text.kind == "doc"
    assert ("paragraph", SAID) in parts(text)
