import io
import struct
import zipfile

import openpyxl
import pytest
from docx import Document
from PIL import Image

from kheo.lib import safe_files
from kheo.lib.file_kinds import Kind
from kheo.lib.safe_files import Problem, Unsafe, check_archive, kind_of
from tests.lib.hostile import OFFICE, OLE_HEAD, PACKAGE, PARTS, PROLOG, SHEET, cell, write_ods, write_xlsx, write_zip


def image(form):
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, form)
    return made.getvalue()


def refusal(path):
    with pytest.raises(Unsafe) as caught:
        check_archive(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (image("JPEG"), Kind.JPEG),
        (image("PNG"), Kind.PNG),
        (image("WEBP"), Kind.WEBP),
        (b"%PDF-1.7\n", Kind.PDF),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Kind.SVG),
        (b'\xef\xbb\xbf \n<?xml version="1.0"?><!-- x --><SVG/>', Kind.SVG),
        ('<?xml version="1.0"?><svg/>'.encode("utf-16"), Kind.SVG),
        (b"<html><body>x</body></html>", Kind.HTML),
        (OLE_HEAD + "EncryptedPackage".encode("utf-16-le"), Kind.OLE_ENCRYPTED),
        (OLE_HEAD + "Workbook".encode("utf-16-le"), Kind.XLS),
        (OLE_HEAD + "WordDocument".encode("utf-16-le"), Kind.DOC),
        ("Danh sách mô hình".encode(), Kind.TEXT),
        ("STT\tTên mô hình".encode("utf-16"), Kind.TEXT),
        (b"STT\x00\x01", Kind.UNKNOWN),
        (b"", Kind.UNKNOWN),
        (b"PK\x03\x04 and nothing", Kind.ZIP),
    ],
)
def test_kind_of_goes_by_content(content, kind, tmp_path):
    named_wrongly = tmp_path / "anh.jpg"
    named_wrongly.write_bytes(content)
    assert kind_of(content) is kind
    assert kind_of(named_wrongly) is kind


