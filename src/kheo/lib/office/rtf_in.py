"""Reads the text of an RTF file by itself: letters, paragraphs and tables, nothing that is embedded."""

import re
from typing import NamedTuple

from kheo.lib.office.text_parts import Draft, Run

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I)
_NOT_TEXT = """
    stylesheet info pict object colortbl listtable listoverridetable rsidtbl generator themedata datastore xmlnstbl
    latentstyles fldinst header footer headerl headerr footerl footerr nonshppict filetbl revtbl
"""
_UNSPOKEN = frozenset(_NOT_TEXT.split())
_SIGNS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’"}
_SIGNS |= {"ldblquote": "“", "rdblquote": "”", "cell": " | ", "emspace": " ", "enspace": " "}
_MOST_DEEP = 500


class _Group(NamedTuple):
    """What holds within a pair of braces."""

    silent: bool = False
    skip: int = 1
    font: int = 0
    in_fonts: bool = False


def read_rtf(data: bytes, draft: Draft) -> None:
    """Put the text of an RTF file into a draft; the page is that of Latin letters, and old fonts are known by name."""
    reader = _Reader(draft)
    for token in _TOKEN.finditer(data.decode("cp1252", errors="replace")):
        reader.take(token)
    reader.end_part()


class _Reader:
    """Follows groups and collects the runs of a paragraph."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._stack: list[_Group] = []
        self._now = _Group()
        self._runs: list[Run] = []
        self._fonts: dict[int, str] = {}
        self._page = "cp1252"
        self._passing = 0  # characters after \u that older programs read

    def take(self, token: re.Match[str]) -> None:
        """Take one token."""
        word, number, code, sign, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word.lower(), int(number) if number else None)
        elif code:
            self._say(bytes([int(code, 16)]).decode(self._page, errors="ignore") or chr(int(code, 16)))
        elif sign:
            self._sign(sign)
        elif text:
            self._say(text)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            if len(self._stack) < _MOST_DEEP:
                self._stack.append(self._now)
        elif self._stack:
            self._now = self._stack.pop()
        self._passing = 0

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._now = self._now._replace(silent=True)
        elif sign in "\\{}":
            self._say(sign)
        elif sign == "~":
            self._say("\u00a0")
        elif sign == "_":
            self._say("-")

    def _word(self, word: str, number: int | None) -> None:
        if word in _UNSPOKEN:
            self._now = self._now._replace(silent=True)
        elif word == "fonttbl":
            self._now = self._now._replace(in_fonts=True)
        elif word in ("par", "row", "sect", "page") and not self._now.silent:
            self.end_part("row" if word == "row" else "paragraph")
        elif word == "u" and number is not None:
            self._say(_char(number))
            self._passing = self._now.skip
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif number is not None:
            self._set(word, number)
        elif word == "plain":
            self._now = self._now._replace(font=0)

    def _set(self, word: str, number: int) -> None:
        if word == "uc":
            self._now = self._now._replace(skip=max(0, min(number, 8)))
        elif word == "f":
            self._now = self._now._replace(font=number)
        elif word == "ansicpg" and number in (1250, 1252, 1258):
            self._page = f"cp{number}"

    def _say(self, text: str) -> None:
        if self._passing:
            self._passing, text = max(0, self._passing - len(text)), text[self._passing :]
        if self._now.in_fonts:
            self._fonts[self._now.font] = self._fonts.get(self._now.font, "") + text.strip(";")
        elif text and not self._now.silent:
            self._runs.append(Run(text, self._fonts.get(self._now.font, "")))

    def end_part(self, kind: str = "paragraph") -> None:
        """Add what was collected."""
        if kind == "row":
            while self._runs and self._runs[-1].text == " | ":
                self._runs.pop()
            self._draft.add("row", self._runs)
        else:
            self._draft.add("paragraph", self._runs)
        self._runs = []


def _char(number: int) -> str:
    number = number + 65536 if number < 0 else number
    return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x10FFFF else "\ufffd"
