"""Changed files on their whole way: `python -m tests.fuzz.run 5000 [first]` brings that many changed workbooks and
documents, each in a fork of its own, which stands for the child process with limits that reads it.

What may come of a file: it is read, or it is refused in words. Anything else is a failure: an exception of another
kind, a fork that dies, more than 500 MB or 30 seconds. A fork that dies is brought once more in the real way, with its
child process, since there the death of the child is a refusal too.
"""

import importlib
import inspect
import io
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.fuzz.mutations import dice_of, mutated
from tests.jobs.processes import own_database

MOST_MEMORY, MOST_SECONDS = 500, 30
READ, REFUSED, BROKEN = 0, 10, 20


def bring_workbook(data, ending, cast):
    """Bring a workbook as an officer does; returns what came of it."""
    from django.core.files import File  # noqa: PLC0415 -- Django must be ready
    from django.db import transaction  # noqa: PLC0415 -- Django must be ready

    from kheo.lib.refusals import Refused  # noqa: PLC0415 -- Django must be ready
    from tests.intake import book  # noqa: PLC0415 -- Django must be ready

    try:
        with transaction.atomic():
            upload = book.bring(File(io.BytesIO(data), name=f"danh-sach{ending}"), book.occasion(*cast))
            transaction.set_rollback(True)
        return f"read: {upload.state}"
    except Refused as refusal:
        return f"refused: {str(refusal.reasons[0])[:60]}"


def bring_document(data, ending, _cast):
    """Read a document and what it says; returns what came of it."""
    from kheo.lib.office.texts_in import read_text  # noqa: PLC0415 -- Django must be ready
    from kheo.lib.reading.reader import read  # noqa: PLC0415 -- Django must be ready
    from kheo.lib.unsafe import Unsafe  # noqa: PLC0415 -- Django must be ready
    from kheo.movement.readings.rules import offers  # noqa: PLC0415 -- Django must be ready
    from kheo.movement.readings.web.source import groups_of, head_of, lines_of  # noqa: PLC0415

    with TemporaryDirectory() as desk:
        path = Path(desk) / f"bao-cao{ending}"
        path.write_bytes(data)
        try:
            text = read_text(path).text[:500_000]
        except Unsafe as unsafe:
            return f"refused: {unsafe.code}"
    findings = read(text).as_json()
    offers(findings), groups_of(findings), head_of(findings), list(lines_of(text, findings))
    return "read: text" if text.strip() else "read: nothing"


WAYS = {"workbook": bring_workbook, "document": bring_document}


def _at_once(job, _limits):
    """Do in this process what a child would do."""
    from kheo.lib.sandbox import ChildFailed  # noqa: PLC0415

    _given, module, name, args, kwargs = pickle.loads(job)
    try:
        result = getattr(importlib.import_module(module), name)(*args, **kwargs)
        yield from list(result) if inspect.isgenerator(result) else [result]
    except MemoryError:
        raise ChildFailed("memory") from None


def in_fork(way, data, ending, cast):
    """Return what came of a file, the seconds and the megabytes."""
    inlet, outlet = os.pipe()
    begun = time.perf_counter()
    if (child := os.fork()) == 0:
        code = BROKEN
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 2))
            signal.signal(signal.SIGXCPU, signal.SIG_DFL)
            said = WAYS[way](data, ending, cast)
            code = READ if said.startswith("read") else REFUSED
        except BaseException:  # whatever it is, it is looked for
            said = traceback.format_exc()[-1500:]
        os.write(outlet, said.encode(errors="replace")[:4000])
        os._exit(code)
    os.close(outlet)
    said = os.read(inlet, 5000).decode(errors="replace")
    os.close(inlet)
    _pid, status, used = os.wait4(child, 0)
    died = os.WIFSIGNALED(status)
    outcome = f"died of signal {os.WTERMSIG(status)}" if died else said
    is_fine = not died and os.WEXITSTATUS(status) in (READ, REFUSED)
    return is_fine, died, outcome, time.perf_counter() - begun, used.ru_maxrss / 1024


def run(many, first):
    """Bring so many files and print what came of them; returns how many failures there were."""
    from kheo.lib import sandbox  # noqa: PLC0415 -- Django must be ready
    from tests.fuzz.seeds import documents, workbooks  # noqa: PLC0415 -- Django must be ready

    cast, real = _cast(), sandbox._answers
    seeds = {"workbook": workbooks(), "document": documents()}
    told, failures, slowest, largest = Counter(), [], Counter(), Counter()
    for number in range(first, first + many):
        dice = dice_of(number)
        way = "workbook" if number % 2 else "document"
        ending, right = dice.choice(seeds[way])
        data = mutated(right, dice)
        sandbox._answers = _at_once
        is_fine, died, outcome, seconds, memory = in_fork(way, data, ending, cast)
        sandbox._answers = real
        if died:
            is_fine, died, outcome, *_rest = in_fork(way, data, ending, cast)
            outcome = f"{outcome.split(':')[0]}: after its child had died"
        if seconds > 5:
            print(f"slow {number} {way}{ending}: {seconds:.1f} s {outcome[:60]}", flush=True)
        if not is_fine or memory > MOST_MEMORY or seconds > MOST_SECONDS:
            failures.append(number)
            print(f"{number} {way}{ending}: {seconds:.1f} s, {memory:.0f} MB\n{outcome}", flush=True)
        told[way, ending, outcome.split(":")[0]] += 1
        told[outcome[:90]] += 1
        slowest[way, ending] = max(slowest[way, ending], seconds)
        largest[way, ending] = max(largest[way, ending], memory)
    _print(told, slowest, largest, failures, many)
    return len(failures)


def _print(told, slowest, largest, failures, many):
    print("| file | read | refused | slowest | most memory |\n|---|---|---|---|---|")
    for way, ending in sorted(slowest):
        read, refused = told[way, ending, "read"], told[way, ending, "refused"]
        seconds, memory = slowest[way, ending], largest[way, ending]
        print(f"| {way} {ending} | {read} | {refused} | {seconds:.1f} s | {memory:.0f} MB |")
    for words, number in told.most_common():
        if isinstance(words, str) and words.startswith("refused"):
            print(f"{number:6} {words}")
    print(f"{many} changed files, {len(failures)} failures: {failures[:50]}")


def _cast():
    from django.db import connections  # noqa: PLC0415 -- Django must be ready

    from kheo.faces.console.kit import make_tables  # noqa: PLC0415 -- Django must be ready
    from tests import make  # noqa: PLC0415 -- Django must be ready
    from tests.cast import gather  # noqa: PLC0415 -- Django must be ready

    make_tables()
    cast = gather()
    make.campaign(cast.district)
    connections.close_all()
    return cast.commune_officer, cast.hoa


if __name__ == "__main__":
    with own_database():
        django.setup()
        many, first = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1
        sys.exit(1 if run(many, first) else 0)
