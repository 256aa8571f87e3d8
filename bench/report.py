"""Measures the year-end report and its annex over 100,000 registrations of 3,321 communes: the figures beside the same
counts in bare SQL that no covering index helps, the Word file beside docxtpl alone, the whole in seconds and memory.

`python -m bench.report`, on SQLite; it needs nothing else on the machine.
"""

import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bench.run import prepare

REGISTRATIONS, COMMUNES = 100_000, 3_321
ROUNDS = 5
COUNTS = """
    SELECT state, owner_kind, year_status, unit_id, field_id, count(*) FROM registry_registration NOT INDEXED
    WHERE campaign_id = ? GROUP BY 1, 2, 3, 4, 5
"""


def main() -> None:
    """Load if that was not done, then measure."""
    prepare(REGISTRATIONS, COMMUNES, articles=100)
    with TemporaryDirectory() as desk:
        measure(Path(desk))


def measure(desk: Path) -> None:
    """Print what each part takes."""
    from django.db import connection  # noqa: PLC0415 -- after Django is set up
    from django.utils import timezone  # noqa: PLC0415

    from kheo.movement.campaigns.models import Campaign  # noqa: PLC0415
    from kheo.outlets.reports.actions import write_annex, write_year_end  # noqa: PLC0415
    from kheo.outlets.reports.queries.statistics import statistics  # noqa: PLC0415
    from kheo.outlets.reports.queries.year_end import YearEnd, year_end  # noqa: PLC0415
    from kheo.outlets.reports.states import DocumentForm  # noqa: PLC0415

    campaign = Campaign.objects.select_related("unit", "movement").get()
    document, workbook = desk / "report.docx", desk / "annex.xlsx"

    def in_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNTS.replace("?", "%s"), [campaign.pk])
            cursor.fetchall()

    def drawn() -> YearEnd:
        return year_end(campaign, campaign.unit, drawn_on=date(2026, 12, 31))

    def written(report: YearEnd) -> None:
        now, form = timezone.now(), DocumentForm.PARTY
        write_year_end(report, form=form, out=document, has_annex=True, by=None, at=now)

    began = time.perf_counter()
    report = drawn()
    written(report)
    write_annex(report, out=workbook, by=None, at=timezone.now())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"report and annex: {time.perf_counter() - began:.1f} s in all, most memory {memory:.0f} MB")
    print(f"  {document.stat().st_size / 1024:.0f} kB and {workbook.stat().st_size / 1024:.0f} kB")
    side_by_side("figures beside bare SQL", lambda: statistics(campaign, campaign.unit), in_sql)
    side_by_side("Word beside docxtpl alone", lambda: written(report), bare_fill(lambda: written(report), desk))
    alone = best(lambda: write_annex(report, out=workbook, by=None, at=timezone.now()), rounds=1)
    print(f"the annex by itself: {alone:.2f} s")


def bare_fill(write: Callable[[], None], desk: Path) -> Callable[[], None]:
    """Return what fills the same template with the same values and does nothing else."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- after Django is set up

    from kheo.machinery.papers import actions  # noqa: PLC0415

    with patch.object(actions, "fill", wraps=actions.fill) as filled:
        write()
    template, values, _out = filled.call_args.args

    def fill() -> None:
        document = DocxTemplate(template)
        document.render(values, autoescape=True)
        document.save(desk / "bare.docx")

    return fill


def side_by_side(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    """Print the times of two ways, taken in turns, and how they compare."""
    times = [(best(ours, rounds=1), best(theirs, rounds=1)) for _ in range(ROUNDS)]
    first, second = (min(each) for each in zip(*times, strict=True))
    print(f"{name}: {first:.3f} s and {second:.3f} s, ratio {first / second:.2f}", flush=True)


def best(act: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the quickest of some rounds."""
    return min(_timed(act) for _ in range(rounds))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
