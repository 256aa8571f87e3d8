import hashlib
import logging
import os
import shutil
import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import FileWords, StoredFile
from kheo.foundation.files.queries import Said
from kheo.foundation.files.rules import CAPTION_KINDS, PHOTO_KINDS, WORDY_KINDS, largest, words_for
from kheo.foundation.files.signals import words_read
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.lib.encodings import repair
from kheo.lib.file_kinds import Kind
from kheo.lib.images import make_variants
from kheo.lib.media import MEDIA, check_captions, look_over
from kheo.lib.refusals import Refused
from kheo.lib.safe_files import Unsafe, check_archive, kind_of
from kheo.lib.sandbox import ChildFailed, run
from kheo.lib.vitext import normalise

READ_WORDS = "files.read_words"
log = logging.getLogger(__name__)

_WRONG_KINDS = {Kind.SVG: "svg", Kind.OLE_ENCRYPTED: "encrypted", Kind.XLSM: "macros"}


class NotKept(Refused):
    """The file cannot be taken in."""


def keep(
    upload: "File[bytes]", *, kinds: Collection[str], by: User | None, at: datetime, read_next: bool = False
) -> StoredFile:
    """Take in a file that somebody sent: its kind by content, its size, photos re-encoded without their metadata.

    An office file is looked over from end to end, unless it is `read_next` by what looks it over itself. The bytes are
    on disk before the row is written, so a row never points at nothing; what is refused leaves nothing.

    :raises NotKept: with the reason, in the reader's words.
    """
    name = _short_name(upload.name)
    if (upload.size or 0) > largest(kinds):
        raise _not_kept("too_large", name, kinds)
    stored = StoredFile(id=uuid.uuid4(), name=name, size=upload.size or 0, added_at=at)
    stored.added_by_id = by.pk if by else None
    stored.folder.mkdir(parents=True)
    try:
        stored.sha256 = _write(upload, stored.original)
        _inspect(stored, kinds, read_next=read_next)
        stored.save(force_insert=True)
    except BaseException:
        shutil.rmtree(stored.folder)
        raise
    return stored


def forget(file: StoredFile) -> None:
    """Leave nothing of a file that was kept a moment ago, within the same act, and is of no use."""
    StoredFile.objects.filter(pk=file.pk).delete()
    shutil.rmtree(file.folder, ignore_errors=True)


@transaction.atomic
def ask_for_words(file: StoredFile, *, at: datetime) -> None:
    """Have the words of a document read in the background; once asked for is enough, and a photo has none."""
    if file.kind not in WORDY_KINDS:
        return
    _words, is_new = FileWords.objects.get_or_create(file=file)
    if is_new:
        start(KINDS[READ_WORDS], by=None, at=at, dedupe=str(file.pk), file=str(file.pk))


@transaction.atomic
def keep_words(file: StoredFile, said: Said) -> None:
    """Keep what a document says, and tell those whose record it hangs on."""
    found = {"state": said.state, "text": said.text, "is_cut": said.is_cut}
    FileWords.objects.update_or_create(file=file, defaults=found)
    words_read.send(StoredFile, file=file)


def _short_name(name: str | None) -> str:
    """Return a name that shows rightly: repaired where it was typed in an old encoding, or on a Mac."""
    return normalise(repair(Path(name or _("unnamed")).name))[-255:]


def _not_kept(code: str, name: str, kinds: Collection[str], cause: object = "") -> NotKept:
    log.warning("The upload %r was refused: %s", name, cause or code)
    return NotKept(words_for(code, name=name, most=largest(kinds), kinds=kinds))


def _write(upload: "File[bytes]", target: Path) -> str:
    """Write the bytes to disk for good and return their SHA-256."""
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in upload.chunks():
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _inspect(stored: StoredFile, kinds: Collection[str], *, read_next: bool) -> None:
    """Find the kind by content, check it against what is asked for, and make the widths of a photo."""
    kind = kind_of(stored.original)
    if kind not in kinds:
        raise _not_kept(_WRONG_KINDS.get(kind, "wrong_kind"), stored.name, kinds)
    if stored.size > largest({kind}):
        raise _not_kept("too_large", stored.name, {kind})
    stored.kind = kind
    if kind in MEDIA or kind in CAPTION_KINDS:
        _inspect_media(stored, kind, kinds)
    try:
        if kind in {Kind.DOCX, Kind.XLSX, Kind.XLSM} and not read_next:
            run(check_archive, stored.original, pass_macros=kind is Kind.XLSM)
        if kind in PHOTO_KINDS:
            variants = make_variants(stored.original, stored.folder, largest=largest({kind}))
            stored.widths = [variant.width for variant in variants if variant.path.suffix == ".webp"]
            stored.height_ratio = variants[0].height / variants[0].width
    except Unsafe as unsafe:
        raise _not_kept(unsafe.code, stored.name, {kind}, unsafe) from unsafe
    except ChildFailed as failure:
        raise _not_kept("damaged", stored.name, {kind}, failure) from failure


def _inspect_media(stored: StoredFile, kind: Kind, kinds: Collection[str]) -> None:
    """Find out whether it is a video or a sound, or captions that can be shown."""
    try:
        if kind in MEDIA:
            stored.kind = look_over(stored.original, kind)
        else:
            check_captions(stored.original)
    except Unsafe as unsafe:
        code = "captions" if kind in CAPTION_KINDS else "mixed_media" if unsafe.code == "polyglot" else unsafe.code
        raise _not_kept(code, stored.name, {kind}, unsafe) from unsafe
    if stored.kind not in kinds:
        raise _not_kept("wrong_kind", stored.name, kinds)
