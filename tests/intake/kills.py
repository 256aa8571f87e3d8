"""An import that is killed: `python -m tests.intake.kills 100` kills its worker at that many random moments.

After each kill the register holds all rows of the workbook or none, and never one twice; the next worker ends the work.
The database is SQLite in a temporary folder, or a new one on the PostgreSQL server that DATABASE_URL names.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.jobs.processes import SOON, fresh, own_database, quicken, worker

ROWS = 8_000


def kill(times, seed=1):
    """Kill workers at random moments, look after each, and let the last one end the work."""
    from kheo.movement.registry.models import Exemplar, Particulars, Registration  # noqa: PLC0415 -- Django must be ready

    cast, chance = _cast(), random.Random(seed)
    kills = ended = broken_off = 0
    while kills < times:
        job, upload = _started(cast, ended)
        before = ended * ROWS
        while kills < times and fresh(job).is_live:
            with worker() as process:
                time.sleep(chance.uniform(0.0, 6.0))
                process.kill()
                process.wait()
            kills += 1
            broken_off += fresh(job).state == "running"
            _whole_or_nothing(job, upload, before)
        with worker() as process:
            assert process.wait(SOON) == 0
        assert fresh(job).state == "done", job.detail
        _whole_or_nothing(job, upload, before)
        assert len(set(Exemplar.objects.values_list("unit", "name_key"))) == Exemplar.objects.count()
        assert Registration.objects.count() == Particulars.objects.count() == before + ROWS
        ended += 1
    print(
        f"{kills} kills, {broken_off} of them within the work, {ended} workbooks of {ROWS} rows: all or none each time."
    )


def _whole_or_nothing(job, upload, before):
    from kheo.movement.registry.models import Registration  # noqa: PLC0415 -- Django must be ready

    upload.refresh_from_db()
    done = fresh(job).state == "done"
    expected = ("applied", before + ROWS) if done else ("checked", before)
    assert (upload.state, Registration.objects.count()) == expected
    assert upload.rows.exclude(target_id=None).count() == (ROWS if done else 0)


def _cast():

    from kheo.faces.console.kit import make_tables  # noqa: PLC0415 -- Django must be ready
    from tests import make  # noqa: PLC0415 -- Django must be ready
    from tests.cast import gather  # noqa: PLC0415 -- Django must be ready

    make_tables()
    cast = gather()
    make.campaign(cast.district)
    return cast


def _started(cast, number):
    """Return the work of entering a checked workbook, and the workbook."""
    from django.core.files import File  # noqa: PLC0415 -- Django must be ready

    from kheo.foundation.jobs.actions import start  # noqa: PLC0415 -- Django must be ready
    from kheo.machinery.intake.actions import receive  # noqa: PLC0415 -- Django must be ready
    from kheo.machinery.intake.jobs import enter  # noqa: PLC0415 -- Django must be ready
    from kheo.machinery.intake.kit import SHEETS  # noqa: PLC0415 -- Django must be ready
    from tests import make  # noqa: PLC0415 -- Django must be ready
    from tests.intake import book  # noqa: PLC0415 -- Django must be ready

    said = book.occasion(cast.district_office, cast.district)
    with TemporaryDirectory() as desk:
        path = Path(desk) / "lon.csv"
        head = "Đơn vị;Tên mô hình;Loại hình;Lĩnh vực;Chủ thể;Tình trạng"
        rows = (f"Xã Yên Hòa;Mô hình {number} số {n};Mô hình;Kinh tế;Tập thể;Duy trì" for n in range(ROWS))
        path.write_text("\n".join([head, *rows]), "utf-8")
        with path.open("rb") as opened:
            upload = receive(File(opened, name=path.name), sheet=SHEETS["registrations"], occasion=said)
    assert upload.counts["new"] == ROWS
    return start(enter, by=cast.district_office, at=make.NOW, upload=upload.pk, hand_in=False), upload


if __name__ == "__main__":
    with own_database():
        django.setup()
        quicken()
        kill(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
