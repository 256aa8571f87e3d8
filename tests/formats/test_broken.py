"""Documents broken on purpose: each fault is found, at its place, and nothing else."""

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from kheo.lib.encodings.backwards import to_tcvn3
from kheo.lib.office.formats.checking import check_here
from tests.formats.good import TODAY, broken, drop, good, line, rewrite, size


def page(**sides):
    def change(word):
        for name, millimetres in sides.items():
            setattr(word.sections[0], name, Mm(millimetres))

    return change


def said(words, before, after):
    return lambda word: rewrite(line(word, words), before, after)


def sized(words, points):
    return lambda word: size(line(word, words), points)


def looked(words, **look):
    def change(word):
        for run in line(word, words).runs:
            for name, value in look.items():
                setattr(run.font, name, value)

    return change


def stood(words, **look):
    def change(word):
        for name, value in look.items():
            setattr(line(word, words).paragraph_format, name, value)

    return change


def unruled(words, empty_below=False):
    def change(word):
        here = line(word, words)._p
        here = here.getnext() if empty_below else here
        here.pPr.remove(here.pPr.find(qn("w:pBdr")))

    return change


def gone(words):
    return lambda word: drop(line(word, words))


def header(**look):
    def change(word):
        for name, value in look.items():
            setattr(word.sections[0].header.paragraphs[0], name, value)

    return change


def on_first(word):
    word.sections[0].different_first_page_header_footer = False


def numbers_below(word):
    section = word.sections[0]
    number = section.header.paragraphs[0]._p
    section.footer.paragraphs[0]._p.addnext(number)


def typed_long_ago(word):
    paragraph = line(word, "Các cơ quan, đơn vị liên quan")
    rewrite(paragraph, paragraph.text, "Điều 3. " + to_tcvn3("Các cơ quan, đơn vị chịu trách nhiệm thi hành"))
    paragraph.runs[0].bold = True


def reddened(word):
    line(word, MEMBERS).runs[0].font.color.rgb = RGBColor(200, 0, 0)


