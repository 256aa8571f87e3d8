"""Templates broken on purpose: each fault is found, at its place, with what was meant."""

from datetime import date

import pytest
from docx import Document

from kheo.lib.office.word_trial import What, try_out

EXAMPLE = {
    "h": {"issuer": "Huyện ủy Yên Mô", "signer": "Lê Văn Bình", "day": date(2026, 6, 1)},
    "name": "Ban Chỉ đạo",
    "party": True,
    "members": [{"name": "Đỗ Trọng Luận", "seat": "member"}, {"name": "Vũ Văn An", "seat": "member"}],
    "seats": {"member": "Ủy viên"},
    "bases": ["Căn cứ kế hoạch"],
    "points": 3,
}
NEEDS = ("h.signer",)
TEXT = [
    "{{ h.issuer | upper }}",
    "{%p for basis in bases %}",
    "- {{ basis }}{{ '.' if loop.last else ';' }}",
    "{%p endfor %}",
    "{% if party %}T/M {% else %}TM. {% endif %}{{ name }}, {{ ngay(h.day) }}",
]
ROWS = [["STT", "Họ và tên"], ["{%tr for member in members %}", ""]]
ROWS += [["{{ loop.index }}", "{{ member.name }}, {{ seats[member.seat] }}"], ["{%tr endfor %}", ""]]
AFTER = ["Có {{ so(members | length) }} đồng chí.", "{{ h.signer }}"]


def written(path, text=(), rows=(), after=()):
    """Write a template that is right but for the paragraphs and cells that are named by their numbers from 1."""
    word, (text, rows, after) = Document(), (dict(text), dict(rows), dict(after))
    for number, words in enumerate(TEXT, 1):
        word.add_paragraph(text.get(number, words))
    table = word.add_table(rows=len(ROWS), cols=2)
    for place, row in enumerate(ROWS, 1):
        for column, words in enumerate(row, 1):
            table.cell(place - 1, column - 1).text = rows.get((place, column), words)
    for number, words in enumerate(AFTER, 1):
        word.add_paragraph(after.get(number, words))
    word.save(path)
    return path


def test_a_good_template_has_no_fault(tmp_path):
    assert try_out(written(tmp_path / "t.docx"), EXAMPLE, NEEDS) == []


T, R, A = "text", "rows", "after"
# What is written where; the fault, its place (paragraph, table, row, column), its name and what was meant.
BROKEN = {
    "field misspelt": (T, 1, "{{ h.isuer }}", What.UNKNOWN, (1, 0, 0, 0), "h.isuer", "h.issuer"),
    "field without its group": (T, 1, "{{ issuer }}", What.UNKNOWN, (1, 0, 0, 0), "issuer", "h.issuer"),
    "name misspelt": (T, 5, "{{ nam }}", What.UNKNOWN, (5, 0, 0, 0), "nam", "name"),
    "field unlike any": (T, 5, "{{ budget }}", What.UNKNOWN, (5, 0, 0, 0), "budget", ""),
    "field of a row": (R, (3, 2), "{{ member.nmae }}", What.UNKNOWN, (11, 1, 3, 2), "member.nmae", "member.name"),
    "row outside its loop": (A, 1, "{{ basis }}", What.UNKNOWN, (14, 0, 0, 0), "basis", "bases"),
    "list misspelt": (R, (2, 1), "{%tr for member in membres %}", What.UNKNOWN, (8, 1, 2, 1), "membres", "members"),
    "word misspelt": (A, 1, "{{ s0(points) }}", What.UNKNOWN, (14, 0, 0, 0), "s0", "so"),
    "filter misspelt": (T, 1, "{{ h.issuer | uper }}", What.FILTER, (1, 0, 0, 0), "uper", "upper"),
    "loop not closed": (T, 4, "", What.NOT_CLOSED, (2, 0, 0, 0), "endfor", ""),
    "loop not opened": (A, 1, "{%p endfor %}", What.NOT_OPENED, (14, 0, 0, 0), "for", ""),
    "if not closed": (T, 5, "{% if party %}T/M", What.NOT_CLOSED, (5, 0, 0, 0), "endif", ""),
    "if closed as a loop": (T, 5, "{% if party %}T/M{% endfor %}", What.CROSSED, (5, 0, 0, 0), "{% if party %}", ""),
    "mark not ended": (T, 1, "{{ h.issuer", What.TORN, (1, 0, 0, 0), "", ""),
    "mark not begun": (A, 2, "h.signer }}", What.TORN, (15, 0, 0, 0), "", ""),
    "row in the text": (T, 5, "{%tr if party %}{% endif %}", What.OUTSIDE_TABLE, (5, 0, 0, 0), "", ""),
    "row ended below": (R, (4, 1), "", What.OTHER_TABLE, (14, 0, 0, 0), "{%tr for member in members %}", ""),
    "text beside a paragraph's mark": (
        T,
        2,
        "{%p for basis in bases %} Căn cứ",
        What.LOST_TEXT,
        (2, 0, 0, 0),
        "Căn cứ",
        "",
    ),
    "statement misspelt": (T, 5, "{% fi party %}", What.STATEMENT, (5, 0, 0, 0), "fi", "if"),
    "loop over a number": (T, 2, "{%p for basis in points %}", What.NO_LIST, (2, 0, 0, 0), "", ""),
    "two words": (T, 5, "{{ h issuer }}", What.SYNTAX, (5, 0, 0, 0), None, ""),
    "a count of a text": (A, 1, "{{ so(name) }}", What.VALUE, (14, 0, 0, 0), None, ""),
    "no signature": (A, 2, "Lê Văn Bình", What.MISSING, None, "h.signer", ""),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=list(BROKEN))
def test_a_fault_is_found_at_its_place(case, tmp_path):
    part, key, words, what, place, name, meant = case
    given = {part: {key: words}}
    if what == What.OTHER_TABLE:
        given["after"] = {1: "{%p endfor %}"}
    faults = try_out(written(tmp_path / "t.docx", **given), EXAMPLE, NEEDS)
    found = faults[0]
    spot = found.spot and (found.spot.paragraph, found.spot.table, found.spot.row, found.spot.column)
    assert (found.what, spot, found.meant) == (what, place, meant)
    if name is not None:
        assert found.name == name
    assert len(faults) == 1, faults


def test_a_mark_that_word_tore_over_runs_is_read_as_one(tmp_path):
    path = written(tmp_path / "t.docx")
    word = Document(path)
    first = word.paragraphs[0]
    first.runs[0].text = "{{ h.is"
    first.add_run("suer }").bold = True
    first.add_run("}")
    word.save(path)
    assert try_out(path, EXAMPLE, NEEDS) == []


def test_what_reaches_out_of_the_template_is_refused(tmp_path):
    faults = try_out(written(tmp_path / "t.docx", text={1: "{{ ''.__class__.__mro__ }}"}), EXAMPLE, NEEDS)
    assert [fault.what for fault in faults] == [What.VALUE]
