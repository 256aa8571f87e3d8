import hashlib
import socket
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb
from kheo.faces.setup.queries import is_begun, setup_key
from kheo.lib.refusals import Refused


def port(typed: str) -> int:
    """Return a port number, or refuse what is none."""
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise ArgumentTypeError(_("A port is a number from 1 to 65535."))
    return int(typed)


class Command(Verb):
    help = _("serve the portal and the workspace on the web")
    makes_tables = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where to serve, and with how many processes."""
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help=_("address to listen on; 0.0.0.0 for every network (default: %(default)s)"),
        )
        parser.add_argument("--port", type=port, default=8000, help=_("port (default: %(default)s)"))
        parser.add_argument("--workers", type=int, default=1, help=_("number of processes (default: %(default)s)"))

    def refuse_first(self) -> None:
        """Refuse to serve an unsafe installation."""
        if faults := [fault.msg for fault in run_checks(databases=["default"]) if fault.level >= ERROR]:
            raise Refused(*faults)

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        """Bring the static files up to date, and serve until told to stop."""
        refuse_taken(host, port)
        collect_static(lambda: self.stderr.write(_("Preparing pictures, scripts and styles…"), self.style.NOTICE))
        place = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not listened on
        self.stdout.write(
            _("Khéo is ready at http://%(place)s:%(port)s/ – Ctrl+C stops it.") % {"place": place, "port": port}
        )
        if not is_begun():
            self.stdout.write(
                _("It is empty. Set it up at /thiet-lap/ with the key %(key)s, or stop and run “kheo init”.")
                % {"key": setup_key()}
            )
        self.stdout.flush()
        leave_database()
        serve(host, port, workers)


def refuse_taken(host: str, port: int) -> None:
    """Refuse a port that another program listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Refused(
                _("Cannot listen on %(host)s, port %(port)s: another program may use it. Choose another with --port.")
                % {"host": host, "port": port}
            ) from error


def collect_static(tell: Callable[[], None]) -> None:
    """Put the static files in their place if any has changed since the last time, and tell before it."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    tell()
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest())


def leave_database() -> None:
    """Close what this process holds of the database: the processes that serve open their own."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's has one


def serve(host: str, port: int, workers: int) -> None:
    """Serve until the process is told to stop, then let the requests in hand end."""
    from granian import Granian  # noqa: PLC0415 -- slow import
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import
    from granian.log import LogLevels  # noqa: PLC0415 -- slow import

    Granian(
        "kheo.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