def test_kind_of_looks_into_archives(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a")
    Document().save(tmp_path / "b")
    write_ods(tmp_path / "c", "")
    write_zip(tmp_path / "d", {"a.txt": "x"})
    write_zip(tmp_path / "e", {"mimetype": "application/epub+zip"})
    write_xlsx(tmp_path / "f", more={"xl/vbaProject.bin": "x"})
    write_xlsx(tmp_path / "g", more={"[Content_Types].xml": f"{PROLOG}<Types xmlns='x'><x y='macroEnabled'/></Types>"})
    kinds = [kind_of(tmp_path / name) for name in "abcdefg"]
    assert kinds == [Kind.XLSX, Kind.DOCX, Kind.ODS, Kind.ZIP, Kind.ZIP, Kind.XLSM, Kind.XLSM]


def test_a_program_is_passed_over_where_that_is_asked_for(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsm", cell("A1"), more={"xl/vbaProject.bin": OLE_HEAD})
    assert refusal(path).code is Problem.MACROS
    assert check_archive(path, pass_macros=True)[0].rows_with_data == 1


def test_honest_files_pass(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Tên mô hình", 1])
    book.active["A2"].hyperlink = "https://example.org/"
    book.save(tmp_path / "a.xlsx")
    Document().save(tmp_path / "b.docx")
    scan = check_archive(tmp_path / "a.xlsx")[0]
    assert (scan.name, scan.rows_with_data, scan.formula_cells) == ("Sheet", 2, set())
    assert check_archive(tmp_path / "b.docx") == []


def test_formulas_and_errors_are_found_where_they_are(tmp_path):
    rows = f'<row r="2">{cell("A2")}<c><f>1+1</f><v>2</v></c></row><row><c t="e"><v>#REF!</v></c></row>'
    scan = check_archive(write_xlsx(tmp_path / "a.xlsx", rows))[0]
    assert scan.name == "Đăng ký"
    assert scan.formula_cells == {(2, 2)}
    assert scan.error_cells == {(3, 1)}
    assert scan.rows_with_data == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"xl/vbaProject.bin": "x"}, Problem.MACROS),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, Problem.MACROS),
        ({"xl/externalLinks/externalLink1.xml": "<x/>"}, Problem.EXTERNAL_LINKS),
        ({"xl/connections.xml": "<x/>"}, Problem.EXTERNAL_LINKS),
        ({"xl/activeX/activeX1.xml": "<x/>"}, Problem.EMBEDDED),
        ({"xl/embeddings/oleObject1.bin": "x"}, Problem.EMBEDDED),
        ({"xl/media/image1.png": OLE_HEAD}, Problem.EMBEDDED),
        ({"../../etc/cron.d/x": "x"}, Problem.UNSAFE_NAMES),
        ({"/etc/passwd": "x"}, Problem.UNSAFE_NAMES),
        ({"xl\\..\\..\\x": "x"}, Problem.UNSAFE_NAMES),
        ({"C:/x": "x"}, Problem.UNSAFE_NAMES),
        ({"XL/Workbook.XML": "<x/>"}, Problem.UNSAFE_NAMES),
        ({"docProps/app.xml": "<!DOCTYPE x><x/>"}, Problem.DOCTYPE),
        ({"docProps/app.xml": "<!DOCTYPE x><x/>".encode("utf-16")}, Problem.DOCTYPE),
        ({"xl/media/hidden.png": '\n<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, Problem.DOCTYPE),
        ({"xl/sharedStrings.xml": "<sst"}, Problem.DAMAGED),
        (
            {"[Content_Types].xml": '<Types><Override ContentType="application/x.sheet.macroEnabled+xml"/></Types>'},
            Problem.MACROS,
        ),
        (
            {
                "xl/drawings/_rels/drawing1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
                f'<Relationship Id="r" Type="{OFFICE}/image" TargetMode="External" Target="http://x/"/></Relationships>'
            },
            Problem.EXTERNAL_LINKS,
        ),
        ({SHEET: PROLOG + '<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'}, Problem.DOCTYPE),
        ({SHEET: "<worksheet><row r='0'/></worksheet>"}, Problem.DAMAGED),
        ({SHEET: "<worksheet><row r='1'><c r='A0'/></row></worksheet>"}, Problem.DAMAGED),
        ({SHEET: "<worksheet><row r='1'>"}, Problem.DAMAGED),
    ],
)
def test_what_no_workbook_from_outside_may_have(more, code, tmp_path):
    assert refusal(write_xlsx(tmp_path / "a.xlsx", more=more)).code is code


def test_bombs(tmp_path):
    zeros = write_xlsx(tmp_path / "a.xlsx", more={"xl/media/a.png": bytes(30 << 20)})
    assert zeros.stat().st_size < 40_000
    assert refusal(zeros).code is Problem.BOMB
    many = write_xlsx(tmp_path / "b.xlsx", more={f"xl/media/{number}": "" for number in range(2_000)})
    assert refusal(many).code is Problem.BOMB
    assert kind_of(many) is Kind.ZIP


def test_a_file_larger_than_it_may_unpack_to(tmp_path, monkeypatch):
    monkeypatch.setattr(safe_files, "MOST_UNPACKED", 1000)
    assert refusal(write_xlsx(tmp_path / "a.xlsx", more={"xl/a.bin": bytes(range(256)) * 8})).code is Problem.BOMB


