"""Makes a .docx of an old .doc, and a PDF of a Word document, with LibreOffice where it is installed: headless, alone,
without network and macros, one at a time."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kheo.lib.sandbox import ChildFailed, Limits, run_within
from kheo.lib.unsafe import Problem, Unsafe

_SECONDS = 60
_LIMITS = Limits(memory=8 << 30, cpu_seconds=_SECONDS, wall_seconds=_SECONDS + 15)  # it maps far more than it uses
# Nothing that a document carries is run, and nothing that it names is fetched.
_SAFE = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
_ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{"".join(_ITEM.format(*item) for item in _SAFE)}</oor:items>
"""


@dataclass(frozen=True)
class _Way:
    """What is made of what: the ending and filter of both."""

    source: str
    made: str
    read_as: str
    write_as: str


_DOCX = _Way("in.doc", "in.docx", "MS Word 97", "docx:MS Word 2007 XML")
_PDF = _Way("in.docx", "in.pdf", "MS Word 2007 XML", "pdf:writer_pdf_Export")


def can_convert() -> bool:
    """Return whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def to_pdf(path: Path, folder: Path) -> Path:
    """Return a PDF made of a .docx in a folder of the caller's.

    :raises Unsafe: where there is no LibreOffice, or it does not manage in time.
    """
    return _made(path, folder, _PDF)


def to_docx(path: Path, folder: Path) -> Path:
    """Return a .docx made of a .doc in a folder of the caller's.

    :raises Unsafe: where there is no LibreOffice, or it does not manage in time.
    """
    return _made(path, folder, _DOCX)


def _made(path: Path, folder: Path, way: _Way) -> Path:
    if not can_convert():
        raise Unsafe(Problem.NO_CONVERTER)
    try:
        with _turn():
            made = run_within(_LIMITS, _convert, path, folder, way)
    except ChildFailed as failure:
        raise Unsafe(Problem.UNREADABLE, reason=failure.reason, cause=failure.cause) from failure
    if made is None:
        raise Unsafe(Problem.DAMAGED)
    return made


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Wait until no other process on this machine converts: each takes much memory."""
    name = Path(tempfile.gettempdir()) / f"kheo-convert-{os.getuid()}.lock"
    with name.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _convert(path: Path, folder: Path, way: _Way) -> Path | None:
    """Do the work, in the child, whose limits the program inherits."""
    profile, source = folder / "profile", folder / way.source
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    shutil.copyfile(path, source)
    command = [
        *_alone(),
        "soffice",
        "--headless",
        "--norestore",
        "--nologo",
        f"-env:UserInstallation={profile.as_uri()}",
        f"--infilter={way.read_as}",
    ]
    command += ["--convert-to", way.write_as, "--outdir", str(folder), str(source)]
    environment = {"PATH": os.defpath + ":/usr/local/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    try:
        child.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # it starts others, which outlive it
        child.wait()
    made = folder / way.made
    return made if made.exists() else None


@cache
def _alone() -> tuple[str, ...]:
    """Return the command that cuts a program off from every network, where the system lets us."""
    cut = ("unshare", "--user", "--map-root-user", "--net", "--")
    if shutil.which(cut[0]) and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
        return cut
    return ()
