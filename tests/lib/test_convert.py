import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from docx import Document as Word

from kheo.lib.conversion import convert, spare
from kheo.lib.unsafe import Unsafe

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice"),
]


@pytest.fixture(autouse=True)
def none_left():
    """What a test started is gone after it."""
    before, folders = running().keys(), set(Path(tempfile.gettempdir()).glob("kheo-spare-*"))
    yield
    spare.end_all()
    assert since(before) == set()
    assert set(Path(tempfile.gettempdir()).glob("kheo-spare-*")) <= folders


@pytest.fixture
def paper(tmp_path):
    word = Word()
    word.add_paragraph("Dân vận khéo ở xã Yên Hòa")
    word.save(tmp_path / "paper.docx")
    return tmp_path / "paper.docx"


def running():
    """Return the processes of LibreOffice started ahead and of their keepers, with what each was called by."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"kheo-spare-" in line or b"lib.conversion.spare" in line:
            found[process.name] = line
    return found


def since(before):
    """Return those that run and did not run before."""
    return running().keys() - before


def has_started(before):
    """Return whether the program itself runs, not only what starts it."""
    return any(b"soffice.bin" in line for name, line in running().items() if name not in before)


def until(is_so, seconds=20):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def folder(tmp_path, name="made"):
    (tmp_path / name).mkdir()
    return tmp_path / name


def without_the_plain_way(monkeypatch):
    def refuse(*args):
        raise AssertionError("the plain way was taken")

    monkeypatch.setattr(convert, "run_within", refuse)


def test_a_pdf_the_plain_way(paper, tmp_path):
    assert convert.to_pdf(paper, folder(tmp_path)).read_bytes()[:5] == b"%PDF-"


def test_the_instance_started_ahead_makes_one_and_ends(paper, tmp_path, monkeypatch):
    without_the_plain_way(monkeypatch)
    before = running().keys()
    spare.prepare()
    spare.prepare()  # one is there already
    until(lambda: has_started(before))
    assert convert.to_pdf(paper, folder(tmp_path)).read_bytes()[:5] == b"%PDF-"
    assert (since(before), spare.take()) == (set(), None)


def test_a_file_that_breaks_it_is_told_and_hurts_no_other(paper, tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no Word file")
    spare.prepare()
    with pytest.raises(Unsafe):
        convert.to_pdf(broken, folder(tmp_path, "one"))
    spare.prepare()
    assert convert.to_pdf(paper, folder(tmp_path, "two")).exists()


def test_an_instance_that_died_is_not_waited_for(paper, tmp_path):
    before = running().keys()
    spare.prepare()
    until(lambda: has_started(before))
    for name, line in running().items():
        if b"soffice.bin" in line and name not in before:
            os.kill(int(name), signal.SIGKILL)
    assert convert.to_pdf(paper, folder(tmp_path)).exists()


def test_it_ends_when_nobody_comes():
    before = running().keys()
    spare.prepare(idle_seconds=0.5)
    until(lambda: since(before))
    until(lambda: not since(before))
    assert spare.take() is None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_who_asked_for_it_however_that_ended(number):
    before = running().keys()
    code = "import time; from kheo.lib.conversion import spare; spare.prepare(); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        until(lambda: has_started(before))
        server.send_signal(number)
    until(lambda: not since(before))


def test_a_document_that_takes_too_long_is_refused(paper, tmp_path, monkeypatch):
    without_the_plain_way(monkeypatch)
    spare.prepare()
    monkeypatch.setattr(convert, "_LONGEST", 0)
    with pytest.raises(Unsafe) as refused:
        convert.to_pdf(paper, folder(tmp_path))
    assert refused.value.details["reason"] == "timeout"


def test_whoever_does_not_wait_gets_a_pdf_of_the_instance_that_stands_ready(paper, tmp_path, monkeypatch):
    without_the_plain_way(monkeypatch)
    monkeypatch.setattr(convert, "_turn", lambda *_or_not: nullcontext())  # whoever else converts on this machine
    assert convert.to_pdf_within(60, paper, folder(tmp_path, "none")) is None  # nothing stands ready
    before = running().keys()
    spare.prepare()
    until(lambda: has_started(before))
    assert convert.to_pdf_within(60, paper, folder(tmp_path)).read_bytes()[:5] == b"%PDF-"


def test_whoever_does_not_wait_gets_nothing_that_takes_longer_or_while_another_converts(paper, tmp_path):
    spare.prepare()
    with convert._turn():
        assert convert.to_pdf_within(60, paper, folder(tmp_path, "busy")) is None
    assert convert.to_pdf_within(0, paper, folder(tmp_path, "slow")) is None
    assert spare.take() is None  # it was given up
