"""Says what a file from outside really is, and looks an office file over before any library opens it.

`check_archive` reads every byte once and keeps none; call it in the sandbox on files from strangers.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import IO

from kheo.lib.file_kinds import Kind
from kheo.lib.quick_scan import glance
from kheo.lib.unsafe import Problem, Unsafe
from kheo.lib.xml_parts import Part, RelationsListener, SheetScan, StylesListener, WorkbookListener

__all__ = ["Problem", "Unsafe", "check_archive", "kind_of"]

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 << 20
MOST_RATIO = 200
_RATIO_FROM = 1 << 20
_PIECE = 1 << 18
_GLANCED_FROM = 1 << 20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_STYLES = re.compile(r"xl/(?:[^/]+/)?styles\.xml$", re.I)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_TAGS = re.compile(rb"<(?:html|head|body|div|p|table|meta)\b", re.I)
_SAVED_PAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}?content-type:\s*multipart/related", re.I)
_MACROS = re.compile(r"vbaproject|vbadata\.xml$|/macrosheets/|^basic/|^scripts/", re.I)
_REFUSED_NAMES = {
    Problem.MACROS: _MACROS,
    Problem.EXTERNAL_LINKS: re.compile(r"/externallinks/|^xl/connections\.xml$|/querytables/", re.I),
    Problem.EMBEDDED: re.compile(r"oleobject|/activex/", re.I),
}
_CAPTIONS = re.compile(rb"WEBVTT(?:[ \t][^\n]*)?\r?\n")


_BRANDS = dict.fromkeys(
    (
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"dash",
        b"MSNV",
        b"M4V ",
        b"M4VH",
        b"M4VP",
    ),
    Kind.MP4,
) | {b"M4A ": Kind.M4A, b"M4B ": Kind.M4A}


def kind_of(source: Path | bytes) -> Kind:
    """Return what a file really is, whatever it is called."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        head = file.read(4096)
        if head.startswith(b"PK\x03\x04"):
            return _kind_of_zip(file)
        if head.startswith(_OLE):
            return _kind_of_ole(file)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    signatures = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
    found = next((kind for signature, kind in signatures.items() if head.startswith(signature)), _kind_of_media(head))
    return _kind_of_text(head) if found is Kind.UNKNOWN else found


def _kind_of_media(head: bytes) -> Kind:
    """Return which kind of video or sound the first bytes announce, if any; `kheo.lib.media` looks at the rest."""
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], Kind.UNKNOWN)
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return Kind.WEBM
    if head.startswith(b"OggS") and (b"vorbis" in head[:64] or b"OpusHead" in head[:64]):
        return Kind.OGG
    return Kind.MP3 if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")) else Kind.UNKNOWN


def _kind_of_text(head: bytes) -> Kind:
    """Return which kind of text it is, if it is any."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n")
    if _PAGE.match(plain):
        return Kind.HTML
    if plain.startswith(b"<") and b"<svg" in plain.lower():
        return Kind.SVG
    if plain.startswith(b"{\\rtf"):
        return Kind.RTF
    if not _is_text(head):
        return Kind.UNKNOWN
    if _SAVED_PAGE.match(plain):
        return Kind.MHT
    if _CAPTIONS.match(plain):
        return Kind.VTT
    return Kind.HTML if plain.startswith(b"<") and _TAGS.search(plain) else Kind.TEXT


def check_archive(path: Path, *, pass_macros: bool = False) -> list[SheetScan]:
    """Return what each sheet of an office file holds (nothing for a document).

    With `pass_macros` the parts of a program in the file are not opened; without, they refuse it.

    :raises Unsafe: at the first thing that no office file from outside may have.
    """
    with path.open("rb") as file, _open_zip(file) as archive:
        entries = archive.infolist()
        if pass_macros:
            entries = [entry for entry in entries if not _MACROS.search(entry.filename)]
        _check_entries(entries)
        labels, styles = _sheet_labels(archive), _percent_styles(archive)
        return [scan for entry in entries for scan in _check_entry(archive, entry, labels, styles, pass_macros)]


def _kind_of_zip(file: IO[bytes]) -> Kind:
    try:
        with _open_zip(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype")
                return Kind.ODS if declared == b"application/vnd.oasis.opendocument.spreadsheet" else Kind.ZIP
            if "xl/workbook.xml" in names:
                return Kind.XLSM if _has_program(archive, names) else Kind.XLSX
    except (Unsafe, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, KeyError, zlib.error):
        return Kind.ZIP
    return Kind.DOCX if "word/document.xml" in names else Kind.ZIP


def _has_program(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Return whether a workbook holds a program, or says that it may."""
    if any(_MACROS.search(name) for name in names):
        return True
    with archive.open("[Content_Types].xml") as types:
        return b"macroenabled" in types.read(_PIECE).lower()


