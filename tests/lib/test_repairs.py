import re
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.encodings import detect, repair
from kheo.lib.encodings.backwards import tcvn3_runs, to_tcvn3, to_viqr, to_vni, to_vps
from kheo.lib.encodings.pages import text_of
from kheo.lib.encodings.schemes import SCHEMES
from kheo.lib.repairs import report, undo
from tests.lib.test_encodings import SYLLABLES

SAID = "Năm 2017, phong trào thi đua Dân vận khéo được quan tâm chỉ đạo; ủng hộ hộ nghèo, giữ vững quốc phòng. Là gì?"
WAYS = {"tcvn3": to_tcvn3, "vni": to_vni, "vps": to_vps, "viqr": to_viqr}
SENTENCES = st.lists(SYLLABLES, min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("old", WAYS)
def test_each_encoding_is_found_and_repaired(old):
    typed = WAYS[old](SAID)
    assert (detect(typed), repair(typed)) == (old, SAID)
    done = report(typed)
    assert (done.text, done.old) == (SAID, (old,))


@pytest.mark.parametrize("old", WAYS)
@given(SENTENCES)
def test_the_way_there_and_back_loses_nothing(old, text):
    assert SCHEMES[old].decode(WAYS[old](text)) == text


@pytest.mark.parametrize("old", ["vni", "vps", "viqr"])
@given(SENTENCES)
def test_capitals_too_come_back(old, text):
    for said in (text.title(), text.upper()):
        assert SCHEMES[old].decode(WAYS[old](said)) == said


@given(st.one_of(SENTENCES, SENTENCES.map(str.title), SENTENCES.map(str.upper)))
def test_tcvn3_comes_back_run_by_run_when_the_font_says_what_is_a_capital(text):
    runs = tcvn3_runs(text).runs
    assert "".join(SCHEMES["tcvn3"].decode(run.text, capitals=run.capitals) for run in runs) == text


def test_signs_that_tcvn3_has_not_are_named():
    back = tcvn3_runs("“Đ” №")
    assert (back.simplified, back.lost) == (("“", "”"), ("№",))


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1258"])
@pytest.mark.parametrize("old", ["tcvn3", "vni"])
def test_bytes_are_repaired_on_whatever_page_they_were_read(old, page):
    seen = WAYS[old](SAID).encode("latin-1").decode(page)
    assert repair(seen) == SAID


@pytest.mark.parametrize("page", ["latin-1", "cp1252"])
def test_utf_8_that_was_misread_is_repaired(page):
    said = "Dân vận khéo ở xã: “đường quê” – phố"
    seen = "".join(bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in said.encode())
    done = report(seen)
    assert (done.text, done.old) == (said, ("utf8",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_files_are_read_by_their_mark(encoding):
    assert text_of(SAID.encode(encoding)) == SAID


def on_1258(char):
    """Return a letter as that page writes it: one with a hat whole, its tone by itself."""
    parts = unicodedata.normalize("NFD", char)
    if char in "âêôăơưđ" or "\u0302" not in parts:
        return char if char in "âêôăơưđ" else parts
    return unicodedata.normalize("NFC", parts[0] + "\u0302") + parts[1:].replace("\u0302", "")


def test_a_file_on_the_vietnamese_page_of_windows_is_read():
    written = "".join(map(on_1258, "mô hình dân vận khéo"))
    assert unicodedata.normalize("NFC", text_of(written.encode("cp1258"))) == "mô hình dân vận khéo"


def test_a_text_that_is_partly_unicode_is_repaired_where_it_is_not():
    mixed = "Kính gửi: Ủy ban. M« h×nh D©n vËn khÐo của xã Yên Hòa\nMoâ hình Daân vaän kheùo\nkết thúc"
    done = report(mixed)
    assert done.text == "Kính gửi: Ủy ban. Mô hình Dân vận khéo của xã Yên Hòa\nMô hình Dân vận khéo\nkết thúc"
    assert [(p.start, p.before, p.after, p.why) for p in done.pieces] == [
        (18, "M« h×nh D©n vËn khÐo", "Mô hình Dân vận khéo", "tcvn3"),
        (mixed.index("Moâ"), "Moâ hình Daân vaän kheùo", "Mô hình Dân vận khéo", "vni"),
    ]
    assert done.counts == {"tcvn3": 5, "vni": 5}


def test_the_small_faults_of_unicode_are_told_each():
    faulty = unicodedata.normalize("NFD", "Tiếng") + " Ðảng  bộ\u200b “abc\" ''nghĩa tình''  \r\nQÐ-UBND\u00a0x "
    done = report(faulty)
    assert done.text == 'Tiếng Đảng bộ “abc” "nghĩa tình"\nQĐ-UBND x'
    assert set(done.counts) == {"composed", "eth", "unseen", "quotes", "spaces"}
    assert undo(done.text, done.pieces) == faulty


@given(st.text(alphabet=st.sampled_from("aeo uMD«×©Ëh nvd\n\r\u0301\u0302\u200b\"“”'ÐĐ.ô\u00a0íìµ¸")))
def test_every_repair_can_be_undone(text):
    done = report(text)
    assert undo(done.text, done.pieces) == text


@given(SENTENCES, st.sampled_from(["tcvn3", "vni", "vps", "viqr"]))
def test_repairs_of_old_texts_can_be_undone(text, old):
    typed = f"Ủy ban: {WAYS[old](text)}\n{WAYS[old](text)}"
    done = report(typed)
    assert undo(done.text, done.pieces) == typed


@pytest.mark.parametrize(
    "text",
    [
        "I'm sure; who? a.m. U.S.A. don't add o'clock, O+ and A+; C++ x^2 + y^2; e.g. to? so. no.",
        "m², km², m³, 5 µm, 20 °C, ±3 %, 1ª, nº 3, §2, «Bonjour», L'élève a déjà été",
        "nguoi.dung+tin@example.org https://example.org/a?b=c(d) 12-QĐ/HU 99/QĐ-UBND 06-QĐ/BCĐ",
        "Straße, Ærø, São João, çà et là, ÷ × ¢ £ ¥ © ® ™ “trích” – —…",
    ],
)
def test_other_languages_measures_codes_and_addresses_are_left_alone(text):
    assert repair(text) == text


def test_nothing_in_the_texts_of_this_repository_is_taken_for_an_old_encoding():
    root = Path(settings.ROOT)
    paths = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("src/kheo/locale/vi/LC_MESSAGES/*.po")]
    paths += [path for path in root.glob("src/kheo/**/*.py") if "encodings" not in path.parts]
    read = [path.read_text("utf-8") for path in paths]
    # What is shown as an example of wrong letters stands in these.
    shown = re.compile("D©n|Moâ|váº|M« h×nh|HéI NGHÞ|¸o|Ã¢|kheùo")
    lines = {line for text in read for line in text.splitlines() if not shown.search(line)}
    assert len(lines) > 5_000
    assert [line for line in lines if repair(line) != line] == []


def test_a_line_that_is_right_as_it_stands_stays_beside_old_ones():
    assert report("Báo cáo năm\nM« h×nh D©n vËn khÐo").text == "Báo cáo năm\nMô hình Dân vận khéo"
    assert report("Báo cáo\nM« h×nh D©n vËn khÐo cã hé").text == "Báo cáo\nMô hình Dân vận khéo có hộ"


def test_what_was_misread_does_not_hide_what_is_in_an_old_typeface():
    mixed = "Kính gửi: Ủy ban\nM« h×nh D©n vËn khÐo\nMoâ hình Daân vaän kheùo\nDÃ¢n váº\u00adn khÃ©o"
    done = report(mixed)
    assert done.text == "Kính gửi: Ủy ban\nMô hình Dân vận khéo\nMô hình Dân vận khéo\nDân vận khéo"
    assert undo(done.text, done.pieces) == mixed
