"""`kheo serve`: it is there, it answers, and it goes when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from kheo.faces.console.management.commands.serve import collect_static, refuse_taken
from kheo.lib.refusals import Refused


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_a_port_in_use_is_refused():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refused):
            refuse_taken("127.0.0.1", other.getsockname()[1])
    refuse_taken("127.0.0.1", free_port())


@pytest.mark.slow
def test_static_files_are_collected_once_and_again_when_one_has_changed(settings):
    told = []
    collect_static(lambda: told.append("first"))
    collect_static(lambda: told.append("second"))
    assert told == ["first"]
    assert (settings.STATIC_ROOT / "ui").is_dir()
    (settings.STATIC_ROOT / ".collected").write_text("as it was before a file changed")
    collect_static(lambda: told.append("third"))
    assert told == ["first", "third"]


@pytest.mark.slow
def test_it_serves_and_stops_when_told_and_starts_again_with_its_data(tmp_path):
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("KHEO_", "DATABASE"))}
    environment["KHEO_DATA_DIR"] = str(tmp_path)
    kheo = [Path(sys.executable).parent / "kheo", "serve", "--port", str(port)]
    for end in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen(kheo, env=environment, stdout=subprocess.PIPE, text=True) as server:
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
            assert asked(f"http://127.0.0.1:{port}/healthz") == b"ok\n"
            server.send_signal(end)
            assert server.wait(timeout=20) == 0
        with pytest.raises(OSError, match="refused"):
            urlopen(f"http://127.0.0.1:{port}/healthz")


def asked(address):
    """Return the answer of a server that is about to be there."""
    for _again in range(100):
        try:
            with urlopen(address) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