def test_a_lie_about_sizes_is_damage(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", more={"xl/media/a.png": b"a" * 5000})
    data = path.read_bytes()
    assert data.count(struct.pack("<L", 5000)) == 2
    path.write_bytes(data.replace(struct.pack("<L", 5000), struct.pack("<L", 50)))
    assert refusal(path).code is Problem.DAMAGED


def test_a_cut_or_large_listed_archive_is_damage(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", cell("A1"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refusal(path).code is Problem.DAMAGED
    end = whole.rindex(b"PK\x05\x06")
    path.write_bytes(whole[:end] + b"PK\x06\x07" + bytes(16) + whole[end:])
    assert refusal(path).code is Problem.DAMAGED
    path.write_bytes(whole[: whole.index(b"PK\x01\x02")] + whole[end:])
    assert refusal(path).code is Problem.DAMAGED


def test_an_unusual_compression_is_damage(tmp_path):
    path = write_zip(tmp_path / "a.xlsx", PARTS, compress_type=zipfile.ZIP_LZMA)
    assert refusal(path).code is Problem.DAMAGED


def test_an_encrypted_entry(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", cell("A1"))
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).code is Problem.ENCRYPTED


def test_a_far_cell_is_named(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("CV1048576")}</row>')
    assert path.stat().st_size < 4_600
    found = refusal(path)
    assert found.code is Problem.FAR_CELL
    assert found.details == {"sheet": "Đăng ký", "cell": "CV1048576", "limit": 65_536}


def test_too_many_columns(tmp_path):
    found = refusal(write_xlsx(tmp_path / "a.xlsx", f'<row r="1">{cell("A1")}{cell("XFD1")}</row>'))
    assert found.code is Problem.TOO_MANY_COLUMNS
    assert found.details["cell"] == "XFD1"


@pytest.mark.slow
def test_a_million_empty_rows_have_their_own_reason(tmp_path):
    rows = "".join(f'<row r="{number}" spans="1:1"/>' for number in range(2, 1_000_000))
    found = refusal(write_xlsx(tmp_path / "a.xlsx", f'<row r="1">{cell("A1")}</row>{rows}'))
    assert found.code is Problem.EMPTY_ROWS
    assert found.details == {"sheet": "Đăng ký", "limit": 65_536}


@pytest.mark.slow
def test_too_many_rows(tmp_path):
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 65_538))
    found = refusal(write_xlsx(tmp_path / "a.xlsx", rows))
    assert found.code is Problem.TOO_MANY_ROWS
    assert found.details["cell"] == "A65537"


def ods_row(cells, **repeated):
    often = "".join(f' table:number-{name}-repeated="{count}"' for name, count in repeated.items())
    return f"<table:table-row{often}>{cells}</table:table-row>"


TEXT = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def test_open_document_rows_are_counted_with_their_repeats(tmp_path):
    formula = '<table:table-cell table:number-columns-repeated="2" table:formula="of:=1"/>'
    path = write_ods(tmp_path / "a.ods", ods_row(TEXT) + ods_row(TEXT + formula, rows=2) + ods_row("", rows=1048000))
    scan = check_archive(path)[0]
    assert scan.name == "Một"
    assert scan.formula_cells == {(2, 2), (2, 3), (3, 2), (3, 3)}
    far = write_ods(tmp_path / "b.ods", ods_row(TEXT, rows=1_000_000))
    assert refusal(far).code is Problem.FAR_CELL
    wide = TEXT.replace(" office", ' table:number-columns-repeated="16384" office')
    assert refusal(write_ods(tmp_path / "c.ods", ods_row(wide))).code is Problem.TOO_MANY_COLUMNS


def test_an_encrypted_open_document(tmp_path):
    manifest = "<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    path = write_ods(tmp_path / "a.ods", "", more={"META-INF/manifest.xml": manifest})
    assert refusal(path).code is Problem.ENCRYPTED
    assert refusal(write_ods(tmp_path / "b.ods", "", more={"Basic/x.xml": "<x/>"})).code is Problem.MACROS


@pytest.mark.parametrize(
    ("field", "refused"),
    [
        (
            "<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\cmd</w:instrText></w:r></w:p>",
            True,
        ),
        ('<w:p><w:fldSimple w:instr="DDE x"/></w:p>', True),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>DDE</w:t></w:r></w:p>", False),
    ],
)
def test_a_document_that_starts_programs(field, refused, tmp_path):
    body = f'<w:document xmlns:w="w"><w:body>{field}</w:body></w:document>'
    path = write_zip(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": body})
    if refused:
        assert refusal(path).code is Problem.EXTERNAL_LINKS
    else:
        assert check_archive(path) == []
