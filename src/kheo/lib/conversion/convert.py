"""Makes a .docx of an old .doc, and a PDF of a Word document, with LibreOffice where it is installed: headless, alone,
without network and macros, one at a time. A PDF may take the instance that was started ahead (`spare`)."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kheo.lib.conversion import spare
from kheo.lib.conversion.libreoffice import DOCX, PDF, SECONDS, Way, conversion, end, is_installed, start
from kheo.lib.sandbox import ChildFailed, Limits, run_within
from kheo.lib.unsafe import Problem, Unsafe

_LIMITS = Limits(memory=8 << 30, cpu_seconds=SECONDS, wall_seconds=SECONDS + 15)  # it maps far more than it uses
_LONGEST = SECONDS + spare.STARTS_WITHIN


def can_convert() -> bool:
    """Return whether LibreOffice is there."""
    return is_installed()


def to_pdf(path: Path, folder: Path) -> Path:
    """Return a PDF made of a .docx in a folder of the caller's; by the spare instance where this process has one.

    :raises Unsafe: where there is no LibreOffice, or it does not manage in time.
    """
    return _made(path, folder, PDF)


def to_pdf_within(seconds: float, path: Path, folder: Path) -> Path | None:
    """Return a PDF made of a .docx in a folder of the caller's, if the spare instance of this process makes it in so
    many seconds; nothing where there is none, something else is being converted, or it takes longer."""
    shutil.copyfile(path, folder / PDF.source)
    try:
        with _turn(fcntl.LOCK_NB):
            return _by_spare(folder, seconds)
    except (BlockingIOError, ChildFailed):
        return None


def to_docx(path: Path, folder: Path) -> Path:
    """Return a .docx made of a .doc in a folder of the caller's.

    :raises Unsafe: where there is no LibreOffice, or it does not manage in time.
    """
    return _made(path, folder, DOCX)


def _made(path: Path, folder: Path, way: Way) -> Path:
    if not can_convert():
        raise Unsafe(Problem.NO_CONVERTER)
    shutil.copyfile(path, folder / way.source)
    try:
        with _turn():
            made = _by_spare(folder, _LONGEST) if way == PDF else None
            made = made or run_within(_LIMITS, _convert, folder, way)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure
    if made is None:
        raise Unsafe(Problem.DAMAGED)
    return made


def _by_spare(folder: Path, seconds: float) -> Path | None:
    """Return what the spare instance makes; nothing where there is none or it does not manage: the plain way is then
    tried.

    :raises ChildFailed: if it took all the time that it is given.
    """
    taken = spare.take()
    if taken is None:
        return None
    try:
        return taken.convert(folder, PDF, seconds)
    except TimeoutError as error:
        raise ChildFailed("timeout") from error
    finally:
        taken.close()


@contextlib.contextmanager
def _turn(or_not: int = 0) -> Iterator[None]:
    """Wait until no other process on this machine converts: each takes much memory. With LOCK_NB nobody waits.

    :raises BlockingIOError: if nobody is to wait and another converts.
    """
    name = Path(tempfile.gettempdir()) / f"kheo-convert-{os.getuid()}.lock"
    with name.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | or_not)
        yield


def _convert(folder: Path, way: Way) -> Path | None:
    """Do the work, in the child, whose limits the program inherits."""
    child = start(folder, *conversion(way, folder / way.source, folder))
    try:
        child.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        end(child)
    made = folder / way.made
    return made if made.exists() else None
