"""What stands beneath a picture in Vietnamese papers: what it shows, and who took it."""

import re
from typing import NamedTuple

LONGEST = 300
LONGEST_CREDIT = 150
_MOST_NAMES = 8  # words of a name, with the paper or office behind it
_NUMBERED = re.compile(r"(?:hình ảnh|ảnh|hình|photo|figure)\s*\d{1,3}\s*[.:–—-]\s*", re.I)
_NAMED = re.compile(r"(?:hình ảnh|ảnh|hình|chú thích(?: ảnh)?|trong ảnh|nguồn(?: ảnh)?|photo)\s*:\s*", re.I)
_BY = re.compile(
    r"(?P<before>.*?)[\s(\[,;–—-]*\b(?:ảnh|nguồn(?: ảnh)?|photo)\s*:\s*(?P<by>[^:]{2,150}?)[\s)\].]*$", re.I | re.S
)
_SMALL = frozenset({"và", "của", "-", "–", "—", "&", "/", "theo"})


class Caption(NamedTuple):
    """What a picture shows, and who took it; empty what is not said."""

    words: str
    credit: str


def caption_in(said: str, *, is_styled: bool) -> Caption | None:
    """Return what a paragraph behind a picture says of it; None if it is none of the picture's. One that is styled so
    needs no word by which it is known."""
    line = " ".join(said.split())
    bare = _inside(line)
    if len(line) > LONGEST or not bare or not (is_styled or _NUMBERED.match(bare) or _NAMED.match(bare) or _ends(bare)):
        return None
    if credit := credit_in(bare):
        return Caption("", credit)
    told = _NUMBERED.sub("", bare, count=1) if _NUMBERED.match(bare) else bare
    by = _BY.fullmatch(told)
    if by and by["before"].strip() and _is_name(by["by"]):
        return Caption(_unnamed(by["before"]).rstrip(" ."), by["by"].strip())
    return Caption(_unnamed(told), "")


def credit_in(said: str) -> str:
    """Return who took a picture, where a paragraph says nothing else: "Ảnh: Thu Hà"; empty otherwise."""
    bare = _inside(" ".join(said.split()))
    named = _NAMED.match(bare)
    by = bare[named.end() :].strip(" .") if named else ""
    return by if by and len(by) <= LONGEST_CREDIT and _is_name(by) else ""


def _ends(line: str) -> bool:
    """Return whether a line ends by saying who took a picture."""
    by = _BY.fullmatch(line)
    return bool(by and by["before"].strip() and _is_name(by["by"]))


def _inside(line: str) -> str:
    """Return a line without the brackets around all of it."""
    pair = line[:1] + line[-1:]
    return line[1:-1].strip() if pair in ("()", "[]") and not set("()[]") & set(line[1:-1]) else line


def _unnamed(words: str) -> str:
    named = _NAMED.match(words)
    return words[named.end() if named else 0 :].strip()


def _is_name(words: str) -> bool:
    """Return whether words can be the name of a person or an office."""
    names = words.split()
    return 0 < len(names) <= _MOST_NAMES and all(one[:1].isupper() or one in _SMALL for one in names)
