"""Documents that other offices write: heads without a table, styles and themes, lists, letters."""

import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt

from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.office.formats.checking import check, check_here
from kheo.lib.office.formats.findings import What
from kheo.lib.office.formats.profiles import PARTY_2018, PARTY_2026, STATE_2020, Block, profile_on
from kheo.lib.unsafe import Problem, Unsafe
from tests.formats.good import TODAY, broken, line, rewrite
from tests.lib import old_texts

DRAWN = f"<w:r {nsdecls('w')}><w:pict/></w:r>"


def letter(path, *, drawn=True, **changes):
    """Write a letter as an office without templates does: tabs in place of a table, everything by styles."""
    word = Document()
    section, normal = word.sections[0], word.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in (("top", 20), ("bottom", 20), ("left", 30), ("right", 20)):
        setattr(section, f"{side}_margin", Mm(millimetres))
    normal.font.name, normal.font.size = changes.get("font", "Times New Roman"), Pt(changes.get("size", 14))
    text = word.styles.add_style("Văn bản", 1)
    text.base_style = normal
    text.paragraph_format.alignment = ALIGN.JUSTIFY
    text.paragraph_format.first_line_indent = Cm(changes.get("indent", 1))
    text.paragraph_format.space_before = Pt(6)
    head = [
        ("UBND HUYỆN YÊN MÔ", {"size": 12}, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"size": 12, "bold": True}),
        ("UBND XÃ YÊN HÒA", {"size": 12, "bold": True}, "Độc lập - Tự do - Hạnh phúc", {"size": 13, "bold": True}),
        ("Số: 15/UBND-VX", {"size": 13}, "Yên Hòa, ngày 09 tháng 3 năm 2026", {"size": 13, "italic": True}),
        ("V/v đăng ký mô hình “Dân vận khéo”", {"size": 12}, "", {}),
    ]
    for left, left_look, right, right_look in head:
        paragraph = word.add_paragraph()
        add(paragraph, left, **left_look)
        if right:
            add(paragraph, f"\t{right}", **right_look)
        else:
            paragraph.alignment = ALIGN.CENTER
        if drawn and "UBND" in left[:4] and right:
            paragraph._p.append(parse_xml(DRAWN))
    add(word.add_paragraph(), "Kính gửi:")
    add(word.add_paragraph(), "- Các thôn, xóm;")
    for words in changes.get(
        "text", ["Thực hiện kế hoạch năm 2026, Ủy ban nhân dân xã đề nghị các thôn, xóm đăng ký."]
    ):
        add(word.add_paragraph(style="Văn bản"), words)
    signature = word.add_table(rows=1, cols=2)
    left, right = signature.rows[0].cells
    add(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for words in ("- Như trên;", "- Lưu: VT."):
        add(left.add_paragraph(), words, size=11)
    right.paragraphs[0].alignment = ALIGN.CENTER
    add(right.paragraphs[0], "TM. ỦY BAN NHÂN DÂN", bold=True).add_break(WD_BREAK.LINE)
    add(right.paragraphs[0], "CHỦ TỊCH", bold=True)
    for words in ("", "", "Trần Văn Nam"):
        paragraph = right.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        add(paragraph, words, bold=True)
    word.save(path)
    return path


def add(paragraph, words, size=None, **look):
    run = paragraph.add_run(words)
    run.font.size = Pt(size) if size else None
    for name, value in look.items():
        setattr(run, name, value)
    return run


def found(path, **more):
    return [(f"{one.block} {one.what}", one.found) for one in check_here(path, today=TODAY, **more).findings]


def test_a_letter_without_a_table_at_its_head_is_understood(tmp_path):
    report = check_here(letter(tmp_path / "q.docx"), today=TODAY)
    assert report.findings == ()
    letters = {Block.LETTER_ABOUT, Block.ADDRESSEE, Block.SUPERIOR, Block.ISSUER, Block.AUTHORITY, Block.POST}
    assert letters <= set(report.blocks)
    assert (report.profile, report.is_guessed, report.day) == ("state-2020", True, "2026-03-09")


def test_what_styles_say_is_what_is_checked(tmp_path):
    assert found(letter(tmp_path / "q.docx", indent=2)) == [("body first_line", "20")]
    codes = dict(found(letter(tmp_path / "q.docx", size=12)))
    assert codes == {f"{block} size": "12" for block in ("addressee", "body", "authority", "post", "signer")}


def test_a_font_may_come_from_the_theme(tmp_path):
    path = letter(tmp_path / "q.docx")
    word = Document(path)
    fonts = word.styles["Normal"].element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    fonts.set(qn("w:hAnsiTheme"), "minorHAnsi")
    word.save(path)
    assert {code for code, _font in found(path)} == {"letters typeface"}


def test_letters_with_marks_may_have_another_font_than_those_without(tmp_path):
    path = letter(tmp_path / "q.docx")
    word = Document(path)
    run = word.paragraphs[6].runs[0]
    run.font.name = "Times New Roman"
    run._r.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
    word.save(path)
    assert found(path) == [("letters typeface", "Arial")]


def test_a_rule_must_be_drawn(tmp_path):
    codes = [code for code, _found in found(letter(tmp_path / "q.docx", drawn=False))]
    assert codes == ["motto no_rule", "issuer no_rule"]


def test_a_long_document_has_page_numbers(tmp_path):
    path = letter(tmp_path / "q.docx", text=["Các thôn, xóm đăng ký mô hình trước ngày 15 tháng 4. " * 20] * 4)
    assert found(path) == [("page_number no_page_number", "")]


def test_a_document_in_an_old_typeface_is_not_judged_by_parts(tmp_path):
    word = Document()
    for words in ("Cộng hòa xã hội chủ nghĩa Việt Nam", old_texts.SAID):
        word.add_paragraph().add_run(to_tcvn3(words)).font.name = ".VnTime"
    word.save(tmp_path / "q.docx")
    codes = {code.split()[0] for code, _found in found(tmp_path / "q.docx")}
    assert "letters" in codes
    assert not {"nation", "kind", "body"} & codes


def test_a_subject_in_capitals_is_still_the_subject(tmp_path):
    def loud(word):
        rewrite(line(word, "Về việc"), "Về việc kiện toàn Ban Chỉ đạo “Dân vận khéo”", "KIỆN TOÀN BAN CHỈ ĐẠO")

    assert [(one.block, one.what) for one in broken("state", tmp_path / "q.docx", loud)] == [("about", "capitals")]


def test_a_page_number_may_be_set_in_the_middle_by_a_tab_or_a_frame(tmp_path):
    def by_tab(word):
        number = word.sections[0].header.paragraphs[0]
        number.alignment = ALIGN.LEFT
        number.runs[0]._r.addprevious(parse_xml(f"<w:r {nsdecls('w')}><w:tab/></w:r>"))

    def by_frame(word):
        number = word.sections[0].header.paragraphs[0]
        number.alignment = ALIGN.LEFT
        number._p.pPr.insert(0, parse_xml(f'<w:framePr {nsdecls("w")} w:xAlign="center"/>'))

    for change in (by_tab, by_frame):
        assert broken("state", tmp_path / "q.docx", change) == ()


def test_rules_hold_from_their_day():
    assert profile_on("state", TODAY) == STATE_2020
    assert profile_on("party", PARTY_2026.valid_from) == PARTY_2026
    assert profile_on("party", PARTY_2018.valid_from) == PARTY_2018
    assert profile_on("state", PARTY_2018.valid_from) == STATE_2020  # before the first that we know


def test_what_is_no_word_document_is_refused(tmp_path):
    path = tmp_path / "q.docx"
    path.write_text("không phải Word")
    with pytest.raises(Unsafe) as refused:
        check(path, today=TODAY)
    assert refused.value.code == Problem.NOT_A_TEXT
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    with pytest.raises(Unsafe) as refused:
        check(path, today=TODAY)
    assert refused.value.code == Problem.DAMAGED


def test_the_check_runs_in_the_sandbox_and_brings_its_findings_back(tmp_path):
    path = letter(tmp_path / "q.docx", indent=2)
    assert check(path, today=TODAY) == check_here(path, today=TODAY)


def test_an_empty_document_lacks_what_must_be_there(tmp_path):
    word = Document()
    word.save(tmp_path / "q.docx")
    codes = [code for code, _found in found(tmp_path / "q.docx")]
    assert {"nation missing", "number missing", "kind missing", "post missing", "recipients_head missing"} <= set(codes)


def test_an_annex_in_a_file_of_its_own_needs_neither_head_nor_signature(tmp_path):
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in (("top", 20), ("bottom", 20), ("left", 30), ("right", 15)):
        setattr(section, f"{side}_margin", Mm(millimetres))
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Times New Roman", Pt(14)
    for words, look in (("Phụ lục", {"bold": True}), ("SỐ LIỆU NĂM 2026", {"bold": True}), ("(Kèm theo Báo cáo)", {})):
        paragraph = word.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        add(paragraph, words, italic=words.startswith("("), **look)
    path = tmp_path / "annex.docx"
    word.save(path)
    report = check_here(path, today=TODAY)
    assert report.blocks == (Block.ANNEX_NUMBER, Block.ANNEX_TITLE, Block.ANNEX_REFERENCE)
    assert report.findings == ()
    word.paragraphs[0].runs[0].bold = False
    word.save(path)
    assert [(one.block, one.what) for one in check_here(path, today=TODAY).findings] == [
        (Block.ANNEX_NUMBER, What.NOT_BOLD)
    ]
