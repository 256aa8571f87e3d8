from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.reading.reader import read
from kheo.movement.readings.models import Source
from kheo.movement.readings.web.source import lines_of, place_of, seen
from tests.readings.test_rules import REPORT


def facts(text):
    return read(text, today=date(2018, 2, 1)).as_json()


def test_each_finding_has_its_place_in_the_text_and_the_text_is_whole():
    findings = facts(REPORT)
    lines = list(lines_of(REPORT, findings))
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == REPORT
    places = {place for line in lines for piece in line for place in piece.places}
    assert place_of(findings["total"]["start"], findings["total"]["end"]) in places
    assert {place_of(one["start"], one["end"]) for one in findings["figures"]} <= places


def test_where_marks_overlap_the_shorter_is_seen():
    text = "Tiếp tục xây dựng 150 mô hình."
    findings = {
        "directives": [{"start": 0, "end": 29, "text": text}],
        "figures": [{"start": 18, "end": 29, "text": "150 mô hình"}],
    }
    (line,) = lines_of(text, findings)
    assert [(piece.text, piece.mark) for piece in line] == [
        ("Tiếp tục xây dựng ", ""),
        ("150 mô hình", "number"),
        (".", ""),
    ]


@given(
    st.text("ab \n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
)
def test_marks_never_change_the_text(text, marks):
    figures = [{"start": start, "end": start + length, "text": ""} for start, length in marks]
    lines = list(lines_of(text, {"figures": figures}))
    assert ["".join(piece.text for piece in line) for line in lines] == [
        line for line in text.split("\n") if line.strip()
    ]


def test_what_happened_to_the_text_on_the_way_is_told():
    told = seen(Source(text=REPORT, findings=facts(REPORT), notices=[["repaired", 2], ["pages_without_text", 1]])).notes
    assert len(told) == 2
    assert "2" in told[0]
    assert seen(Source(text=REPORT, findings=facts(REPORT), notices=[])).notes == []
