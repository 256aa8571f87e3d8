import datetime
from dataclasses import replace
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kheo.lib.typesetting.certificates import (
    CertificateFacts,
    DoesNotFit,
    Field,
    FieldPlace,
    Form,
    Layout,
    Mode,
    Offset,
    calibrate,
    compose,
)
from kheo.lib.typesetting.pdf_out import NoGlyph

pytestmark = pytest.mark.slow

DAY = datetime.date(2017, 12, 22)
FACTS = CertificateFacts(
    superior="HUYỆN ỦY YÊN MÔ",
    issuer="BAN CHỈ ĐẠO DÂN VẬN KHÉO",
    heading="GIẤY CHỨNG NHẬN",
    lead="Chứng nhận",
    holder="Chi bộ xóm 3, Đảng ủy xã Yên Thành",
    title_lead="với mô hình",
    title="Vận động nhân dân hiến đất làm đường",
    praise="đạt danh hiệu “Dân vận khéo” năm 2017",
    place_and_date="Yên Mô, ngày 22 tháng 12 năm 2017",
    authority="T/M BAN CHỈ ĐẠO",
    post="TRƯỞNG BAN",
    signer="Nguyễn Thị Thúy Hằng",
    decision="Quyết định số 17-QĐ/BCĐ ngày 22/12/2017",
    serial="Số vào sổ: YM-2017-0042",
    qr="https://yenmo.gov.vn/chung-nhan/AEBAGBAFAYDQQCIK",
    qr_words="Quét mã để kiểm tra",
)
SYLLABLES = ["ủy", "xã", "Đảng", "vận", "động", "nghiêng", "Thường", "Việt", "đất,", "Ủy", "ở", "khuếch", "“khéo”"]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=80).map(lambda parts: " ".join(parts)[:300].strip())
PLACES = (
    FieldPlace(Field.HOLDER, 40, 80, 217, 26, 11, bold=True),
    FieldPlace(Field.TITLE, 40, 105, 217, 18, 9, italic=True),
    FieldPlace(Field.SERIAL, 20, 190, 60, 12, align="left"),
    FieldPlace(Field.QR, 20, 150, 30),
    FieldPlace(Field.SIGNER, 160, 180, 110, 15, align="right"),
)
PREPRINTED = Layout(mode=Mode.PREPRINTED, places=PLACES)
LONG = (
    "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn gắn với xây dựng nông thôn mới kiểu mẫu của "
    "Chi bộ và Ban công tác Mặt trận xóm 3, phối hợp với Hội Cựu chiến binh, Hội Liên hiệp Phụ nữ, Đoàn Thanh niên, "
    "Hội Nông dân trên địa bàn xã giai đoạn 2015 - 2017 theo Nghị quyết Đại hội Đảng bộ"
)[:300]
MM = 72 / 25.4


