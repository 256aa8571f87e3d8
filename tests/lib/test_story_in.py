"""A Word document becomes a piece of news."""

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kheo.lib.office.story_in import read_story


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
