"""What Word puts on the clipboard."""

import pytest

from kheo.lib.stories.word_html import mend

ITEM = (
    "<p class=MsoListParagraphCxSp{place} style='margin-left:36pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
    "<span style='font-family:Symbol'><span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp; </span></span></span>"
    "<![endif]>{words}<o:p></o:p></p>"
)


def item(mark, words, level=1, place="Middle"):
    return ITEM.format(mark=mark, words=words, level=level, place=place)


def test_fake_lists_become_lists_inside_each_other():
    mended = mend(item("·", "Một <b>việc</b>") + item("o", "Nhỏ", 2) + item("·", "Hai") + "<p>Hết</p>")
    inner = "<ul><li><p>Nhỏ</p></li></ul>"
    assert mended == f"<ul><li><p>Một <b>việc</b></p>{inner}</li><li><p>Hai</p></li></ul><p>Hết</p>"


@pytest.mark.parametrize(
    ("mark", "tag"), [("1.", "<ol>"), ("3)", '<ol start="3">'), ("a)", '<ol type="a">'), ("-", "<ul>"), ("§", "<ul>")]
)
def test_marks_tell_the_kind_of_list(mark, tag):
    assert mend(item(mark, "Việc")) == f"{tag}<li><p>Việc</p></li></{tag[1:3]}>"


@pytest.mark.parametrize(
    "said",
    [
        "<p>- Thưa bà con!</p>",
        "<p>2018. Một năm được mùa.</p>",
        "<p>1.250 mô hình</p>",
        '<p class="MsoListParagraph">1.250 mô hình</p>',
        "<p>a) Điểm thứ nhất</p>",
        "<p><b>Kết quả</b></p>",
        "<p>x</p><table><tbody><tr><td>1</td></tr></tbody></table>",
        "chỉ có chữ",
        "",
    ],
)
def test_what_is_no_rubbish_stays(said):
    assert mend(said) == said


def test_a_row_that_the_editor_already_stripped_of_its_marks_is_known_by_its_hard_spaces():
    assert mend("<p>·\xa0\xa0 Một</p><p>-\xa0\xa0 Hai</p>") == "<ul><li><p>Một</p></li><li><p>Hai</p></li></ul>"


def test_headings_begin_at_the_second_level_and_rubbish_goes():
    said = (
        "<style>p{}</style><h1>A</h1><h2>B</h2><h4>C</h4><p><o:p>&nbsp;</o:p></p><p>Xã&nbsp;&nbsp; <span>Hòa</span></p>"
    )
    assert mend(said) == "<h2>A</h2><h3>B</h3><h3>C</h3><p>Xã Hòa</p>"
    assert mend("<h2>A</h2><h3>B</h3>") == "<h2>A</h2><h3>B</h3>"


def test_mended_twice_is_mended_once():
    once = mend(item("·", "Một") + item("1.", "Nhỏ", 3) + "<h1>Đề mục</h1><p> </p> thừa <b> </b>chữ")
    assert mend(once) == once


@pytest.mark.parametrize(
    "hostile", ["</div></div><p>x", "<p>" * 5000 + "x", "<!-- <p>", "<p>\x00x</p>", "<![if x]>", "&#0;<p>"]
)
def test_broken_html_is_survived(hostile):
    assert isinstance(mend(hostile), str)
