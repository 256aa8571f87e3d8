"""No page and no count of one test is seen by the next."""

import pytest
from django.core.cache import cache

from kheo.outlets.portal.web.pages import kept
from kheo.outlets.portal.web.tally import tally


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.clear()
    tally.clear()
    cache.clear()
