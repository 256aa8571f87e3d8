import pytest
from docx import Document

from kheo.lib.office.word_out import BadTemplate, fill


def template(path, *paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(3, 1)
    table.cell(0, 0).text = "{%tr for unit in units %}"
    table.cell(1, 0).text = "{{ unit.name }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    document.save(path)
    return path


def test_fill_puts_values_in_as_text(tmp_path):
    out = tmp_path / "out.docx"
    context = {
        "title": 'Tổng kết "Dân vận khéo" <b>&</b> {{ 7 * 7 }}',
        "units": [{"name": "Yên Mạc"}, {"name": "Yên Phong"}],
    }
    fill(template(tmp_path / "a.docx", "Báo cáo: {{ title }}"), context, out)
    document = Document(out)
    assert document.paragraphs[0].text == 'Báo cáo: Tổng kết "Dân vận khéo" <b>&</b> {{ 7 * 7 }}'
    assert [row.cells[0].text for row in document.tables[0].rows] == ["Yên Mạc", "Yên Phong"]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("{{ missing }}", "'missing' is undefined"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{% if title %}", "end of template"),
    ],
)
def test_a_bad_template_is_told_and_writes_nothing(mark, said, tmp_path):
    out = tmp_path / "out.docx"
    with pytest.raises(BadTemplate, match=said):
        fill(template(tmp_path / "a.docx", mark), {"title": "x", "units": []}, out)
    assert not out.exists()
