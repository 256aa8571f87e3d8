"""The words by which headings, sums, notes and marks in a list are known. To teach it a new wording, add it here; the
words of a column's heading stand with the column (`Column.also`)."""

import re
from functools import lru_cache

from django.utils.translation import gettext_lazy

from kheo.lib.encodings import repair
from kheo.machinery.intake.kit import official, plain

ORDINAL = gettext_lazy("No.")
EXAMPLE = gettext_lazy("Example")
NOTES_TAB = gettext_lazy("Guide")
LISTS_TAB = gettext_lazy("Lists")
ORIGIN_TAB = gettext_lazy("As downloaded")
MARKS_TAB = gettext_lazy("Result of the check")
NEEDED_MARK = " (*)"

ORDINALS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "tt chung"})
_SUM = re.compile(r"(tong cong|tong so|tong|cong|cong don|tong hop)( (chung|so|cong|muc|phan|i|ii|iii|iv|v))*")
_SUM_OF = re.compile(r"(tong cong|tong so|tong|cong) .{1,80}")
_MARKS = frozenset({"x", "v", "co", "✓", "✔", "√", "☑", "●", "+"})
_SAME_AS_ABOVE = frozenset({'"', "''", "”", "“", "-nt-", "nt", "- nt -", "-//-", "//", "như trên", "nhu tren"})
_NUMBERING = re.compile(r"\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3})\s*[.)/:\-–]+\s*|\s*(?:[IVXLC]{1,6})\s*$")
_COUNT_BEHIND = re.compile(r"[\s:(\-–]*\(?\s*(\d{1,6})\s*[^\d()]{0,40}\)?\s*$")
_ROMAN = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐ][.)]?")
_ARABIC = re.compile(r"\d{1,6}[.)]?")


@lru_cache(maxsize=2048)
def heading_key(text: str) -> str:
    """Return what a heading is compared by: repaired, without accents and signs."""
    return plain(repair(text))


def is_ordinal(key: str) -> bool:
    """Return whether a heading is that of the running numbers."""
    return key in ORDINALS or key == plain(official(ORDINAL))


def is_sum(text: str) -> bool:
    """Return whether a text begins a row of sums."""
    if text[:1].lower() not in ("t", "c"):
        return False
    key = plain(text)
    return bool(_SUM.fullmatch(key) or _SUM_OF.fullmatch(key) or _SUM.fullmatch(re.sub(r" ?\d.*$", "", key)))


def is_mark(text: str) -> bool:
    """Return whether a cell is only marked."""
    return text.strip().lower() in _MARKS


def is_nothing(text: str) -> bool:
    """Return whether a cell that may be marked is not."""
    return text.strip() in ("", "0", "-")


def is_same_as_above(text: str) -> bool:
    """Return whether a cell says that the one above it holds here too."""
    return text.strip().lower() in _SAME_AS_ABOVE


def is_running(text: str) -> bool:
    """Return whether a cell is the running number of a record: 7 or 7."""
    return bool(_ARABIC.fullmatch(text.strip()))


def is_part_number(text: str) -> bool:
    """Return whether a cell numbers a part of a list: II or B."""
    return bool(_ROMAN.fullmatch(text.strip()))


def without_number(text: str) -> str:
    """Return the title of a part of a list without its number: "II. Kinh tế" is "Kinh tế"."""
    return _NUMBERING.sub("", text, count=1).strip(" :.")


def number_behind(text: str) -> tuple[str, int | None]:
    """Return a title and the count behind it: "Kinh tế (12 mô hình)" is "Kinh tế" and 12."""
    found = _COUNT_BEHIND.search(text)
    return (text[: found.start()].strip(), int(found[1])) if found and found.start() else (text, None)
