"""Which files readers may see."""

from django.db.models import Q

from kheo.foundation.files.models import StoredFile
from kheo.movement.registry.models import Attachment
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Enclosure, Photo
from kheo.outlets.newsroom.states import ArticleState


def is_public(file: StoredFile) -> bool:
    """Return whether a picture hangs on something that readers may see."""
    return (
        Photo.objects.filter(file=file, article__state=ArticleState.PUBLISHED).exists()
        or Enclosure.objects.filter(poster=file, article__state=ArticleState.PUBLISHED).exists()
        or Attachment.objects.filter(file=file, is_public=True, registration__state__in=TITLED).exists()
    )


def is_public_medium(file: StoredFile) -> bool:
    """Return whether a video, a sound, a document or captions hang on an article that readers may see."""
    files = Enclosure.objects.filter(Q(file=file) | Q(captions=file), article__state=ArticleState.PUBLISHED)
    return files.exists()
