"""How LibreOffice is called: headless, in a profile of its own, without network and macros."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SECONDS = 60  # that a conversion may take
_QUIETLY = ("--headless", "--norestore", "--nologo", "--nodefault")
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
class Way:
    """What is made of what: the ending and filter of both."""

    source: str
    made: str
    read_as: str
    write_as: str


DOCX = Way("in.doc", "in.docx", "MS Word 97", "docx:MS Word 2007 XML")
PDF = Way("in.docx", "in.pdf", "MS Word 2007 XML", "pdf:writer_pdf_Export")


def is_installed() -> bool:
    """Return whether LibreOffice is there."""
    return shutil.which("soffice") is not None


def start(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    """Start LibreOffice with the profile in a folder, which is made the first time. Another that runs with it does what
    the words ask, and ends."""
    profile = home / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
    command = [*_alone(), "soffice", f"-env:UserInstallation={profile.as_uri()}", *_QUIETLY, *words]
    environment = {"PATH": os.defpath + ":/usr/local/bin", "HOME": str(home), "LANG": "C.UTF-8"}
    return subprocess.Popen(  # noqa: S603 -- our words
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )


def conversion(way: Way, source: Path, folder: Path) -> list[str]:
    """Return the words that ask for a conversion into a folder."""
    return [f"--infilter={way.read_as}", "--convert-to", way.write_as, "--outdir", str(folder), str(source)]


def end(child: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice with the programs that it started, which would outlive it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def is_listening(home: Path) -> bool:
    """Return whether the LibreOffice with the profile in a folder takes work from another that is started with it."""
    digest = hashlib.md5(f"{(home / 'profile').as_uri()}".encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"  # as LibreOffice itself calls it
    return any(Path("/tmp").glob(f"OSL_PIPE_*_{name}"))  # noqa: S108 -- there, whatever TMPDIR says


@cache
def _alone() -> tuple[str, ...]:
    """Return the command that cuts a program off from every network, where the system lets us."""
    cut = ("unshare", "--user", "--map-root-user", "--net", "--")
    if shutil.which(cut[0]) and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
        return cut
    return ()
