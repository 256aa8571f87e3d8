"""A LibreOffice that is started before anybody asks for a PDF: starting it is most of what a PDF takes.

It does one document and ends; the next one is another, with a new profile. A keeper stands between: a small process
with the limits of a conversion, which starts the instance, hands it the document, and ends it with all it started when
the work is done, when nobody came for a while, or when the process that asked for it is gone, however that ended. Each
process has at most one.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from kheo.lib.conversion.libreoffice import SECONDS, Way, conversion, end, is_installed, is_listening, start
from kheo.lib.sandbox import Limits, bare_environment, confine

IDLE_SECONDS = 600.0
"""How long one waits for a document before it is ended: its memory is wanted elsewhere."""

_LIMITS = Limits(memory=8 << 30, cpu_seconds=SECONDS)
STARTS_WITHIN = 20.0
"""The seconds that one may take to start."""

_lock = threading.Lock()


class Spare:
    """One instance, for one document."""

    def __init__(self, idle_seconds: float) -> None:
        """Start the keeper, which starts the instance; neither is waited for."""
        self._keeper = subprocess.Popen(  # noqa: S603 -- our words
            [sys.executable, "-P", "-m", "kheo.lib.conversion.spare", str(idle_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # LibreOffice talks
            env=bare_environment(),
            start_new_session=True,
        )

    @property
    def is_alive(self) -> bool:
        """Return whether its keeper still waits."""
        return self._keeper.poll() is None

    def convert(self, folder: Path, way: Way, within: float) -> Path | None:
        """Return what it makes of the source that lies in a folder, there; nothing if it does not manage.

        :raises TimeoutError: if it took all the seconds that it is given, or that a document may take.
        """
        asked = json.dumps({"folder": str(folder), "way": asdict(way)})
        answer = self._asked(asked.encode() + b"\n", within)
        made = folder / way.made
        return made if answer == b"made" and made.exists() else None

    def _asked(self, line: bytes, within: float) -> bytes:
        pipe_in, pipe_out = self._keeper.stdin, self._keeper.stdout
        if pipe_in is None or pipe_out is None:
            return b""
        try:
            pipe_in.write(line)
            pipe_in.flush()
        except BrokenPipeError:  # it ended just now: nobody had come
            return b""
        if not select.select([pipe_out], [], [], within)[0]:
            raise TimeoutError
        answer = pipe_out.readline().strip()
        if answer == b"timeout":
            raise TimeoutError
        return answer

    def close(self) -> None:
        """Let it end, and wait until it has: the keeper sees that nobody holds the other end of its pipe."""
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        try:
            self._keeper.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()


_waiting: list[Spare] = []  # one at most


def prepare(idle_seconds: float = IDLE_SECONDS) -> None:
    """Start an instance ahead, if this process has none yet and LibreOffice is there."""
    with _lock:
        while _waiting and not _waiting[0].is_alive:
            _waiting.pop().close()
        if not _waiting and is_installed():
            _waiting.append(Spare(idle_seconds))


def take() -> Spare | None:
    """Return the instance that was started ahead, which is then the caller's to close; nothing if there is none."""
    with _lock:
        taken = _waiting.pop() if _waiting else None
    if taken and not taken.is_alive:
        taken.close()
        return None
    return taken


@atexit.register
def end_all() -> None:
    """End the instance that waits, if there is one."""
    if taken := take():
        taken.close()


def _keep(idle_seconds: float) -> None:
    """Be the keeper."""
    signal.signal(signal.SIGTERM, _leave)
    confine(_LIMITS)
    with TemporaryDirectory(prefix="kheo-spare-") as desk:
        home = Path(desk)
        instance = start(home)
        try:
            if select.select([sys.stdin], [], [], idle_seconds)[0] and (line := sys.stdin.readline()):
                _answer(home, instance, json.loads(line))
        finally:
            end(instance)


def _answer(home: Path, instance: "subprocess.Popen[bytes]", asked: dict[str, Any]) -> None:
    """Do what is asked for, and say how it went to whoever still listens."""
    told = _hand_over(home, instance, Path(asked["folder"]), Way(**asked["way"]))
    with contextlib.suppress(BrokenPipeError):
        print(told, flush=True)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _hand_over(home: Path, instance: "subprocess.Popen[bytes]", folder: Path, way: Way) -> str:
    """Let the instance make a document, and return how it went. A second LibreOffice with the same profile only tells
    the first what to do; both end after it."""
    if not _has_started(home, instance):
        return "not started"
    errand = start(home, *conversion(way, folder / way.source, folder))
    try:
        return "made" if _ended(errand, SECONDS) else "timeout"
    finally:
        end(errand)


def _has_started(home: Path, instance: "subprocess.Popen[bytes]") -> bool:
    """Wait until the instance takes work; return false where it does not, or nobody waits for it any more."""
    for _turn in range(int(STARTS_WITHIN / 0.05)):
        if is_listening(home):
            return instance.poll() is None
        if instance.poll() is not None or select.select([sys.stdin], [], [], 0.05)[0]:
            return False
    return False


def _ended(child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Wait for a process; return false where it takes too long. Whoever asked may be gone meanwhile: no answer then."""
    watched = os.pidfd_open(child.pid)
    try:
        ready = select.select([watched, sys.stdin], [], [], seconds)[0]
        if sys.stdin in ready:
            sys.exit(0)
        return bool(ready)
    finally:
        os.close(watched)


if __name__ == "__main__":
    _keep(float(sys.argv[1]))
