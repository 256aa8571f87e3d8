"""Checks how any .docx is laid out against the rules of the State or of the Party."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kheo.lib.file_kinds import Kind
from kheo.lib.office.formats import letters, writing
from kheo.lib.office.formats.blocks import Parts, parts_of
from kheo.lib.office.formats.findings import Finding, Report, gathered
from kheo.lib.office.formats.lines import Paper
from kheo.lib.office.formats.profiles import Block, Form, Profile, profile_of, profile_on
from kheo.lib.office.formats.word import read_paper
from kheo.lib.safe_files import Problem, Unsafe, kind_of
from kheo.lib.sandbox import ChildFailed, Limits, run_within

_LIMITS = Limits(memory=480 << 20, cpu_seconds=30, wall_seconds=60)
_MOST_BYTES = 20 << 20
_DAY = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.I)
_PARTY_NUMBER = re.compile(r"Số\s*:?\s*[\d….\s]*-")


def check(path: Path, *, today: date, profile: str = "") -> Report:
    """Return how a .docx departs from a profile, or from that of its head and its day where none is named.

    All reading happens in a child process with limits; nothing is run, evaluated or fetched.

    :raises Unsafe: for what cannot or must not be read: another kind of file, a password, macros.
    """
    kind = kind_of(path)
    if kind is not Kind.DOCX:
        raise Unsafe(_why_not(kind), kind=kind.value)
    if path.stat().st_size > _MOST_BYTES:
        raise Unsafe(Problem.TOO_LARGE, limit=_MOST_BYTES)
    try:
        return run_within(_LIMITS, check_here, path, today=today, profile=profile)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure


def _why_not(kind: Kind) -> Problem:
    return {Kind.OLE_ENCRYPTED: Problem.ENCRYPTED, Kind.DOC: Problem.NO_CONVERTER}.get(kind, Problem.NOT_A_TEXT)


def check_here(path: Path, *, today: date, profile: str = "") -> Report:
    """Do the check in this process: in the child, or of a document of our own."""
    paper = read_paper(path)
    parts = parts_of(paper)
    day = day_of(parts)
    chosen = profile_of(profile) if profile else profile_on(form_of(parts), day or today)
    found = gathered(_all(paper, parts, chosen))
    blocks = tuple(block for block in Block if parts.of(block))
    return Report(chosen.key, not profile, day.isoformat() if day else "", blocks, found)


def form_of(parts: Parts) -> Form:
    """Return by whose rules a document is written, by its head, else by its number."""
    if parts.of(Block.NATION) or parts.of(Block.MOTTO):
        return "state"
    is_party = parts.of(Block.PARTY_TITLE) or _PARTY_NUMBER.match(parts.words(Block.NUMBER))
    return "party" if is_party else "state"


def day_of(parts: Parts) -> date | None:
    """Return the day of a document, if its head says one."""
    found = _DAY.search(parts.words(Block.PLACE_AND_DAY))
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _all(paper: Paper, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what every check finds. A document in an old typeface is not understood, so its parts are not judged."""
    yield from writing.pages(paper, profile)
    yield from writing.page_numbers(paper, profile)
    typed = list(letters.typefaces(paper, profile))
    yield from typed
    has_title = parts.of(Block.NATION) or parts.of(Block.PARTY_TITLE)
    if not has_title and any(one.what.startswith("old_") for one in typed):
        return
    yield from writing.missing(parts, profile)
    yield from writing.rules_and_signs(parts, profile)
    yield from letters.looks(parts, profile)
    yield from letters.head_sizes(parts, profile)
    yield from letters.text(parts, paper, profile)
    for written in (writing.numbers, writing.days, writing.signatures, writing.lists):
        yield from written(parts, profile)
