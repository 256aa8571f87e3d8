"""The demo district for tests over the whole product: loaded once for a run, put in place in a moment for each test."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from kheo.faces.demo.actions import load
from kheo.foundation.accounts.models import User
from kheo.outlets.portal.web.pages import kept
from kheo.outlets.portal.web.tally import tally

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class District:
    """The demo as it was loaded: a copy of its database and the folder of its files.

    On SQLite a copy takes the place of the test's database; on PostgreSQL the connection is led to a clone, whose tests
    must roll back what they write.
    """

    files: Path
    filled: Any
    empty: Any

    @classmethod
    def loaded(cls, files: Path) -> "District":
        """Load the demo into the empty test database, keep a copy, and empty the database again."""
        empty = _copy()
        with override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=QUICK):
            load(at=timezone.now())
        filled = _copy()
        district = cls(files, filled, empty)
        if connection.vendor == "sqlite":
            _lay(empty)
        else:
            call_command("flush", interactive=False, verbosity=0)
        return district

    def put(self, media: Path) -> None:
        """Put the district in the place of the empty database, and its files into a folder."""
        shutil.copytree(self.files, media)
        _lay(self.filled)

    def take_away(self) -> None:
        """Put the empty database back."""
        _lay(self.empty)

    def forget(self) -> None:
        """Let the copies go."""
        if connection.vendor == "sqlite":
            self.filled.close()
            self.empty.close()
        else:
            _leave()
            connection.creation.destroy_test_db(suffix="demo", verbosity=0)


def _copy() -> Any:
    """Return a copy of the database as it is: on SQLite itself, on PostgreSQL its name."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(copy)
        return copy
    name = connection.settings_dict["NAME"]
    if not User.objects.exists():
        return name
    _leave()
    connection.creation.clone_test_db("demo", verbosity=0)
    return connection.creation.get_test_db_clone_settings("demo")["NAME"]


def _lay(copy: Any) -> None:
    """Make a copy the database of the tests, and forget what the process remembers of the one before."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()  # beside the loop of a browser, Django opens another one to the same database
        copy.backup(connection.connection)
    else:
        _leave()
        connection.settings_dict["NAME"] = copy
    kept.clear()
    tally.clear()
    cache.clear()


def _leave() -> None:
    connection.close()
    connection.close_pool()


def browser_of(username: str) -> Client:
    """Return a test client in which a person of the demo is signed in; without a name, nobody is."""
    client = Client()
    if username:
        client.force_login(User.objects.get(username=username))
    return client
