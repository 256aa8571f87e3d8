"""Which files readers may see."""

from django.db.models import Q

from kheo.foundation.files.models import StoredFile
from kheo.movement.registry.models import Attachment
from kheo.outlets.newsroom.models import Enclosure, Photo
from kheo.outlets.portal.queries.headlines import articles
from kheo.outlets.sites.queries import Here, registrations


def is_public(file: StoredFile, here: Here) -> bool:
    """Return whether a picture hangs on something that a site shows, or is its logo."""
    if here.site and here.site.logo and here.site.logo.file_id == file.pk:
        return True
    return (
        Photo.objects.filter(file=file, article__in=articles(here)).exists()
        or Enclosure.objects.filter(poster=file, article__in=articles(here)).exists()
        or Attachment.objects.filter(file=file, is_public=True, registration__in=registrations(here)).exists()
    )


def is_public_medium(file: StoredFile, here: Here) -> bool:
    """Return whether a video, a sound, a document or captions hang on an article that a site shows."""
    return Enclosure.objects.filter(Q(file=file) | Q(captions=file), article__in=articles(here)).exists()
