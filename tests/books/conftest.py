import os

import pytest

from kheo.outlets.portal.web.pages import kept
from tests.books.registers import at_random

REGISTERS = int(os.environ.get("KHEO_REGISTERS", "1"))


@pytest.fixture(params=range(REGISTERS))
def register(request, cast):
    """A finished campaign with a random register, and the units that may be asked about; no page is kept of another."""
    kept.clear()
    return at_random(cast, request.param)
