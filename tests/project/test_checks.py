"""What production refuses, and that a safe installation passes."""

import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured

from kheo.organisation.units.models import Installation
from kheo.project import checks


@pytest.fixture
def production(settings):
    """The settings of a safe installation."""
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["danvan.example.vn"]
    settings.SECRET_KEY = "k" * 50
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return settings


def numbers(faults):
    return [fault.id for fault in faults]


def test_a_safe_installation_passes(production):
    assert checks.safe_settings() == []
    production.PUBLIC_URL = "https://danvan.example.vn"
    assert checks.safe_settings() == []


def test_the_public_address_may_be_one_of_the_names_below_a_dot(production):
    production.ALLOWED_HOSTS, production.PUBLIC_URL = [".example.vn"], "https://danvan.example.vn"
    assert checks.safe_settings() == []
    production.PUBLIC_URL = "https://example.com"
    assert numbers(checks.safe_settings()) == ["kheo.E009"]


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("DEBUG", True, "kheo.E001"),
        ("ALLOWED_HOSTS", [], "kheo.E002"),
        ("ALLOWED_HOSTS", ["*"], "kheo.E002"),
        ("ALLOWED_HOSTS", ["danvan.example.vn", "localhost"], "kheo.E002"),
        ("ALLOWED_HOSTS", ["danvan.example.vn", ".localhost"], "kheo.E002"),
        ("SECRET_KEY", "k" * 49, "kheo.E003"),
        ("JOBS", "inline", "kheo.E008"),
        ("PUBLIC_URL", "http://danvan.example.vn", "kheo.E009"),
        ("PUBLIC_URL", "https://evil.example.com", "kheo.E009"),
        ("PUBLIC_URL", "https://danvan.example.vn/tin", "kheo.E009"),
        ("SECURE_SSL_REDIRECT", False, "kheo.E004"),
        ("SESSION_COOKIE_SECURE", False, "kheo.E004"),
        ("CSRF_COOKIE_SECURE", False, "kheo.E004"),
    ],
)
def test_production_refuses(production, name, value, number):
    setattr(production, name, value)
    assert numbers(checks.safe_settings()) == [number]
    production.PRODUCTION = False
    assert checks.safe_settings() == []


def test_production_refuses_the_key_that_was_made_beside_the_data(production, tmp_path):
    (tmp_path / "secret.key").write_text("k" * 50)
    assert numbers(checks.safe_settings()) == ["kheo.E003"]


def test_an_old_sqlite_is_refused_everywhere(monkeypatch):
    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert numbers(checks.safe_database(databases=["default"])) == ["kheo.E005"]


@pytest.mark.django_db
def test_production_refuses_sqlite_on_a_network_drive(production, monkeypatch):
    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    monkeypatch.setattr(checks, "file_system", lambda path: "nfs4")
    assert numbers(checks.safe_database(databases=["default"])) == ["kheo.E006"]


def test_the_file_system_of_a_path_is_that_of_the_nearest_mount(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path}/far\\040away nfs4 rw 0 0\n")
    assert checks.file_system(tmp_path / "far away" / "kheo.sqlite3", mounts) == "nfs4"
    assert checks.file_system(tmp_path / "near", mounts) == "ext4"
    assert checks.file_system(tmp_path, tmp_path / "none") == ""


@pytest.mark.django_db
def test_production_refuses_the_demo(production, cast):
    office = Installation.objects.create(unit=cast.district, is_demo=True)
    assert numbers(checks.safe_database(databases=["default"])) == ["kheo.E007"]
    with pytest.raises(ImproperlyConfigured):
        checks.refuse_unsafe()
    office.is_demo = False
    office.save()
    assert checks.safe_database(databases=["default"]) == []
    checks.refuse_unsafe()


@pytest.mark.django_db
def test_healthz_answers(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
