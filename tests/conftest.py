"""What every test has: folders of its own, quick passwords, no network, and the cast where it asks for one."""

import gc
import shutil
import socket

import pytest
from django.db import connection

from tools.postgres import programs

HERE = {"127.0.0.1", "::1", "localhost"}
NO_BROWSER = "needs Chromium"
NO_POSTGRES = "needs PostgreSQL"


def pytest_collection_modifyitems(items):
    """Skip, with the reason, what this machine cannot run."""
    lacking = {
        "browser": None if shutil.which("chromium") else NO_BROWSER,
        "postgres": None if connection.vendor == "postgresql" else NO_POSTGRES,
    }
    for item in items:
        for name, reason in lacking.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish():
    """Let the collector of garbage pass by what stays until the end, and come by less often: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config):
    """Say last what was not run on this machine, by name."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    on_postgres = connection.vendor == "postgresql" or programs()
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not (reason == NO_POSTGRES and on_postgres):
            reporter.write_line(f"Not run: {report.nodeid} ({reason})")
    if not on_postgres:
        reporter.write_line(f"Not run: the suite on PostgreSQL ({NO_POSTGRES})")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Make the tables as the console does."""
    from kheo.faces.console.kit import each_by_itself  # noqa: PLC0415 -- the settings must be ready

    with each_by_itself():
        yield


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """Keep files in the test's own folder, hash passwords quickly, serve files unhashed, start no LibreOffice ahead."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PDF_AHEAD = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Begin without what another test's pages have left behind: in the cache, kept, counted."""
    from django.core.cache import cache  # noqa: PLC0415 -- the settings must be ready

    from kheo.outlets.portal.web.pages import kept  # noqa: PLC0415 -- the settings must be ready
    from kheo.outlets.portal.web.tally import tally  # noqa: PLC0415 -- the settings must be ready

    cache.clear()
    kept.clear()
    tally.clear()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Fail a test that reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in HERE:
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def cast(db):
    """The people and units of the tests."""
    from tests.cast import gather  # noqa: PLC0415 -- the tables of Django must be ready

    return gather()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the database say first what it can: Django asks once a connection, and tests count questions."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(scope="session")
def district(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo district, loaded once for the run."""
    from tests.district import District  # noqa: PLC0415 -- the tables of Django must be ready

    with django_db_blocker.unblock():
        loaded = District.loaded(tmp_path_factory.mktemp("demo") / "files")
        yield loaded
        loaded.forget()


@pytest.fixture
def district_in_place(district, django_db_blocker, settings):
    """The demo district in the place of the empty database, for as long as the test lasts."""
    with django_db_blocker.unblock():
        district.put(settings.MEDIA_ROOT)
        yield
        district.take_away()


@pytest.fixture
def demo(district_in_place, db):
    """The demo district in a transaction that is rolled back."""
