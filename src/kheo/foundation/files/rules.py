from collections.abc import Collection, Iterable

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from kheo.lib.file_kinds import Kind

PHOTO_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
PAPER_KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})
WORDY_KINDS = frozenset({Kind.PDF, Kind.DOCX})
VIDEO_KINDS = frozenset({Kind.MP4, Kind.WEBM})
AUDIO_KINDS = frozenset({Kind.MP3, Kind.M4A, Kind.OGG})
CAPTION_KINDS = frozenset({Kind.VTT})
MOST_WORDS = 100_000  # characters of a file that are kept, shown and found: about forty pages
_NAMES = {
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.WEBP: "WebP",
    Kind.PDF: "PDF",
    Kind.DOCX: "Word (.docx)",
    Kind.XLSX: "Excel (.xlsx)",
    Kind.XLSM: "Excel (.xlsm)",
    Kind.XLS: "Excel (.xls)",
    Kind.ODS: "OpenDocument (.ods)",
    Kind.TEXT: "TXT, CSV",
    Kind.DOC: "Word (.doc)",
    Kind.RTF: "RTF",
    Kind.HTML: "HTML",
    Kind.MHT: "MHT",
    Kind.MP4: "MP4",
    Kind.WEBM: "WebM",
    Kind.MP3: "MP3",
    Kind.M4A: "M4A",
    Kind.OGG: "OGG",
    Kind.VTT: "WebVTT (.vtt)",
}


def largest(kinds: Collection[str]) -> int:
    """Return how many bytes a file of these kinds may have at most."""
    megabytes = settings.MAX_PHOTO_MB if set(kinds) <= PHOTO_KINDS else settings.MAX_FILE_MB
    if (VIDEO_KINDS | AUDIO_KINDS) & set(kinds):
        megabytes = settings.MAX_MEDIA_MB
    return int(megabytes) * 1024 * 1024


def words_kept(paragraphs: Iterable[str]) -> tuple[str, bool]:
    """Return the paragraphs of a document one a line, as many as are kept, and whether that is not all of them."""
    lines, length = list[str](), 0
    for paragraph in paragraphs:
        line = " ".join(paragraph.replace("\x00", "").split())
        if not line:
            continue
        if length + len(line) > MOST_WORDS:
            return "\n".join([*lines, line[: MOST_WORDS - length]]).rstrip(), True
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines), False


def kind_name(kind: str) -> str:
    """Return how people call a kind of file."""
    return _NAMES.get(Kind(kind), kind)


def words_for(code: str, *, name: str, most: int, kinds: Collection[str] = ()) -> str:
    """Return why a file was not taken in, and what to do about it; `most` is its limit in bytes."""
    known = {
        "too_large": _("“%(name)s” is larger than %(most)s. Send a smaller one."),
        "too_long": _("“%(name)s” is too long to be read in one piece. Split it and send the parts."),
        "wrong_kind": _("“%(name)s” is not a kind of file that is accepted here. Accepted: %(kinds)s."),
        "svg": _("“%(name)s” is an SVG drawing, not a photo. Save it as JPEG or PNG and send it again."),
        "not_an_image": _("“%(name)s” is not a photo. Send a JPEG, PNG or WebP file."),
        "polyglot": _("“%(name)s” holds something else besides the photo and was refused. Take the photo again."),
        "captions": _(
            "“%(name)s” is no file of captions. Save the captions as WebVTT (.vtt) in UTF-8 and send it again."
        ),
        "mixed_media": _(
            "“%(name)s” holds something else besides sound and pictures and was refused. Export it again as MP4 or MP3."
        ),
        "too_many_pixels": _("The picture “%(name)s” has too many pixels. Send a smaller one."),
        "encrypted": _("“%(name)s” is protected by a password. Remove the password and send it again."),
        "not_a_workbook": _("“%(name)s” is not an Excel workbook. Save it as .xlsx and send it again."),
        "bomb": _("“%(name)s” unpacks to far more than it should and was refused."),
        "too_many_rows": _("“%(name)s” has more rows or columns than can be read. Split it and send the parts."),
        "empty_rows": _(
            "“%(name)s” has very many empty formatted rows. Delete the rows below the table and send it again."
        ),
        "macros": _("“%(name)s” contains macros. Save it without macros and send it again."),
        "external_links": _("“%(name)s” has links to other files. Break the links and send it again."),
        "embedded": _("“%(name)s” has other files embedded in it. Take them out and send them by themselves."),
        "scan": _(
            "“%(name)s” is a scan: it holds pictures of pages, no text. Send the Word file that it was made from."
        ),
        "no_converter": _("“%(name)s” is an old Word file (.doc). Save it as .docx in Word and send it again."),
        "not_a_text": _("“%(name)s” is not a kind of document that can be read here. Save it as .docx or .txt."),
        "damaged": _("“%(name)s” is damaged and cannot be read. Save it again and send the new copy."),
    }
    alike = {"too_many_columns": "too_many_rows", "far_cell": "too_many_rows"}
    words = known.get(alike.get(code, code), known["damaged"])
    accepted = ", ".join(label for kind, label in _NAMES.items() if kind in kinds)
    return words % {"name": name, "most": filesizeformat(most), "kinds": accepted}
