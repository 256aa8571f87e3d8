"""The reasons of this room are compared in English, whatever the catalogue of Vietnamese says of them."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield
