"""A Word document becomes a piece of news."""

from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from kheo.lib.stories.captions import caption_in
from kheo.lib.stories.story_in import bytes_of, read_story


def link(paragraph, words, address):
    """Put a link into a paragraph, as Word does."""
    made, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    made.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    text.text = words
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


def read(document, tmp_path):
    document.save(tmp_path / "bai.docx")
    return read_story(tmp_path / "bai.docx")


def test_bold_italic_links_and_lists_are_kept(tmp_path):
    document = Document()
    document.add_paragraph().add_run("Đường quê sáng đèn").bold = True
    said = document.add_paragraph("Thôn ")
    said.add_run("Đông").bold = True
    said.add_run(" có ")
    both = said.add_run("hai cây số ")
    both.bold = both.italic = True
    said.add_run("đường & đèn, xem ")
    link(said, "trang huyện", "https://yenmo.example/tin?a=1&b=2")
    said.add_run(".")
    document.add_heading("Kết quả", 2)
    document.add_paragraph("Góp tiền", style="List Bullet")
    document.add_paragraph(style="List Bullet").add_run("Góp công").italic = True
    document.add_paragraph("Cách làm:")
    document.add_paragraph("Bước một", style="List Number")
    document.add_paragraph("Bước hai", style="List Number")
    table = document.add_table(2, 2)
    for at, words in enumerate(["Thôn", "Số đèn", "Đông", "40"]):
        table.cell(at // 2, at % 2).paragraphs[0].add_run(words).bold = at == 3
    story = read(document, tmp_path)
    assert story.title == "Đường quê sáng đèn"
    assert story.html == (
        "<p>Thôn <strong>Đông</strong> có <em><strong>hai cây số</strong></em> đường &amp; đèn, xem "
        '<a href="https://yenmo.example/tin?a=1&amp;b=2">trang huyện</a>.</p>'
        "<h2>Kết quả</h2>"
        "<ul><li><p>Góp tiền</p></li><li><p><em>Góp công</em></p></li></ul>"
        "<p>Cách làm:</p><ol><li><p>Bước một</p></li><li><p>Bước hai</p></li></ol>"
        "<table><tr><th>Thôn</th><th>Số đèn</th></tr><tr><td>Đông</td><td><strong>40</strong></td></tr></table>"
    )


def test_a_style_is_bold_unless_the_run_says_otherwise(tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    said = document.add_paragraph(style="Intense Quote")
    said.add_run("Đậm ")
    said.add_run("thường").bold = False
    assert read(document, tmp_path).html == "<p><em><strong>Đậm</strong></em> <em>thường</em></p>"


def test_looks_move_with_letters_that_are_repaired(tmp_path):
    document = Document()
    document.add_paragraph("Ten bai")
    said = document.add_paragraph()
    for words, is_bold in (("X©y dùng ", False), ("n«ng th«n míi", True), (" ë ®Þa ph­¬ng", False)):
        run = said.add_run(words)
        run.font.name, run.bold = ".VnTime", is_bold
    assert read(document, tmp_path).html == "<p>Xây dựng <strong>nông thôn mới</strong> ở địa phương</p>"


# Pictures where they stand --------------------------------------------------------------------------------------------


def drawn(colour="red", form="PNG"):
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, form)
    out.seek(0)
    return out


def shown(paragraph, colour, alt=""):
    """Put a picture into a paragraph, with what Word's box for those who cannot see it says."""
    paragraph.add_run().add_picture(drawn(colour))
    list(paragraph._p.iter(qn("wp:docPr")))[-1].set("descr", alt)


def place(number):
    return f'<figure data-photo="{number}"></figure>'


def test_pictures_stand_where_they_stood(tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    shown(document.add_paragraph(), "red", "Người dân dọn đường làng")
    document.add_paragraph("Một.")
    both = document.add_paragraph("Hai ")
    shown(both, "blue")
    both.add_run("rồi.")
    shown(document.add_paragraph("", style="List Bullet"), "green")
    shown(document.add_paragraph(), "red")  # the same picture again
    story = read(document, tmp_path)
    assert story.html == f"{place(1)}<p>Một.</p><p>Hai rồi.</p>{place(2)}{place(3)}"
    assert [picture.alt for picture in story.pictures] == ["Người dân dọn đường làng", "", ""]
    assert [picture.after for picture in story.pictures] == ["", "Hai rồi.", "Hai rồi."]
    assert [data[:4] for data in bytes_of(tmp_path / "bai.docx", story.pictures)] == [b"\x89PNG"] * 3


@pytest.mark.parametrize("alt", ["Picture 3", "IMG_2034.JPG", "A group\n\nAI-generated content may be incorrect."])
def test_what_programs_write_of_a_picture_says_nothing(alt, tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    shown(document.add_paragraph(), "red", alt)
    assert [picture.alt for picture in read(document, tmp_path).pictures] == [""]


def test_what_stands_beneath_goes_with_the_picture(tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    document.add_paragraph("Một.")
    shown(document.add_paragraph(), "red")
    document.add_paragraph("Hội viên trồng hoa", style="Caption")
    document.add_paragraph("Ảnh: Thu Hà")
    shown(document.add_paragraph(), "blue")
    document.add_paragraph("Câu chuyện này là của bài.")
    story = read(document, tmp_path)
    assert story.html == f"<p>Một.</p>{place(1)}{place(2)}<p>Câu chuyện này là của bài.</p>"
    assert [picture.caption for picture in story.pictures] == [("Hội viên trồng hoa", "Thu Hà"), ("", "")]


def test_a_table_that_sets_pictures_side_by_side_is_none(tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    document.add_paragraph("Một.")
    table = document.add_table(2, 2)
    for at, colour in enumerate(["red", "blue"]):
        shown(table.cell(0, at).paragraphs[0], colour)
        table.cell(1, at).paragraphs[0].add_run(f"Ảnh {at + 1}: Ngõ số {at + 1}").italic = True
    document.add_paragraph("Hai.")
    story = read(document, tmp_path)
    assert story.html == f"<p>Một.</p>{place(1)}{place(2)}<p>Hai.</p>"
    assert [picture.caption.words for picture in story.pictures] == ["Ngõ số 1", "Ngõ số 2"]


def test_a_picture_in_a_table_of_words_stands_behind_the_table(tmp_path):
    document = Document()
    document.add_paragraph("Tên bài")
    table = document.add_table(2, 2)
    for at, words in enumerate(["Thôn", "Ảnh chụp", "Đông", ""]):
        table.cell(at // 2, at % 2).text = words
    shown(table.cell(1, 1).paragraphs[0], "red")
    document.add_paragraph("Hai.")
    html = read(document, tmp_path).html
    assert html.count("<table>") == 1
    assert html.endswith(f"</table>{place(1)}<p>Hai.</p>")


@pytest.mark.parametrize(
    ("said", "is_styled", "found"),
    [
        ("Ảnh: Thu Hà", False, ("", "Thu Hà")),
        ("(Ảnh: TTXVN)", False, ("", "TTXVN")),
        ("Ảnh: Lễ ra quân làm đường", False, ("Lễ ra quân làm đường", "")),
        ("Ảnh 2. Bà con hiến đất. Ảnh: Trần Văn Mẫu", False, ("Bà con hiến đất", "Trần Văn Mẫu")),
        ("Bà con hiến đất (Ảnh: Thu Hà)", False, ("Bà con hiến đất", "Thu Hà")),
        ("Bà con hiến đất.", False, None),
        ("Bà con hiến đất.", True, ("Bà con hiến đất.", "")),
        ("Ảnh: " + "Dài " * 80, False, None),
    ],
)
def test_what_is_a_caption(said, is_styled, found):
    assert caption_in(said, is_styled=is_styled) == found
