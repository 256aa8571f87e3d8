"""Serves an application with one worker, asks it with wrk, and tells what its worker takes up in memory."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BYTE_CODE = Path(__file__).resolve().parent.parent / "var" / "bench" / "pycache"
STARTED_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Served:
    """A server under measurement: where it listens, and how long it took from its start to its first answer."""

    port: int
    pid: int
    seconds: float

    def url(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def memory(self) -> int:
        """Return what the worker takes up in kilobytes; what it shares with other processes is divided among them."""
        workers = _children(self.pid) or [self.pid]
        return sum(_proportional(pid) for pid in workers)


@contextmanager
def served(
    application: str, *, python: str | Path = sys.executable, env: Mapping[str, str] | None = None, first: str = "/"
) -> Iterator[Served]:
    """Serve an application on a free port with one worker, from its first answer on."""
    port = free_port()
    command = [str(python), "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "1"]
    command += ["--no-access-log", "--log-level", "error", application]
    began = time.perf_counter()
    # Byte code is kept, as it is where an application is installed.
    env = {name: value for name, value in (env or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": str(BYTE_CODE)}
    server = subprocess.Popen(command, start_new_session=True, env=env)
    try:
        while not _answers(port, first):
            assert server.poll() is None, f"{application} ended"
            assert time.perf_counter() - began < STARTED_WITHIN, f"{application} does not answer"
            time.sleep(0.02)
        yield Served(port, server.pid, time.perf_counter() - began)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wrk(url: str, headers: list[str], connections: int, seconds: int) -> tuple[float, float]:
    """Return requests a second and the median time in milliseconds."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
    for header in headers:
        command += ["-H", header]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{url} does not answer 200:\n{said}")
    unit = {"us": 0.001, "ms": 1, "s": 1000}
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    half = re.search(r"50%\s+([\d.]+)(us|ms|s)", said)
    assert rate, said
    assert half, said
    return float(rate[1]), float(half[1]) * unit[half[2]]


def _answers(port: int, path: str) -> bool:
    try:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTED_WITHIN)
        asked.request("GET", path)
        return asked.getresponse().status == 200
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _proportional(pid: int) -> int:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    assert found, told
    return int(found[1])
