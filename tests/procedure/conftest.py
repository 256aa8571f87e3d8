"""People who act at the same moment, each in a thread with a connection of its own."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from kheo.lib.refusals import Refused

SOON = 60


@pytest.fixture
def at_once(tmp_path):
    """Let calls begin at the same moment, and return what each came to: its value, or its refusal."""

    def begin(*calls):
        path, ready = str(tmp_path / f"at-once-{id(calls)}.sqlite3"), Barrier(len(calls))
        is_file = connection.vendor == "sqlite"  # a database in memory is not made for several threads
        if is_file:
            _copied(connection.connection, path)

        def one(call):
            if is_file:
                connections["default"] = connections["default"].copy("default")
                connections["default"].settings_dict["NAME"] = path
            try:
                ready.wait(SOON)  # before anybody is connected: the pool may be smaller than the crowd
                return call()
            except Refused as refusal:
                return refusal
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(calls)) as people:
            found = list(people.map(one, calls))
        if is_file:
            with sqlite3.connect(path) as copy:
                copy.backup(connection.connection)
            copy.close()
        return found

    return begin


def _copied(source, path):
    with sqlite3.connect(path) as copy:
        source.backup(copy)
    copy.close()
