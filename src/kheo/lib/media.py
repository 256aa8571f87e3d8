"""Looks a video, a sound or captions over before they are kept: whole, of one kind, and nothing else besides.

They are kept and served as they came; nothing here decodes them, so no library is needed.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kheo.lib.file_kinds import Kind
from kheo.lib.safe_files import Problem, Unsafe

MEDIA = frozenset({Kind.MP4, Kind.WEBM, Kind.MP3, Kind.M4A, Kind.OGG})
LARGEST_CAPTIONS = 1 << 20
_HEAD = 1024
_SCRIPTS = (b"%pdf-", b"<svg", b"<html", b"<script", b"<?php", b"<!doctype")
_WITHIN = {b"moov", b"trak", b"mdia"}
_MOST_BOXES = 10_000
_CUE = re.compile(r"^\s*(?:\d+:)?\d\d:\d\d\.\d{3}\s+-->\s+(?:\d+:)?\d\d:\d\d\.\d{3}", re.M)
_RATES = {3: 1152, 2: 576, 0: 576}  # samples in a frame of the third layer, by version


def look_over(path: Path, kind: Kind) -> Kind:
    """Return which kind of video or sound a file is for sure: an MP4 with no picture in it is a sound.

    :raises Unsafe: if it is not whole, or something else besides.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if any(script in head.lower() for script in _SCRIPTS) or zipfile.is_zipfile(path):
            raise Unsafe(Problem.POLYGLOT)
        if kind in (Kind.MP4, Kind.M4A):
            return _by_tracks(file)
        if kind is Kind.MP3 and not _has_frames(file):
            raise Unsafe(Problem.DAMAGED)
    return kind


def check_captions(path: Path) -> None:
    """Do nothing if a file of captions can be shown.

    :raises Unsafe: if it is too large, no UTF-8, or has no line with a time.
    """
    if path.stat().st_size > LARGEST_CAPTIONS:
        raise Unsafe(Problem.TOO_LARGE, limit=LARGEST_CAPTIONS)
    try:
        words = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unsafe(Problem.DAMAGED) from error
    if not _CUE.search(words):
        raise Unsafe(Problem.DAMAGED)


def _by_tracks(file: IO[bytes]) -> Kind:
    """Return whether there is a picture or only sound, by what each track says that it is."""
    end = file.seek(0, 2)
    tracks = set(_tracks(file, 0, end, [0]))
    if b"vide" in tracks:
        return Kind.MP4
    if b"soun" in tracks:
        return Kind.M4A
    raise Unsafe(Problem.DAMAGED)


def _tracks(file: IO[bytes], start: int, end: int, count: list[int]) -> Iterator[bytes]:
    """Yield the kind of each track between two places of a file of boxes, whose sizes must add up."""
    while start < end:
        count[0] += 1
        file.seek(start)
        size, name = struct.unpack(">I4s", _exactly(file, 8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", _exactly(file, 8))[0], 16
        elif size == 0:  # to the end of the file
            size = end - start
        if size < head or start + size > end or count[0] > _MOST_BOXES:
            raise Unsafe(Problem.DAMAGED)
        if name in _WITHIN:
            yield from _tracks(file, start + head, start + size, count)
        elif name == b"hdlr":
            yield _exactly(file, 12)[8:]
        start += size


def _exactly(file: IO[bytes], number: int) -> bytes:
    found = file.read(number)
    if len(found) < number:
        raise Unsafe(Problem.DAMAGED)
    return found


def _has_frames(file: IO[bytes]) -> bool:
    """Return whether two frames of MP3 follow each other behind the words at the beginning of a file."""
    file.seek(0)
    head, start = file.read(10), 0
    if head.startswith(b"ID3") and len(head) == 10:
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
    file.seek(start)
    data = file.read(1 << 16)
    first = next((at for at in range(len(data) - 3) if _frame(data[at : at + 4])), None)
    return first is not None and _frame(data[first + _frame(data[first : first + 4]) :][:4]) > 0


def _frame(head: bytes) -> int:
    """Return how long the frame is that begins with these four bytes, 0 if none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    table = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
    low = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
    kilobits = (table if version == 3 else low)[bits - 1]
    hertz = (44100, 48000, 32000)[rate] // {3: 1, 2: 2, 0: 4}[version]
    return _RATES[version] // 8 * kilobits * 1000 // hertz + (head[2] >> 1 & 1)
