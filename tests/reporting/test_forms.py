"""Forms as text."""

import pytest

from kheo.movement.reporting.queries.examples import EXAMPLES, example
from kheo.movement.reporting.rules.texts import MOST_CELLS, NotAForm, read_form
from kheo.movement.reporting.states import Severity, Span
from kheo.organisation.units.states import UnitKind

FIGURES = dict.fromkeys(
    ["registered", "registered_new", "registered_maintained", "registered_replicated", "recognised"]
)
TEXT = """
# ghi chú
phần ket_qua | Kết quả | bắt buộc | 500 từ
  Nêu số liệu,
  không kể lể.
bảng so | Số liệu
dòng tong | Tổng số | sổ registered owner_kind=collective
dòng ty_le | Tỷ lệ | không cộng | tùy
bảng hai | Hai cột
cột so | Số
cột ghi | Ghi chú | chữ
dòng a | Loại A | sổ registered
kiểm lỗi | a.so <= tong | Loại A không quá tổng số.
kiểm nhắc | có(a.ghi) | Chưa ghi chú.
"""


def problems(text):
    with pytest.raises(NotAForm) as refused:
        read_form(text, FIGURES)
    return refused.value.problems


def test_a_form_is_read_part_by_part():
    layout = read_form(TEXT, FIGURES)
    (section,) = layout.sections
    assert (section.key, section.heading, section.is_required, section.words) == ("ket_qua", "Kết quả", True, 500)
    assert section.guidance == "Nêu số liệu, không kể lể."
    cells = {cell.name: cell for cell in layout.cells()}
    assert list(cells) == ["tong", "ty_le", "a.so", "a.ghi"]
    assert cells["tong"].source.figure == "registered"
    assert cells["tong"].source.only == {"owner_kind": "collective"}
    assert not cells["ty_le"].is_additive
    assert not cells["ty_le"].is_required
    assert cells["a.ghi"].is_text
    assert cells["a.ghi"].source is None
    assert cells["a.so"].label == "Loại A – Số"
    assert [check.severity for check in layout.checks] == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("mục a | b", 1),
        ("phần a", 1),
        ("phần hai từ | b", 1),
        ("phần a | b | ngắn thôi", 1),
        ("dòng a | b", 1),
        ("bảng a | b\ndòng c | d | sổ", 2),
        ("bảng a | b\ndòng c | d\nkiểm sai | c = 1 | Sai", 3),
        ("bảng a | b\ndòng c | d\nkiểm lỗi | c = | Sai", 3),
        ("bảng a | b\ndòng c | d\nkiểm lỗi | c = 1", 3),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, number):
    assert problems(text)[0].startswith(f"Dòng {number}:")


def test_what_does_not_fit_together_is_told():
    assert problems("") != []
    assert "“c”" in problems("bảng a | b\ndòng c | d\ndòng c | e")[0]
    assert "bịa" in problems("bảng a | b\ndòng c | d | sổ bịa")[0]
    assert "khác" in problems("bảng a | b\ndòng c | d\nkiểm lỗi | c = khác | Sai.")[0]
    many = "\n".join(f"dòng c{number} | d" for number in range(MOST_CELLS + 1))
    assert str(MOST_CELLS) in problems(f"bảng a | b\n{many}")[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_can_be_used_as_they_are(name):
    said = example(name)
    layout = read_form(said["text"], FIGURES)
    assert layout.sections
    assert Span(said["span"])
    assert all(UnitKind(kind) for kind in said["kinds"])
    assert all(check.says for check in layout.checks)
