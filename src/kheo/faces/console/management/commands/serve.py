import hashlib
import socket
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kheo.faces.console.kit import Verb
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

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        """Refuse what is unsafe, bring the static files up to date, and serve until told to stop."""
        if faults := [fault.msg for fault in run_checks(databases=["default"]) if fault.level >= ERROR]:
            raise Refused(*faults)
        refuse_taken(host, port)
        if collect_static():
            self.stderr.write(_("The pictures, scripts and styles are up to date."), self.style.NOTICE)
        place = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 -- compared, not listened on
        self.stdout.write(
            _("Khéo is ready at http://%(place)s:%(port)s/ – Ctrl+C stops it.") % {"place": place, "port": port}
        )
        self.stdout.flush()
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
                _(
                    "Cannot listen on %(host)s, port %(port)s: another program may use it. Choose another with --port."
                )
                % {"host": host, "port": port}
            ) from error


def collect_static() -> bool:
    """Put the static files in their place if any has changed since the last time; tell whether one had."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest())
    return True


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
        workers_kill_timeout=30,
    ).serve()
