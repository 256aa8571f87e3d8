"""Runs a command with DATABASE_URL set to an empty database of a PostgreSQL of its own, which ends with the command.

The server listens on a socket in a temporary folder only. Without PostgreSQL on this machine the command is not run.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several."""
    on_path = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda place: int(place.parts[-3]))
    return Path(on_path).resolve().parent if on_path else places[-1].parent if places else None


def server_user() -> str | None:
    """Return whom the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


def main(command: list[str]) -> int:
    """Return the exit code of the command, or 0 where there is no PostgreSQL."""
    folder = programs()
    if folder is None:
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    user = server_user()
    prefix = ["runuser", "-u", user, "--"] if user else []
    with tempfile.TemporaryDirectory(prefix="kheo-pg-") as place:
        if user:
            shutil.chown(place, user)

        def run(program: str, *arguments: str) -> None:
            command = [*prefix, str(folder / program), "-D", f"{place}/data", *arguments]
            subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "-U", "kheo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{place}/log", "-o", f"-k {place} {OPTIONS}", "start")
        try:
            create = [*prefix, str(folder / "createdb"), "-h", place, "-U", "kheo", "kheo"]
            subprocess.run(create, cwd=place, check=True)
            address = f"postgres://kheo@{quote(place, safe='')}/kheo"
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, check=False).returncode
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
