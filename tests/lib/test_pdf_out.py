import datetime
import unicodedata

import pypdfium2
import pytest

from kheo.lib.sandbox import Limits
from kheo.lib.syllables import ACCENTED
from kheo.lib.typesetting.pdf_out import LIMITS, CannotTypeset, NoGlyph, Reported, typeset

pytestmark = pytest.mark.slow

DAY = datetime.date(2017, 12, 22)
LETTERS = [*sorted(ACCENTED), *sorted(letter.upper() for letter in ACCENTED)]
HEAD = """#set document(title: "Thử")
#set text(font: "Liberation Serif", lang: "vi", fallback: false)
#let data = json(bytes(sys.inputs.data))
"""


@pytest.fixture
def make(tmp_path):
    """Return a function that typesets a template of the test's own."""

    def made(template, data=(), on=DAY, limits=LIMITS):
        path = tmp_path / "test.typ"
        path.write_text(HEAD + template, "utf-8")
        return typeset(path, data, on=on, limits=limits)

    return made


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range().replace("\r\n", " ") for page in document).split()


def test_data_reach_the_page_as_they_are(make):
    assert words_of(make("#data.name", {"name": "*Đảng* #ủy [$x$] \\ //"})) == ["*Đảng*", "#ủy", "[$x$]", "\\", "//"]


@pytest.mark.parametrize("style", ["", 'weight: "bold"', 'style: "italic"', 'weight: "bold", style: "italic"'])
def test_every_vietnamese_letter_is_in_every_font(make, style):
    assert len(set(LETTERS)) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in LETTERS)
    pdf = make(f'#set text({style})\n#data.join(" ")', LETTERS)
    assert words_of(pdf) == LETTERS
    faces = {"": 0, "Bold": "bold" in style, "Italic": "italic" in style}
    name = "LiberationSerif" + "-" * any(faces.values()) + "".join(face for face, has in faces.items() if has)
    assert f"+{name}\n".encode() in pdf or f"+{name} ".encode() in pdf or f"+{name}/".encode() in pdf


def test_it_is_tagged_and_archival(make):
    pdf = make("Khéo")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf.replace(b"\n", b"")
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.is_tagged()
        assert document.get_metadata_dict()["CreationDate"] == "D:20171222000000Z"


def test_the_same_data_and_day_give_the_same_bytes(make):
    first = make("#data", "Yên Mô")
    assert make("#data", "Yên Mô") == first
    assert make("#data", "Yên Mỹ") != first
    assert make("#data", "Yên Mô", on=datetime.date(2017, 12, 23)) != first


@pytest.mark.parametrize("sign", ["😀", "漢"])
def test_a_sign_that_the_fonts_lack_is_told(make, sign):
    with pytest.raises(NoGlyph) as caught:
        make("#data", f"Xóm {sign} 3")
    assert caught.value.cause == sign


def test_a_template_can_refuse(make):
    with pytest.raises(Reported) as caught:
        make('#panic("report:3|" + data)', "title")
    assert caught.value.words == ["3", "title"]


@pytest.mark.parametrize(
    "template", ["#nothing", "#read(sys.inputs.data)", '#read("/etc/passwd")', '#read("../../../../../etc/passwd")']
)
def test_a_template_that_is_wrong_or_looks_around(make, template):
    with pytest.raises(CannotTypeset):
        make(template)


@pytest.mark.parametrize(
    ("template", "limits", "reason"),
    [
        ("#for x in range(100000) { for y in range(100000) {} }", Limits(memory=3 << 30, cpu_seconds=1), "timeout"),
        ('#let x = "a" * 1000\n#for i in range(30) { x = x + x }\n#x', Limits(memory=1 << 30), "memory"),
    ],
)
def test_it_ends_within_its_limits(make, template, limits, reason):
    with pytest.raises(CannotTypeset, match=f"^{reason}: "):
        make(template, limits=limits)
