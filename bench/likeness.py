"""Measures look-alikes among 100,000 models on SQLite: a check at entry beside rapidfuzz `extractOne` over the same
texts in the same run, how often the planted original is first, and a full pass with its memory.

`python -m bench.likeness [how many]`.
"""

import os
import random
import resource
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CHECKS, REFERENCES = 200, 20


def main() -> None:
    """Make a fresh database, then measure."""
    HOME.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=HOME) as desk:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": desk}
        os.environ["DATABASE_URL"] = f"sqlite:///{desk}/likeness.sqlite3"
        import django  # noqa: PLC0415 -- after the environment is set

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure()


def texts_of(many: int, dice: random.Random) -> list[tuple[str, str, str, str]]:
    """Return names, descriptions of about 60 words, places and people: sentences of the models of the tests, in which
    every unit also writes what everybody writes."""
    lines = (Path(__file__).resolve().parent.parent / "tests/likeness/models.tsv").read_text().splitlines()
    models = [line.split("\t") for line in lines]
    clauses = [part.strip() for model in models for text in model[2:4] for part in text.split(",")]
    common = ["tuyên truyền vận động nhân dân trên địa bàn hưởng ứng", "góp phần xây dựng nông thôn mới"]
    made = []
    for number in range(many):
        said = dice.sample(clauses, 7) + common
        dice.shuffle(said)
        words = ", ".join(said).split()
        for _each in range(6):  # what is a unit's own: its hamlets, numbers, names
            own = f"{dice.choice('bcdghklmnpqrstvx')}{dice.choice('aoei')}{dice.randrange(900)}"
            words[dice.randrange(len(words))] = own
        model = dice.choice(models)
        name = f"{model[dice.randrange(2)]} {dice.choice(['', 'thôn', 'xóm'])} {dice.choice(clauses).split()[0]}"
        made.append((name, " ".join(words), f"Thôn {number % 900}", f"{model[5]} {number % 700}"))
    return made


def measure() -> None:
    """Print what each part takes."""
    from django.db import connection, transaction  # noqa: PLC0415
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    from kheo.foundation.bulk.actions import insert_rows, reserve  # noqa: PLC0415
    from kheo.lib.likeness import print_of  # noqa: PLC0415
    from kheo.lib.vitext import fold  # noqa: PLC0415
    from kheo.movement.likeness.actions import _update  # noqa: PLC0415
    from kheo.movement.likeness.queries import look_alikes  # noqa: PLC0415
    from kheo.movement.registry.models import Exemplar  # noqa: PLC0415
    from kheo.organisation.units.models import Unit  # noqa: PLC0415

    dice = random.Random(7)
    texts = texts_of(MANY, dice)
    unit = Unit.objects.create(slug="xa", name="Xã", kind="commune", sort_key="1")
    numbers = reserve(Exemplar, MANY)
    rows = ((pk, name, f"{pk}", name, str(pk)) for pk, (name, *_rest) in zip(numbers, texts, strict=True))
    insert_rows(Exemplar, ("id", "name", "name_key", "name_folded", "slug"), rows, unit_id=unit.pk)
    begun = time.perf_counter()
    with transaction.atomic():
        for start in range(0, MANY, 2_000):
            part = slice(start, start + 2_000)
            some = {pk: print_of(*said) for pk, said in zip(numbers[part], texts[part], strict=True)}
            _update(some, {}, some)
    print(f"index of {MANY:,} models: {time.perf_counter() - begun:.1f} s")
    copies = [(place, worn(texts[place], dice)) for place in dice.sample(range(MANY), CHECKS)]
    whole = [fold(f"{name} {about} {place} {people}") for name, about, place, people in texts]
    ours, theirs, first, theirs_first = [], [], 0, 0
    for turn, (planted, said) in enumerate(copies):
        begun = time.perf_counter()
        found = look_alikes(print_of(*said))
        ours.append(time.perf_counter() - begun)
        first += bool(found) and found[0][0] == numbers[planted]
        if turn < REFERENCES:
            begun = time.perf_counter()
            best = process.extractOne(fold(" ".join(said)), whole, scorer=fuzz.ratio, score_cutoff=60)
            theirs.append(time.perf_counter() - begun)
            theirs_first += best is not None and best[2] == planted
    print(f"check at entry: {1000 * median(ours):.1f} ms (slowest {1000 * max(ours):.0f}), first {first / CHECKS:.1%}")
    print(f"extractOne: {1000 * median(theirs):.1f} ms, first {theirs_first / REFERENCES:.1%}")
    print(f"ratio: {median(ours) / median(theirs):.2f}")
    del texts, whole
    connection.close()
    full_pass()


def full_pass() -> None:
    """Compare all with all in a process of its own."""
    from django import db  # noqa: PLC0415

    from kheo.movement.likeness.actions import _keep_pairs  # noqa: PLC0415
    from kheo.movement.likeness.queries import all_look_alikes  # noqa: PLC0415

    sys.stdout.flush()
    db.connections.close_all()
    begun = time.perf_counter()
    import subprocess  # noqa: PLC0415 -- a fresh process, so that only the pass is measured

    code = (
        "import django; django.setup(); from kheo.movement.likeness.actions import _keep_pairs;"
        "from kheo.movement.likeness.queries import all_look_alikes;"
        "found = list(all_look_alikes()); _keep_pairs(found); print(len(found), 'pairs')"
    )
    del _keep_pairs, all_look_alikes
    subprocess.run([sys.executable, "-c", code], check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"full pass: {time.perf_counter() - begun:.1f} s, {peak:.0f} MB")


def worn(said: tuple[str, str, str, str], dice: random.Random) -> tuple[str, str, str, str]:
    """Return a copy with 10–25 % of the words of its description dropped or replaced, half of them without marks."""
    from kheo.lib.vitext import fold  # noqa: PLC0415

    name, about, _place, _people = said
    part = dice.uniform(0.1, 0.25)
    words = [dice.choice(["cùng", "và", ""]) if dice.random() < part else word for word in about.split()]
    copied = " ".join(filter(None, words))
    return (fold(name), fold(copied), "Thôn Khác", "") if dice.random() < 0.5 else (name, copied, "Thôn Khác", "")


if __name__ == "__main__":
    main()
