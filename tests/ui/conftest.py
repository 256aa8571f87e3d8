"""Puts the gallery in place of the site."""

from pathlib import Path

import pytest

GALLERY = Path(__file__).parent / "gallery"


@pytest.fixture
def gallery(settings, client):
    """A client on the gallery's pages, inside the project's own settings."""
    settings.ROOT_URLCONF = "tests.ui.gallery.urls"
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [GALLERY / "templates"]}]
    settings.STATICFILES_DIRS = [GALLERY / "static"]
    return client