def pages(pdf):
    """Return for each page its words in lines, and the box around its letters in millimetres from the upper left."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(number) for number in range(text.count_chars())]
            boxes = [box for box in boxes if box[2] > box[0]]
            edges = [min(b[0] for b in boxes), 210 * MM - max(b[3] for b in boxes)]
            edges += [max(b[2] for b in boxes), 210 * MM - min(b[1] for b in boxes)]
            lines = text.get_text_range().split("\r\n")
            found.append((lines, [round(edge / MM, 1) for edge in edges], page.get_size()))
    return found


def made(*facts, layout=Layout()):  # noqa: B008 -- it is frozen
    return pages(compose(facts, layout, title="Giấy chứng nhận", on=DAY))


def test_a_certificate_of_the_party():
    ((lines, _box, size),) = made(FACTS, layout=Layout(form=Form.PARTY))
    assert [round(side / MM) for side in size] == [297, 210]
    assert sorted(lines) == sorted(
        [
            "HUYỆN ỦY YÊN MÔ",
            "BAN CHỈ ĐẠO DÂN VẬN KHÉO",
            "*",
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "GIẤY CHỨNG NHẬN",
            "Chứng nhận",
            "Chi bộ xóm 3, Đảng ủy xã Yên Thành",
            "với mô hình",
            "Vận động nhân dân hiến đất làm đường",
            "đạt danh hiệu “Dân vận khéo” năm 2017",
            "Yên Mô, ngày 22 tháng 12 năm 2017",
            "T/M BAN CHỈ ĐẠO",
            "TRƯỞNG BAN",
            "Quét mã để kiểm tra Nguyễn Thị Thúy Hằng",  # at one height
            "Quyết định số 17-QĐ/BCĐ ngày 22/12/2017",
            "Số vào sổ: YM-2017-0042",
        ]
    )


def test_a_certificate_of_the_state():
    ((lines, _box, _size),) = made(FACTS)
    heads = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM", "*"}
    assert heads & set(lines) == {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"}


def test_each_has_its_page_and_the_same_bytes_come_again():
    several = [replace(FACTS, serial=f"Số {number}") for number in range(3)]
    pdf = compose(several, Layout(), title="Giấy chứng nhận", on=DAY)
    found = [[line for line in lines if line.startswith("Số ")] for lines, _box, _size in pages(pdf)]
    assert found == [["Số 0"], ["Số 1"], ["Số 2"]]
    assert compose(several, Layout(), title="Giấy chứng nhận", on=DAY) == pdf


def test_the_border_can_be_off():
    assert drawn(Layout()) - drawn(Layout(has_border=False)) == 2


def drawn(layout):
    with pypdfium2.PdfDocument(compose([replace(FACTS, qr="")], layout, title="x", on=DAY)) as document:
        return sum(thing.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH for thing in document[0].get_objects(max_depth=5))


def test_what_is_empty_is_left_out():
    bare = replace(FACTS, superior="", lead="", title_lead="", post="", qr="", qr_words="")
    ((lines, _box, _size),) = made(bare)
    assert len(lines) == len(made(FACTS)[0][0]) - 5


def test_a_long_name_stands_in_two_lines_that_part_at_a_comma():
    name = (
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam, Hội Cựu chiến binh và Hội Liên hiệp Phụ nữ xã Khánh Thượng"
    )
    ((lines, _box, _size),) = made(replace(FACTS, holder=name))
    at = lines.index("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam,")
    assert lines[at + 1] == "Hội Cựu chiến binh và Hội Liên hiệp Phụ nữ xã Khánh Thượng"


@settings(max_examples=40)
@given(NAMES, NAMES)
def test_whatever_is_printed_is_whole_and_within_the_border(holder, title):
    found = made_or_refused(replace(FACTS, holder=holder, title=title))
    if isinstance(found, DoesNotFit):
        assert len({Field.HOLDER: holder, Field.TITLE: title}[found.field]) > 200
        return
    lines, box, _size = found
    text = " ".join(lines)
    assert (holder in text, title in text) == (True, True)
    assert len(lines) <= len(made(FACTS)[0][0]) + 2
    assert (box[0] >= 20, box[1] >= 19, box[2] <= 277, box[3] <= 192) == (True,) * 4


@settings(max_examples=25)
@given(NAMES, st.sampled_from([-5.0, 0.0, 2.5]), st.sampled_from([-5.0, 0.0, 2.5]))
def test_a_field_stays_within_its_frame_wherever_the_offset_moves_it(name, dx, dy):
    place = FieldPlace(Field.TITLE, 40, 105, 180, 18, 9, italic=True)
    layout = Layout(mode=Mode.PREPRINTED, places=(place,), offset=Offset(dx, dy))
    found = made_or_refused(replace(FACTS, title=name), layout=layout)
    if isinstance(found, DoesNotFit):
        assert (found.field, len(name) > 150) == (Field.TITLE, True)
        return
    lines, box, _size = found
    assert (" ".join(lines), len(lines) <= 2) == (name, True)
    assert (box[0] >= 39.5 + dx, box[2] <= 220.5 + dx) == (True, True)
    assert (box[1] >= 105 + dy, box[3] <= 105 + dy + place.height) == (True, True)


def made_or_refused(facts, **how):
    """Return the page of a certificate, or why there is none."""
    try:
        return made(facts, **how)[0]
    except DoesNotFit as refused:
        return refused


def test_a_title_of_three_hundred_letters_fits():
    ((lines, _box, _size),) = made(replace(FACTS, title=LONG))
    assert len(LONG) == 300
    assert LONG in " ".join(lines)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field.HOLDER, "ủ" * 200),
        (Field.TITLE, "nghiêng " * 80),
        (Field.SIGNER, "Nguyễn " * 60),
        (Field.ISSUER, "BAN CHỈ ĐẠO " * 20),
        (Field.SERIAL, "0" * 200),
    ],
)
def test_what_cannot_fit_is_refused_by_name(field, words):
    with pytest.raises(DoesNotFit) as caught:
        made(FACTS, replace(FACTS, **{field: words}))
    assert (caught.value.index, caught.value.field) == (1, field)


@pytest.mark.parametrize("form", Form)
def test_everything_as_long_as_it_may_be_still_keeps_apart(form):
    head = {"superior": LONG[:80], "issuer": LONG[80:170].strip()}
    middle = dict.fromkeys(("lead", "holder", "title_lead", "title", "praise"), LONG[:130].strip())
    foot = dict.fromkeys(("authority", "post", "decision", "serial"), LONG[:95].strip())
    found = parts(compose([replace(FACTS, **head, **middle, **foot)], Layout(form=form), title="x", on=DAY))
    assert len(found) >= 25
    assert [(one, other) for one, other in combinations(found, 2) if overlap(one, other)] == []


def parts(pdf):
    """Return the boxes of all lines of the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        return [text.get_rect(number) for number in range(text.count_rects())]