def _is_text(head: bytes) -> bool:
    """Return whether the first bytes are text in any encoding: no control characters but those that part lines."""
    from kheo.lib.encodings.pages import unmarked_utf16  # noqa: PLC0415 -- slow import, and most processes take no file

    wide = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else unmarked_utf16(head)
    if wide:
        head = head.decode(wide, errors="ignore").encode()
    return bool(head.strip()) and not _CONTROLS.search(head)


def _kind_of_ole(file: IO[bytes]) -> Kind:
    """Look for the names that the directory of the old container gives its streams."""
    file.seek(0)
    data = file.read()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Kind.OLE_ENCRYPTED
    if "WordDocument".encode("utf-16-le") in data:
        return Kind.DOC
    books = ("Workbook".encode("utf-16-le"), "Book\x00".encode("utf-16-le"))
    return Kind.XLS if any(book in data for book in books) else Kind.UNKNOWN


def _open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive whose list of entries is small enough to read; raises Unsafe."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22 or tail[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        raise Unsafe(Problem.DAMAGED)
    entries, listed = struct.unpack_from("<HL", tail, end + 10)
    if entries > MOST_ENTRIES or listed > 1000 * MOST_ENTRIES:
        raise Unsafe(Problem.BOMB, entries=entries, limit=MOST_ENTRIES)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unsafe(Problem.DAMAGED) from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the list of entries says, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unsafe(Problem.BOMB, entries=len(entries), limit=MOST_UNPACKED)
    if len({name.lower() for name in names}) < len(names):
        raise Unsafe(Problem.UNSAFE_NAMES, part="")
    for entry in entries:
        if entry.flag_bits & 1:
            raise Unsafe(Problem.ENCRYPTED)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsafe(Problem.DAMAGED, part=entry.filename)
        if entry.file_size > _RATIO_FROM and entry.file_size > MOST_RATIO * entry.compress_size:
            raise Unsafe(Problem.BOMB, part=entry.filename)
        _check_name(entry.filename)


def _check_name(name: str) -> None:
    parts = re.split(r"[/\\]", name)
    if not name or parts[0] == "" or ".." in parts or ":" in name:
        raise Unsafe(Problem.UNSAFE_NAMES, part=name)
    for problem, pattern in _REFUSED_NAMES.items():
        if pattern.search(name):
            raise Unsafe(problem, part=name)


def _sheet_labels(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the name on the tab of each sheet by its part; nothing if the file has no such list."""
    names = archive.namelist()
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(names):
        return {}
    book, relations = (_read_part(archive, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if not isinstance(book.listener, WorkbookListener) or not isinstance(relations.listener, RelationsListener):
        return {}
    targets = relations.listener.targets
    return {
        normpath("xl/" + targets[relation] if targets[relation][:1] != "/" else targets[relation][1:]): name
        for relation, name in book.listener.sheets.items()
        if relation in targets
    }


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the styles by which cells of an Excel workbook show a number as percent."""
    names = [name for name in archive.namelist() if _STYLES.match(name)]
    listeners = [_read_part(archive, name).listener for name in names]
    return frozenset[str]().union(*(each.percent_styles for each in listeners if isinstance(each, StylesListener)))


def _read_part(archive: zipfile.ZipFile, name: str) -> Part:
    part = Part(name)
    for piece in _pieces(archive, archive.getinfo(name)):
        part.feed(piece)
    part.feed(b"", last=True)
    return part


def _check_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    labels: dict[str, str],
    percent_styles: frozenset[str],
    pass_macros: bool,
) -> list[SheetScan]:
    """Unpack one entry to its end (which proves its checksum) and look at what goes by."""
    name = labels.get(entry.filename, entry.filename)
    is_large = entry.file_size > _GLANCED_FROM and _SHEET.match(entry.filename)
    if is_large and (quick := glance(_pieces(archive, entry), name, percent_styles)):
        return [quick]
    part = None
    for number, piece in enumerate(_pieces(archive, entry)):
        if number == 0:
            if piece.startswith(_OLE):
                raise Unsafe(Problem.EMBEDDED, part=entry.filename)
            is_xml = piece.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")
            part = Part(name, pass_macros=pass_macros, percent_styles=percent_styles) if is_xml else None
        if part:
            part.feed(piece)
    if part is None:
        return []
    part.feed(b"", last=True)
    return list(part.listener.scans()) if part.listener else []


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as opened:
            while piece := opened.read(_PIECE):
                yield piece
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise Unsafe(Problem.DAMAGED, part=entry.filename) from error
