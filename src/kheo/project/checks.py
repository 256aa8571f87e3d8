"""What a safe installation needs. Outside production only what would lose data is refused."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http.request import validate_host
from django.utils.translation import gettext as _

from kheo.foundation.jobs.rules import INLINE
from kheo.organisation.units.models import Installation
from kheo.outlets.sites.rules import host_of

ANYWHERE = frozenset({"*", "127.0.0.1", "localhost", ".localhost", "[::1]"})
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "glusterfs", "lustre"})
OLDEST_SQLITE = (3, 37)


@register(Tags.security)
def safe_settings(**kwargs: Any) -> list[CheckMessage]:
    """Refuse in production what would open the installation to strangers."""
    if not settings.PRODUCTION:
        return []
    https = settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    faults = {
        "kheo.E001": (settings.DEBUG, _("KHEO_DEBUG must be off in production.")),
        "kheo.E002": (
            not settings.ALLOWED_HOSTS or not ANYWHERE.isdisjoint(settings.ALLOWED_HOSTS),
            _("KHEO_HOSTS must list the names under which people reach this site."),
        ),
        "kheo.E003": (
            len(settings.SECRET_KEY) < 50 or kept_secret() == settings.SECRET_KEY,
            _("KHEO_SECRET_KEY must be given in the environment, at least 50 characters long."),
        ),
        "kheo.E004": (not https, _("Production is served over https only.")),
        "kheo.E009": (
            bool(settings.PUBLIC_URL) and not is_own(settings.PUBLIC_URL),
            _("KHEO_PUBLIC_URL must be https:// and one of the names of KHEO_HOSTS."),
        ),
        "kheo.E008": (settings.JOBS == INLINE, _("KHEO_JOBS must be thread or worker in production.")),
    }
    return [Error(message, id=number) for number, (broken, message) in faults.items() if broken]


@register(Tags.database)
def safe_database(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database that could lose records, and in production one of invented records."""
    if not databases:
        return []
    faults: list[CheckMessage] = []
    if connection.vendor == "sqlite":
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            faults.append(Error(_("SQLite 3.37 or newer is needed."), id="kheo.E005"))
        if settings.PRODUCTION and file_system(Path(connection.settings_dict["NAME"])) in NETWORK_FILE_SYSTEMS:
            message = _("The SQLite database is on a network drive, where it can be damaged. Keep it on a local disk.")
            faults.append(Error(message, id="kheo.E006"))
    if settings.PRODUCTION and is_demo():
        message = _("This is the demo's database. Production starts on one of its own: run “kheo init”.")
        faults.append(Error(message, id="kheo.E007"))
    return faults


def is_own(address: str) -> bool:
    """Tell whether an address is https:// and one of the names of this installation, and nothing more."""
    host = host_of(address)
    return address == f"https://{host}" and validate_host(host, settings.ALLOWED_HOSTS)


def is_demo() -> bool:
    """Tell whether the database holds the demo; one without tables does not."""
    made = Installation._meta.db_table in connection.introspection.table_names()
    return made and Installation.objects.filter(is_demo=True).exists()


def kept_secret() -> str | None:
    """Return the key that was made and kept beside the data, if there is one."""
    kept = Path(settings.DATA_DIR) / "secret.key"
    return kept.read_text() if kept.exists() else None


def file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the kind of file system that a path is on; empty where the system does not say."""
    if not mounts.exists():
        return ""
    rows = [line.split() for line in mounts.read_text().splitlines()]
    places = {Path(row[1].encode().decode("unicode_escape")): row[2] for row in rows}
    return next((places[place] for place in [path.resolve(), *path.resolve().parents] if place in places), "")


def refuse_unsafe() -> None:
    """Check a production installation before it answers its first request.

    :raises ImproperlyConfigured: with every fault.
    """
    if settings.PRODUCTION:
        faults = run_checks(tags=[Tags.security, Tags.database], databases=["default"])
        if serious := [str(fault.msg) for fault in faults if fault.is_serious()]:
            raise ImproperlyConfigured("\n".join(serious))
