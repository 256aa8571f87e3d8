import hashlib
import os
import shutil
import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import words_for
from kheo.lib.images import make_variants
from kheo.lib.refusals import Refused
from kheo.lib.safe_files import Unsafe, check_archive, kind_of
from kheo.lib.vitext import normalise

PHOTO_KINDS = frozenset({"jpeg", "png", "webp"})
PAPER_KINDS = frozenset({"pdf", "docx", "xlsx"})


class NotKept(Refused):
    """The file cannot be taken in."""


def keep(upload: UploadedFile, *, kinds: Collection[str], by: User | None, at: datetime) -> StoredFile:
    """Take in a file that somebody sent: its kind by content, its size, photos re-encoded without their metadata.

    The bytes are on disk before the row is written, so a row never points at nothing.

    :raises NotKept: with the reason, in the reader's words.
    """
    most = (settings.MAX_PHOTO_MB if set(kinds) <= PHOTO_KINDS else settings.MAX_FILE_MB) * 1024 * 1024
    if (upload.size or 0) > most:
        raise NotKept(words_for("too_large", name=upload.name or "", most=most))
    stored = StoredFile(id=uuid.uuid4(), name=_short_name(upload.name), size=upload.size or 0, added_at=at)
    stored.added_by_id = by.pk if by else None
    stored.folder.mkdir(parents=True)
    try:
        stored.sha256 = _write(upload, stored.original)
        stored.kind = kind_of(stored.original)
        _inspect(stored, kinds)
    except Unsafe as unsafe:
        shutil.rmtree(stored.folder)
        raise NotKept(words_for(unsafe.code, name=stored.name, most=most)) from unsafe
    except BaseException:
        shutil.rmtree(stored.folder)
        raise
    stored.save(force_insert=True)
    return stored


def _short_name(name: str | None) -> str:
    return normalise(Path(name or _("unnamed")).name)[-255:]


def _write(upload: UploadedFile, target: Path) -> str:
    """Write the bytes to disk for good and return their SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in upload.chunks():
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _inspect(stored: StoredFile, kinds: Collection[str]) -> None:
    """Check the content against what is asked for, and make the widths of a photo."""
    if stored.kind not in kinds:
        raise Unsafe("wrong_kind")
    if stored.kind in {"docx", "xlsx"}:
        check_archive(stored.original)
    if stored.kind in PHOTO_KINDS:
        variants = make_variants(stored.original, stored.folder)
        stored.widths = [variant.width for variant in variants]
        stored.height_ratio = variants[-1].height / variants[-1].width
