import pytest
from django.db import connections


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    """A command ends by closing its connections; the test that ran it still needs its own."""
    monkeypatch.setattr(connections, "close_all", lambda: None)