MEMBERS, ARTICLE, BASIS = "Các đồng chí sau thôi", "Điều 2.", "Căn cứ chức năng"
STATE = {
    "letter paper": (page(page_width=215.9, page_height=279.4), "page paper", "215,9 × 279,4", "210 × 297"),
    "left margin": (page(left_margin=25), "page margin_left", "25", "30–35"),
    "right margin": (page(right_margin=25), "page margin_right", "25", "15–20"),
    "top margin": (page(top_margin=12.7), "page margin_top", "12,7", "20–25"),
    "bottom margin": (page(bottom_margin=30), "page margin_bottom", "30", "20–25"),
    "page number at the left": (header(alignment=ALIGN.LEFT), "page_number aligned", "left", "center"),
    "page number on the first page": (on_first, "page_number page_number_on_first", "", ""),
    "page number below": (numbers_below, "page_number page_number_below", "", ""),
    "another typeface": (looked(MEMBERS, name="Arial"), "letters typeface", "Arial", "Times New Roman"),
    "an old typeface": (looked(MEMBERS, name=".VnTime"), "letters old_typeface", ".VnTime", "Times New Roman"),
    "old letters": (typed_long_ago, "letters old_letters", "TCVN3", "Unicode"),
    "in red": (reddened, "letters colour", "C80000", ""),
    "small text": (sized(MEMBERS, 12), "body size", "12", "13–14"),
    "two sizes of text": (sized(MEMBERS, 13), "body sizes_differ", "13", "14"),
    "State not bold": (looked("CỘNG HÒA XÃ HỘI", bold=False), "nation not_bold", "", ""),
    "no name of the State": (gone("CỘNG HÒA XÃ HỘI"), "nation missing", "", ""),
    "head of two sets": (sized("ngày 01 tháng 6", 14), "nation head_sizes", "12–13–14", "13–14–14 / 12–13–13"),
    "motto": (
        said("Độc lập", "Độc lập - Tự do", "Độc Lập - Tự Do"),
        "motto motto",
        "Độc Lập - Tự Do - Hạnh phúc",
        "Độc lập - Tự do - Hạnh phúc",
    ),
    "no rule under the motto": (unruled("Độc lập"), "motto no_rule", "", ""),
    "no rule under the issuer": (unruled("ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ", empty_below=True), "issuer no_rule", "", ""),
    "issuer not bold": (looked("ỦY BAN NHÂN DÂN HUYỆN YÊN MÔ", bold=False), "issuer not_bold", "", ""),
    "number without colon": (
        said("Số: 30", "Số: ", "Số "),
        "number number_without_colon",
        "Số 30/QĐ-UBND",
        "Số: 05/KH-UBND",
    ),
    "number as the Party's": (
        said("Số: 30", "30/QĐ-UBND", "30-QĐ/UBND"),
        "number number_signs",
        "Số: 30-QĐ/UBND",
        "Số: 05/KH-UBND",
    ),
    "number without zero": (said("Số: 30", "30/", "5/"), "number number_zero", "Số: 5/QĐ-UBND", "Số: 05/KH-UBND"),
    "spaces in the sign": (
        said("Số: 30", "QĐ-UBND", "QĐ - UBND"),
        "number number_spaces",
        "Số: 30/QĐ - UBND",
        "Số: 05/KH-UBND",
    ),
    "day without zero": (said("ngày 01 tháng 6", "01", "1"), "place_and_day day_zero", "1", "01"),
    "month with a spare zero": (
        said("ngày 01 tháng 6", "tháng 6", "tháng 06"),
        "place_and_day month_spare_zero",
        "06",
        "6",
    ),
    "place without comma": (said("ngày 01 tháng 6", ",", ""), "place_and_day place_comma", "", ""),
    "day upright": (looked("ngày 01 tháng 6", italic=False), "place_and_day not_italic", "", ""),
    "kind in small letters": (said("QUYẾT ĐỊNH", "QUYẾT ĐỊNH", "Quyết định"), "kind not_capitals", "", ""),
    "subject not bold": (looked("Về việc kiện toàn", bold=False), "about not_bold", "", ""),
    "basis upright": (looked(BASIS, italic=False), "bases not_italic", "", ""),
    "basis with a full stop": (said(BASIS, ";", "."), "bases basis_end", ".", ";"),
    "last basis with a semicolon": (said("Xét đề nghị", "huyện.", "huyện;"), "bases last_basis_end", ";", "."),
    "text to the left": (stood(MEMBERS, alignment=ALIGN.LEFT), "body aligned", "left", "both"),
    "first line not moved in": (stood(MEMBERS, first_line_indent=Cm(0)), "body first_line", "0", "10 / 12,7"),
    "lines far apart": (stood(MEMBERS, line_spacing=2.0), "body line_spacing", "2,00", "1–1,5"),
    "article not bold": (looked(ARTICLE, bold=False), "article not_bold", "", ""),
    "signer small": (sized("Lê Văn Bình", 12), "signer size", "12", "13–14"),
    "signer with a degree": (said("Lê Văn Bình", "Lê Văn Bình", "TS. Lê Văn Bình"), "signer signer_title", "TS.", ""),
    "recipients upright": (looked("Nơi nhận:", italic=False), "recipients_head not_italic", "", ""),
    "recipients large": (sized("- Như Điều 3", 13), "recipients size", "13", "11"),
    "recipients without a hyphen": (said("- Như Điều 3", "- ", ""), "recipients recipient_dash", "", ""),
    "recipients end with a comma": (said("- Như Điều 3", ";", ","), "recipients recipient_end", ",", ";"),
    "kept without colon": (
        said("- Lưu: VT.", "Lưu: ", "Lưu "),
        "recipients keeping_colon",
        "- Lưu VT.",
        "- Lưu: VT, …",
    ),
    "reference of the annex upright": (looked("(Kèm theo", italic=False), "annex_reference not_italic", "", ""),
}
PARTY = {
    "left margin": (page(left_margin=35), "page margin_left", "35", "30"),
    "small title": (sized("ĐẢNG CỘNG SẢN", 14), "party_title size", "14", "15"),
    "no rule under the title": (unruled("ĐẢNG CỘNG SẢN"), "party_title no_rule", "", ""),
    "number with a colon": (
        said("Số 30", "Số ", "Số: "),
        "number number_with_colon",
        "Số: 30-QĐ/HU",
        "Số 05-KH/ĐU",
    ),
    "number as the State's": (said("Số 30", "-QĐ/", "/QĐ-"), "number number_signs", "Số 30/QĐ-HU", "Số 05-KH/ĐU"),
    "no star": (lambda word: drop(line(word, "*")), "issuer no_star", "", ""),
    "superior bold": (looked("TỈNH ỦY NINH BÌNH", bold=True), "superior bold", "", ""),
    "no dashes": (gone("-----"), "about no_dashes", "", "-----"),
    "authority as the State's": (said("T/M", "T/M", "TM."), "authority authority", "TM.", "T/M"),
    "post bold": (looked("BÍ THƯ", bold=True), "post bold", "", ""),
    "recipients not underlined": (looked("Nơi nhận:", underline=False), "recipients_head not_underlined", "", ""),
    "basis in italics": (looked(BASIS, italic=True), "bases italic", "", ""),
    "lines not exact": (stood(MEMBERS, line_spacing=1.0), "body line_spacing_rule", "16,1", "18–22"),
    "first line too far": (stood(MEMBERS, first_line_indent=Cm(1.27)), "body first_line", "12,7", "9–11"),
}
CASES = [("state", *case) for case in STATE.items()] + [("party", *case) for case in PARTY.items()]


@pytest.mark.parametrize(("form", "name", "case"), CASES, ids=[f"{form}: {name}" for form, name, _case in CASES])
def test_a_fault_is_found_and_nothing_else(form, name, case, tmp_path):
    change, code, found, wanted = case
    findings = broken(form, tmp_path / "q.docx", change)
    assert [(f"{one.block} {one.what}", one.found, one.wanted) for one in findings] == [(code, found, wanted)]
    assert findings[0].count == 1


@pytest.mark.parametrize("form", ["state", "party"])
def test_a_good_document_departs_from_nothing(form, tmp_path):
    report = check_here(good(form, tmp_path / "q.docx"), today=TODAY)
    assert report.findings == ()
    assert (report.profile, report.day) == ({"state": "state-2020", "party": "party-2026"}[form], "2026-06-01")


def test_the_place_says_which_line_and_which_cell(tmp_path):
    found = broken("state", tmp_path / "q.docx", sized("Lê Văn Bình", 12))[0].places[0]
    assert (found.words, found.spot.table, found.spot.column) == ("Lê Văn Bình", 2, 2)


def test_several_lines_with_one_fault_are_one_finding(tmp_path):
    def tight(word):
        for paragraph in word.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)

    found = {(one.block, one.what): one.count for one in broken("state", tmp_path / "q.docx", tight)}
    assert found == {("bases", "between_paragraphs"): 1, ("body", "between_paragraphs"): 6}


def test_a_party_document_checked_by_the_states_rules_says_so(tmp_path):
    found = broken("party", tmp_path / "q.docx", lambda word: None, profile="state-2020")
    codes = {(one.block, one.what) for one in found}
    assert {("nation", "missing"), ("motto", "missing"), ("party_title", "foreign_title")} <= codes
