"""Files that are right, to be changed: the workbooks of `tests/intake/workbooks`, and reports of every kind."""

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from kheo.lib.encodings.backwards import to_tcvn3
from tests.intake import strange
from tests.lib.old_texts import PAGE, RTF, mht_bytes, pdf_bytes

REPORTS = sorted((Path(__file__).resolve().parents[2] / "reads").glob("*.txt"))


@cache
def workbooks():
    """Return the workbooks as pairs of a name and bytes."""
    with TemporaryDirectory() as desk:
        made = []
        for name in strange.NAMES:
            sent = strange.sent(strange.load(name), Path(desk))
            made.append((Path(sent.name).suffix, sent.read()))
    return [*made, (".xlsx", _adorned())]


def _adorned():
    """A workbook with whatever else a workbook may hold."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["STT", "Tên mô hình", "Lĩnh vực", "Chủ thể", "Số hộ"])
    for number in range(1, 6):
        sheet.append([number, f"Đường hoa {number}", "Kinh tế", "Tập thể", f"=A{number}*2"])
    sheet.merge_cells("A8:C8")
    sheet["B2"].comment = Comment("Xem lại", "văn phòng")
    picture = io.BytesIO()
    Picture.new("RGB", (20, 20), "red").save(picture, "PNG")
    sheet.add_image(Image(picture), "G2")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    sheet.auto_filter.ref = "A1:E6"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def documents():
    """Return reports as pairs of an ending and bytes."""
    texts = [path.read_text("utf-8") for path in REPORTS[:40]]
    made = [(".docx", _word(text)) for text in texts[:12]]
    made += [(".pdf", pdf_bytes(pages=3)), (".html", PAGE.encode()), (".mht", mht_bytes()), (".rtf", RTF)] * 6
    made += [(".html", _page(text)) for text in texts[12:20]]
    ways = ["utf-8", "utf-16", "utf-8"] * 4
    made += [(".txt", text.encode(way)) for text, way in zip(texts[20:32], ways, strict=True)]
    return made + [(".txt", to_tcvn3(text).encode("cp1252", errors="replace")) for text in texts[32:40]]


def _word(text):
    document = docx.Document()
    document.add_heading("BÁO CÁO", 1)
    for line in text.splitlines():
        document.add_paragraph(line, style="List Number" if line[:1].isdigit() else None)
    table = document.add_table(3, 3)
    for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(place * 7)
    document.sections[0].header.paragraphs[0].text = "BAN CHỈ ĐẠO"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(text):
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines())
    head = "<!doctype html><html><head><title>Tin</title></head>"
    return f"{head}<body><h1>Tin</h1><div>{lines}</div></body></html>".encode()
