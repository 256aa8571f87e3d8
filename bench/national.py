"""Measures a province's statistics by its old and by its new units over the national tree with 500,000 registrations.

`python -m bench.national`; the ratio is to a plain GROUP BY of the same rows in the same run.
"""

import os
import random
import sys
import time
from datetime import date, datetime
from itertools import islice
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
MANY = 500_000
COLUMNS = ("field", "owner_kind")


def main() -> None:
    """Load if that was not done, then measure."""
    HOME.mkdir(parents=True, exist_ok=True)
    path = HOME / "national.sqlite3"
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": str(HOME)}
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    fresh = not path.exists()
    call_command("migrate", verbosity=0)
    if fresh:
        load()
    measure()


def load() -> None:
    """Fill a fresh database: the country, a campaign of 2024, and registrations of its old communes."""
    from django.db import connection, transaction  # noqa: PLC0415

    from kheo.lib.dates import LOCAL  # noqa: PLC0415
    from kheo.organisation.national.actions import load_national  # noqa: PLC0415
    from tests import make  # noqa: PLC0415

    at = datetime(2024, 3, 1, 8, 0, tzinfo=LOCAL)
    began = time.perf_counter()
    load_national(by=None, at=at)
    print(f"the country in {time.perf_counter() - began:.1f} s")
    with transaction.atomic():
        centre = make.unit("Ban Dân vận Trung ương", "party_body")
        _register(make.campaign(centre, year=2024, state="closed"), at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"all in {time.perf_counter() - began:.0f} s")


def _register(campaign, at) -> None:  # type: ignore[no-untyped-def]
    from kheo.movement.registry.models import Custody, Exemplar, Registration  # noqa: PLC0415
    from kheo.movement.registry.states import OwnerKind, State, YearStatus  # noqa: PLC0415
    from kheo.organisation.national.kit import DAY  # noqa: PLC0415
    from kheo.organisation.units.models import Succession, UnitVersion  # noqa: PLC0415

    chance = random.Random(2024)
    old = UnitVersion.objects.on(date(2024, 12, 31)).filter(level="commune", kind__in=["commune", "ward", "township"])
    units = list(old.values_list("unit_id", flat=True))
    heirs = dict(Succession.objects.filter(is_main=True).values_list("source_id", "heir_id"))
    fields = list(campaign.fields.values_list("pk", flat=True))
    rows = ((number, chance.choice(units)) for number in range(MANY))
    while chunk := list(islice(rows, 5_000)):
        exemplars = Exemplar.objects.bulk_create(
            Exemplar(unit_id=heirs.get(unit, unit), name=f"Mô hình {n}", name_key=f"mô hình {n}", slug=f"mo-hinh-{n}")
            for n, unit in chunk
        )
        pairs = list(zip(exemplars, (unit for _n, unit in chunk), strict=True))
        moved = [(each, unit) for each, unit in pairs if unit in heirs]
        Custody.objects.bulk_create(
            Custody(exemplar=each, unit_id=unit, valid_to=DAY if unit in heirs else None) for each, unit in pairs
        )
        Custody.objects.bulk_create(Custody(exemplar=each, unit_id=each.unit_id, valid_from=DAY) for each, _u in moved)
        Registration.objects.bulk_create(
            Registration(
                campaign=campaign,
                exemplar=each,
                registered_by_id=unit,
                unit_id=unit,
                holder_id=each.unit_id,
                field_id=chance.choice(fields),
                owner_kind=chance.choice(OwnerKind.values),
                year_status=chance.choice(YearStatus.values),
                state=State.REGISTERED,
                created_at=at,
                updated_at=at,
            )
            for each, unit in pairs
        )


def measure() -> None:
    """Print each table's time beside the plain SQL's."""
    from django.db import connection  # noqa: PLC0415

    from bench.run import best_of  # noqa: PLC0415
    from kheo.machinery.books.queries.tables import EACH_UNIT, cross_table  # noqa: PLC0415
    from kheo.movement.campaigns.models import Campaign  # noqa: PLC0415
    from kheo.movement.campaigns.queries import scope_of  # noqa: PLC0415
    from kheo.organisation.units.models import Unit  # noqa: PLC0415

    campaign, now = Campaign.objects.get(), date(2025, 7, 2)
    old = Unit.objects.get(code="37", kind="province", closed_on__isnull=False)
    new = Unit.objects.get(code="37", kind="province", closed_on=None)
    sql = (
        "SELECT unit_id, field_id, owner_kind, count(*) FROM registry_registration"
        " WHERE campaign_id = %s AND unit_id IN (SELECT unit_id FROM units_lineage WHERE ancestor_id = %s)"
        " GROUP BY unit_id, field_id, owner_kind"
    )

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [campaign.pk, new.pk])
            cursor.fetchall()

    raw = best_of(5, plain)
    print(f"plain GROUP BY of the new province's rows: {raw:.3f} s")
    cases = {"old units, as reported": scope_of(campaign, old), "new units": scope_of(campaign, new, now)}
    for name, scope in cases.items():
        for rows in ("below", EACH_UNIT):
            took = best_of(5, lambda scope=scope, rows=rows: cross_table("registered", scope, COLUMNS, rows))
            total = cross_table("registered", scope, ["field"], rows).total.count
            print(f"{name}, rows={rows}: {took:.3f} s for {total} registrations, {took / raw:.1f} times the plain SQL")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
