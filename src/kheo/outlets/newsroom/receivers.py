"""Makes public pages anew when a site has changed; tells the sites what sections there are."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.signals import words_read
from kheo.machinery.search import actions as search
from kheo.outlets.newsroom.actions import new_edition
from kheo.outlets.newsroom.models import Section
from kheo.outlets.newsroom.queries import hung_with
from kheo.outlets.sites.kit import Shelf, offer_sections
from kheo.outlets.sites.signals import site_changed


def _shelves() -> Sequence[Shelf]:
    return [Shelf(*row) for row in Section.objects.values_list("slug", "name")]


offer_sections(_shelves)


@receiver(words_read, dispatch_uid="newsroom words")
def on_words(file: StoredFile, **told: Any) -> None:  # Any: what a signal carries
    """Let search find the articles whose document was read."""
    for article in hung_with(file):
        search.put("article", article)


@receiver(site_changed, dispatch_uid="newsroom site")
def on_site(**told: Any) -> None:  # Any: what a signal carries
    """Make pages anew: what a site says of itself stands on all of them."""
    new_edition()
