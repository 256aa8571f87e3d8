"""Which files readers may see."""

from kheo.foundation.files.models import StoredFile
from kheo.movement.registry.models import Attachment
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Photo
from kheo.outlets.newsroom.states import ArticleState


def is_public(file: StoredFile) -> bool:
    """Return whether a picture hangs on something that readers may see."""
    return (
        Photo.objects.filter(file=file, article__state=ArticleState.PUBLISHED).exists()
        or Attachment.objects.filter(file=file, is_public=True, registration__state__in=TITLED).exists()
    )