def overlap(one, other):
    """Tell whether two boxes share more than marks above and below letters do."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0.25 * min(one[3] - one[1], other[3] - other[1])


def test_a_sign_that_the_fonts_lack():
    with pytest.raises(NoGlyph):
        made(replace(FACTS, holder="Xóm 😀"))


def test_there_is_something_to_print():
    with pytest.raises(ValueError, match="no certificates"):
        compose([], Layout(), title="x", on=DAY)


def test_into_printed_forms_only_the_fields_with_a_place_go():
    ((lines, _box, _size),) = made(FACTS, layout=PREPRINTED)
    assert sorted(lines) == sorted([FACTS.holder, FACTS.title, FACTS.serial, FACTS.signer])


@pytest.mark.parametrize("place", PLACES[2:3])
@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (1.5, -2)])
def test_a_field_begins_at_its_place(place, dx, dy):
    layout = Layout(mode=Mode.PREPRINTED, places=(place,), offset=Offset(dx, dy))
    ((_lines, box, _size),) = made(FACTS, layout=layout)
    assert box[0] == pytest.approx(place.x + dx, abs=0.5)
    assert place.y + dy <= box[1] <= place.y + dy + 2


@pytest.mark.parametrize("wrong", [{"width": 0}, {"size": 8, "floor": 9}, {"floor": 0}])
def test_a_place_can_be_drawn(wrong):
    with pytest.raises(ValueError, match="no width, or a floor above the size"):
        replace(PLACES[0], **wrong)


@pytest.mark.parametrize("offset", [Offset(-21, 0), Offset(40.5, 0), Offset(0, 15), Offset(0, -81)])
def test_places_are_on_the_paper(offset):
    with pytest.raises(ValueError, match="off the paper"):
        replace(PREPRINTED, offset=offset)


def test_the_page_of_calibration_names_every_place():
    names = {Field.HOLDER: "Tập thể", Field.TITLE: "Tên mô hình", Field.QR: "Mã QR", Field.SIGNER: "Người ký"}
    ((lines, _box, size),) = pages(calibrate(PREPRINTED, names, title="Trang căn chỉnh", on=DAY))
    assert [round(side / MM) for side in size] == [297, 210]
    assert {*names.values(), "serial", "Trang căn chỉnh"} <= set(lines)
    assert {str(number) for number in range(10, 300, 10)} <= {word for line in lines for word in line.split()}


def test_hundreds_come_in_one_file():
    several = [replace(FACTS, serial=f"Số {number}") for number in range(500)]
    with pypdfium2.PdfDocument(compose(several, Layout(), title="x", on=DAY)) as document:
        assert len(document) == 500
