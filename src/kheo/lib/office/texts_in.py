"""Reads what a document from outside says: Word, PDF, web pages, RTF and plain text, repaired where it was typed in an
old encoding, each part with its place."""

from pathlib import Path
from tempfile import TemporaryDirectory

from kheo.lib.conversion.convert import to_docx
from kheo.lib.encodings.pages import text_of
from kheo.lib.file_kinds import Kind
from kheo.lib.office.text_parts import MOST_CHARACTERS, Assumed, Draft, Notice, Part, Text
from kheo.lib.safe_files import Problem, Unsafe, kind_of
from kheo.lib.sandbox import ChildFailed, Limits, run_within

__all__ = ["KINDS", "Notice", "Part", "Text", "read_text", "text_from"]

KINDS = frozenset({Kind.DOCX, Kind.DOC, Kind.PDF, Kind.HTML, Kind.MHT, Kind.RTF, Kind.TEXT})
"""The kinds of file that can be read."""

_LIMITS = Limits(memory=480 << 20, cpu_seconds=30, wall_seconds=60)
_MOST_BYTES = 40 << 20


def read_text(path: Path, *, assume: Assumed = None) -> Text:
    """Return what a document says. `assume` takes all of it for one old encoding, or for none.

    All parsing happens in a child process with limits; nothing is run, evaluated or fetched.

    :raises Unsafe: for what cannot or must not be read: a scan, a password, macros, another kind of file.
    """
    kind = kind_of(path)
    if kind is not Kind.DOC:
        return _within(path, kind, assume)
    with TemporaryDirectory() as folder:
        return _within(to_docx(path, Path(folder)), kind, assume)


def text_from(text: str, *, assume: Assumed = None) -> Text:
    """Return pasted text as if it had been read from a file.

    :raises Unsafe: if it is longer than can be read.
    """
    draft = Draft(Kind.TEXT)
    _add_lines(text, draft)
    return draft.finish(assume)


def _within(path: Path, kind: Kind, assume: Assumed) -> Text:
    try:
        return run_within(_LIMITS, _read, path, kind, assume)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure


def _read(path: Path, kind: Kind, assume: Assumed) -> Text:
    """Do the reading, in the child."""
    draft = Draft(kind.value)
    if path.stat().st_size > _MOST_BYTES:
        raise Unsafe(Problem.TOO_LARGE, limit=_MOST_BYTES)
    if kind is Kind.OLE_ENCRYPTED:
        raise Unsafe(Problem.ENCRYPTED)
    if kind in (Kind.DOCX, Kind.DOC):
        from kheo.lib.office.word_in import read_word  # noqa: PLC0415 -- slow import, here and below

        read_word(path, draft)
    elif kind is Kind.PDF:
        from kheo.lib.office.pdf_in import read_pdf  # noqa: PLC0415

        read_pdf(path, draft)
    elif kind in (Kind.HTML, Kind.MHT):
        from kheo.lib.office.html_in import read_html, read_mht  # noqa: PLC0415

        {Kind.HTML: read_html, Kind.MHT: read_mht}[kind](path.read_bytes(), draft)
    elif kind is Kind.RTF:
        from kheo.lib.office.rtf_in import read_rtf  # noqa: PLC0415

        read_rtf(path.read_bytes(), draft)
    elif kind is Kind.TEXT:
        _add_lines(text_of(path.read_bytes()), draft)
    else:
        raise Unsafe(Problem.NOT_A_TEXT, kind=kind.value)
    return draft.finish(assume)


def _add_lines(text: str, draft: Draft) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Unsafe(Problem.TOO_LONG, characters=MOST_CHARACTERS)
    for line in text.splitlines():
        draft.add("paragraph", line)
