"""Measures a workbook of 50,000 rows × 15 columns: read, checked and entered, on SQLite.

`python -m bench.intake`. The references run in the same process before and after, on the same file: python-calamine
reading it, a bare `bulk_create` of the records that come of it, and openpyxl reading it.
"""

import os
import re
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
COMMUNES = 40
FIELDS = ("Kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh", "Xây dựng hệ thống chính trị")


def main() -> None:
    """Make a fresh database and the workbook, then measure."""
    HOME.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=HOME) as desk:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": desk}
        os.environ["DATABASE_URL"] = f"sqlite:///{desk}/intake.sqlite3"
        import django  # noqa: PLC0415 -- after the environment is set

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        measure(Path(desk) / "large.xlsx")


def measure(path: Path) -> None:
    """Print what each part takes, and the ratios."""
    from django.core.files import File  # noqa: PLC0415

    from kheo.machinery.intake.actions import apply, receive  # noqa: PLC0415
    from kheo.machinery.intake.kit import SHEETS, Occasion  # noqa: PLC0415
    from tests import make  # noqa: PLC0415
    from tests.cast import gather  # noqa: PLC0415

    cast = gather()
    units = [make.unit(f"Xã Số {number}", "commune", parent=cast.district) for number in range(COMMUNES)]
    campaign = make.campaign(cast.district)
    write(path, [unit.name for unit in units])
    children = _peak_of_child(path)  # before this process grows: a child's peak counts what it was forked from
    references = [_apart(_references, path, campaign, units)]
    occasion = Occasion(cast.district_office, cast.district, campaign.slug, make.NOW)
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
    with path.open("rb") as opened:
        checking = timed(
            "received, read and checked",
            lambda: receive(File(opened, name=path.name), sheet=SHEETS["registrations"], occasion=occasion),
        )
    upload = checking.value
    assert upload.counts["new"] == MANY, upload.counts  # type: ignore[attr-defined]
    entering = timed("entered", lambda: apply(upload, hand_in=False, by=cast.district_office, at=make.NOW))  # type: ignore[arg-type]
    own = _peak()
    references.append(_apart(_references, path, campaign, units))
    ours, bare, openpyxl = (
        checking.seconds + entering.seconds,
        *(sum(pair) / 2 for pair in zip(*references, strict=True)),
    )
    print(f"all {ours:.1f} s = {ours / bare:.2f} x (calamine + bare), {ours / openpyxl:.2f} x openpyxl")
    print(f"most memory: {own} MB here, {children} MB in the child that reads")


def _apart(work: Callable[..., tuple[float, float]], *given: object) -> tuple[float, float]:
    """Return what work gives in a fork of its own, so that nothing of it stays in this process."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        return pool.submit(work, *given).result()


def _references(path: Path, campaign: object, units: object) -> tuple[float, float]:
    """Return what the bare reading and writing take together, and what openpyxl takes to read."""
    calamine = timed("python-calamine reads it", lambda: _calamine(path))
    bare = timed("bare bulk_create of the same records", lambda: _bulk_create(campaign, units))
    return calamine.seconds + bare.seconds, timed("openpyxl reads it", lambda: _openpyxl(path)).seconds


def _peak_of_child(path: Path) -> int:
    from kheo.lib.office.sheets_in import read_workbook  # noqa: PLC0415

    read_workbook(path)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def _peak() -> int:
    """Return the most memory that this process had, in MB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


class timed:
    """Does something, and keeps what came of it and how long it took."""

    def __init__(self, what: str, work: Callable[[], object]) -> None:
        """Do it now."""
        began = time.perf_counter()
        self.value = work()
        self.seconds = time.perf_counter() - began
        print(f"{what:<40}{self.seconds:8.2f} s", flush=True)


