"""Why a file from outside is not taken in: a code for the machine; the rooms above say it in words."""

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a file."""

    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NOT_A_WORKBOOK = "not_a_workbook"
    NOT_A_TEXT = "not_a_text"
    SCAN = "scan"
    NO_CONVERTER = "no_converter"
    NOT_AN_IMAGE = "not_an_image"
    SVG = "svg"
    POLYGLOT = "polyglot"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    BOMB = "bomb"
    UNSAFE_NAMES = "unsafe_names"
    DOCTYPE = "doctype"
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED = "embedded"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    FAR_CELL = "far_cell"
    EMPTY_ROWS = "empty_rows"
    UNREADABLE = "unreadable"


class Unsafe(Exception):
    """A file is refused; `details` holds what a message can name (sheet, cell, limit …)."""

    def __init__(self, code: Problem, **details: str | int) -> None:
        """Keep the code and its details."""
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Return the code and its details, for the log."""
        return " ".join([self.code.value, *(f"{name}={value!r}" for name, value in sorted(self.details.items()))])
