"""Runs one function on a hostile file in a child process with limits, and brings its result back.

The child is a fresh interpreter (a fork under a threaded server is not safe) with an empty
environment; what it sends back may hold plain values and classes of `kheo.lib`, nothing else.
"""

import importlib
import io
import os
import pickle
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("decimal", "Decimal"),
    ("pathlib", "PosixPath"),
}
_CAUSE_LENGTH = 2000


@dataclass(frozen=True)
class Limits:
    """What a child may use."""

    memory: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 60
    file_size: int = 1 << 28


class ChildFailed(Exception):
    """The child died or ran out of its limits: `reason` is crashed, timeout or memory; `cause` is for the log."""

    def __init__(self, reason: str, cause: str = "") -> None:
        """Keep the reason and the last words of the child."""
        super().__init__(reason, cause)
        self.reason = reason
        self.cause = cause


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what a top-level function gives in a child under the usual limits.

    :raises ChildFailed: if the child does not live to answer.
    """
    return run_within(Limits(), function, *args, **kwargs)


def run_within(limits: Limits, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do as `run` under limits of one's own; an exception of `kheo.lib` is raised here again."""
    job = pickle.dumps((limits, function.__module__, function.__qualname__, args, kwargs))
    with closing(_answers(job, limits)) as answers:
        result: R = next(answers)
        return result


def stream(function: Callable[P, Iterator[R]], *args: P.args, **kwargs: P.kwargs) -> Iterator[R]:
    """Yield what a top-level generator function yields in a child, one by one from the disk: neither side holds all.
    The child lives to its end before the first is yielded.

    :raises ChildFailed: if it does not.
    """
    limits = Limits()
    job = pickle.dumps((limits, function.__module__, function.__qualname__, args, kwargs))
    yield from _answers(job, limits)


def _answers(job: bytes, limits: Limits) -> Generator[Any, None, None]:  # Any: what the function gives
    """Yield what a child answers; raises what it raised."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        exit_code = _spawn(job, limits, answer, errors)
        cause = _last_words(errors)
        if exit_code != 0:
            raise ChildFailed(_reason(exit_code, cause), cause or f"exit code {exit_code}")
        answer.seek(0)
        while True:
            try:
                outcome, value = _Reader(answer).load()
            except EOFError:
                return
            except Exception as error:
                raise ChildFailed("crashed", f"unreadable answer: {error!r}") from error
            if outcome == "raised":
                raise value
            yield value


def _spawn(job: bytes, limits: Limits, answer: IO[bytes], errors: IO[bytes]) -> int:
    """Run the child to its end and return its exit code; a stuck one is killed."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "kheo.lib.sandbox"],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=errors,
        env=bare_environment(),
        start_new_session=True,
    )
    try:
        child.communicate(job, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    return child.returncode


def bare_environment() -> dict[str, str]:
    """Return the environment of a child: nothing of ours but where our code is."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}


def _reason(exit_code: int, cause: str) -> str:
    if exit_code == -signal.SIGXCPU:
        return "timeout"
    if exit_code == -signal.SIGKILL or "MemoryError" in cause or "memory allocation of" in cause:
        return "memory"
    return "crashed"


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(max(0, errors.seek(0, io.SEEK_END) - _CAUSE_LENGTH))
    return errors.read().decode(errors="replace").strip()


class _Reader(pickle.Unpickler):
    """Reads an answer that a captured child may have forged: it can name values and our classes, call nothing."""

    def find_class(self, module: str, name: str) -> Any:  # Any: any class may be named
        """Return a class that an answer may hold."""
        if (module, name) in _PLAIN or module.startswith("kheo.lib."):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not be in an answer")


def confine(limits: Limits) -> None:
    """Hold this process, and all that it starts, to limits."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))


def _child() -> None:
    """Read a job, do it within its limits and answer; what a library prints goes to the errors."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        limits, module, name, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 -- our parent wrote it
        confine(limits)
        function = getattr(importlib.import_module(module), name)
        try:
            result = function(*args, **kwargs)
            for value in result if isinstance(result, Generator) else [result]:
                pickle.dump(("gave", value), answer, protocol=pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            if not type(error).__module__.startswith("kheo.lib."):
                raise
            pickle.dump(("raised", error), answer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _child()