def write(path: Path, units: list[str]) -> None:
    """Write the workbook: the official headings, every row another model."""
    import xlsxwriter  # noqa: PLC0415

    from kheo.machinery.intake.kit import official  # noqa: PLC0415
    from kheo.movement.registry.sheets.columns import COLUMNS  # noqa: PLC0415

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Đăng ký")
    for column, heading in enumerate(official(column.heading) for column in COLUMNS):
        sheet.write_string(0, column, heading)
    for number in range(MANY):
        said = {
            "unit": units[number % len(units)],
            "name": f"Đoạn đường hoa tự quản số {number} thôn {number % 97}",
            "kind": "Mô hình",
            "field": FIELDS[number % 4],
            "owner_kind": "Tập thể",
            "year_status": "Đăng ký mới",
            "place": f"Thôn {number % 97}",
            "started_on": "09/02/2017",
            "person_in_charge": f"Người phụ trách thứ {number % 1000}",
            "purpose": f"Giữ cho đường làng ngõ xóm số {number} luôn sạch đẹp quanh năm",
            "method": f"Mỗi hộ chăm mười mét luống hoa trước cổng, mỗi tháng họp tổ một lần, tổ số {number}",
            "target_group": f"{number % 300} hộ",
            "targets": f"{number % 900} mét đường hoa; tất cả các hộ ký cam kết",
            "resources": f"{number % 50} triệu đồng nhân dân đóng góp",
            "partners": "Chi hội Phụ nữ thôn",
        }
        for column, text in enumerate(said[column.key] for column in COLUMNS if column.key in said):
            sheet.write_string(number + 1, column, text)
    book.close()


def _calamine(path: Path) -> object:
    from python_calamine import load_workbook  # noqa: PLC0415

    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


def _openpyxl(path: Path) -> object:
    import openpyxl  # noqa: PLC0415

    return openpyxl.load_workbook(path).active.max_row


def _bulk_create(campaign, units) -> None:  # type: ignore[no-untyped-def]
    """Write as many exemplars, registrations and particulars as the workbook has rows, and nothing else; roll back."""
    from django.db import transaction  # noqa: PLC0415

    from kheo.movement.registry.models import Exemplar, Particulars, Registration  # noqa: PLC0415
    from tests import make  # noqa: PLC0415

    field = campaign.fields.first()
    with transaction.atomic():
        exemplars = Exemplar.objects.bulk_create(
            [
                Exemplar(
                    unit=units[n % len(units)],
                    name=f"Đoạn đường hoa tự quản số {n} thôn {n % 97}",
                    name_key=f"đoạn đường hoa tự quản số {n} thôn {n % 97}",
                    slug=f"doan-duong-hoa-tu-quan-so-{n}-thon-{n % 97}",
                    place=f"Thôn {n % 97}",
                    sibling=1,
                )
                for n in range(MANY)
            ]
        )
        registrations = Registration.objects.bulk_create(
            [
                Registration(
                    campaign=campaign,
                    exemplar=exemplar,
                    registered_by_id=exemplar.unit_id,
                    unit_id=exemplar.unit_id,
                    holder_id=exemplar.unit_id,
                    field=field,
                    owner_kind="collective",
                    created_at=make.NOW,
                    updated_at=make.NOW,
                )
                for exemplar in exemplars
            ]
        )
        Particulars.objects.bulk_create(
            [
                Particulars(
                    registration=registration,
                    purpose=f"Giữ cho đường làng ngõ xóm số {n} luôn sạch đẹp quanh năm",
                    method=f"Mỗi hộ chăm mười mét luống hoa trước cổng, mỗi tháng họp tổ một lần, tổ số {n}",
                    target_group=f"{n % 300} hộ",
                    targets=f"{n % 900} mét đường hoa; tất cả các hộ ký cam kết",
                    resources=f"{n % 50} triệu đồng nhân dân đóng góp",
                    partners="Chi hội Phụ nữ thôn",
                    person_in_charge=f"Người phụ trách thứ {n % 1000}",
                )
                for n, registration in enumerate(registrations)
            ]
        )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
