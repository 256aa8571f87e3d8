"""Takes the hour of writing out of an office file, so that the same content is the same file, byte for byte."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_LEVEL = 6
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say; Excel writes it too


def settle(path: Path) -> None:
    """Pack a zip anew in its own order, each part dated alike and compressed alike."""
    with ZipFile(path) as book:
        parts = [(info.filename, book.read(info)) for info in book.infolist()]
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for name, content in parts:
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 0, 0
            book.writestr(entry, content)
