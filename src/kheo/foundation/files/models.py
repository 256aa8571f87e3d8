import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.foundation.files.states import TONES, WordsState


class StoredFile(models.Model):
    """The bytes that somebody gave us, as given, under a name of our own; photos also in the widths that pages use.

    Who may read a file is decided by the record that it hangs on, so nothing serves a file by its number alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=255)
    kind = models.CharField(_("kind of file"), max_length=20)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    widths = models.JSONField(default=list)
    height_ratio = models.FloatField(null=True)
    added_by_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """The folder of this file's bytes, two levels deep so that none grows large."""
        digits = self.id.hex
        return Path(settings.MEDIA_ROOT) / digits[:2] / digits[2:4] / digits

    @property
    def original(self) -> Path:
        return self.folder / "original"

    def variant(self, width: int) -> Path:
        """The picture in one of its `widths`, as WebP."""
        return self.folder / f"{width}.webp"

    @property
    def is_photo(self) -> bool:
        return bool(self.widths)


class FileWords(models.Model):
    """What a document says, read once in the background: its paragraphs, one a line, as far as they are kept."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="words")
    state = models.CharField(_("state"), max_length=20, choices=WordsState, default=WordsState.WAITING)
    is_cut = models.BooleanField(default=False)
    # It stands last, so that a list of files never walks past it.
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.file_id}: {self.state}"

    @property
    def tone(self) -> str:
        """How the state is marked on a screen."""
        return TONES[WordsState(self.state)]
