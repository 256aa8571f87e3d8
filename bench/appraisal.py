"""Measures the appraisal: its list over 100,000 models, and a council that scores 500 models in one sitting.

`python -m bench.appraisal list` needs the database of `make bench`, of which it takes a copy. `python -m
bench.appraisal council` makes its own and serves it as `kheo serve` does, on SQLite: fifteen people type points without
a pause for thought longer than a second, each save is timed from the first byte sent to the last one read.
"""

import argparse
import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"
SCORERS, MODELS = 15, 500
TOKEN = "b" * 32


def main() -> None:
    """Measure what is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", choices=["list", "council"])
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--pause", type=float, default=1.0, help="longest pause between two saves of one person")
    given = options.parse_args()
    if given.what == "list":
        measure_list()
    else:
        measure_council(given.seconds, given.pause)


def begin(name: str) -> Path:
    """Set Django up on a database of that name in the bench's folder."""
    HOME.mkdir(parents=True, exist_ok=True)
    path = HOME / f"{name}.sqlite3"
    os.environ |= {"DJANGO_SETTINGS_MODULE": "kheo.project.settings", "KHEO_DATA_DIR": str(HOME)}
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    import django  # noqa: PLC0415 -- after the environment is set

    django.setup()
    return path


# The list ----------------------------------------------------------------------------------------------------------


def measure_list() -> None:
    """Print what the pages of the list cost over 100,000 models in appraisal, beside the register's own list."""
    source, path = HOME / "100000.sqlite3", HOME / "appraisal.sqlite3"
    if not path.exists():
        shutil.copy(source, path)
    begin("appraisal")
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kheo.foundation.accounts.models import User  # noqa: PLC0415

    _appraised()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="thuongtruc"))
    base = "/lam-viec/tham-dinh/dot/mau-2017/"
    pages = {"register, page 1": "/lam-viec/dang-ky/?campaign=mau-2017", "appraisal, by unit": base}
    pages |= {"appraisal, by points": f"{base}?sort=points", "appraisal, latest": f"{base}?sort=latest"}
    pages |= {"one field, scored": f"{base}?field=economy&state=scored", "found by name": f"{base}?q=doan+duong"}
    print(f"{'page':<24}{'queries':>8}{'ms':>9}")
    for name, url in pages.items():
        assert client.get(url).status_code == 200, url
        times = []
        for _ in range(5):
            began = time.perf_counter()
            client.get(url)
            times.append(time.perf_counter() - began)
        with CaptureQueriesContext(connection) as taken:
            client.get(url)
        print(f"{name:<24}{len(taken):>8}{min(times) * 1000:>9.0f}", flush=True)


def _appraised() -> None:
    """Bring all models of the bench's campaign into appraisal, each with three sheets, a third with their result."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from kheo.foundation.accounts.models import User  # noqa: PLC0415
    from kheo.movement.appraisal.models import Appraisal, Round, Sheet  # noqa: PLC0415
    from kheo.movement.campaigns.models import Campaign  # noqa: PLC0415
    from kheo.movement.criteria.actions import apply, write  # noqa: PLC0415
    from kheo.movement.criteria.queries import example  # noqa: PLC0415
    from kheo.movement.registry.models import Registration  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    campaign, now = Campaign.objects.get(slug="mau-2017"), timezone.now()
    if Round.objects.filter(campaign=campaign).exists():
        return
    office = User.objects.get(username="thuongtruc")
    Campaign.objects.filter(pk=campaign.pk).update(procedure="full", state="open")
    scale = write(example(), unit=campaign.unit, by=None, at=now)
    apply(campaign, [(scale, None, "")], by=None, at=now)
    people = [User.objects.create_user(f"cham{number}", full_name=f"Người chấm {number}") for number in range(SCORERS)]
    Round.objects.create(campaign=campaign, each=3, opened_at=now, opened_by=office)
    rows = Registration.objects.filter(campaign=campaign)
    rows.update(state="surveyed")
    Registration.objects.filter(campaign=campaign, pk__in=rows.extra(where=["id % 3 = 0"]).values("pk")).update(
        state="scored"
    )
    chance = random.Random(5)
    numbers = list(rows.values_list("pk", flat=True))
    sheets = (
        Sheet(
            registration_id=pk,
            scorer=people[(pk + place) % SCORERS],
            state="done",
            total=Decimal(chance.randrange(160, 400)) / 4,
            most=Decimal(100),
            assigned_at=now,
            done_at=now,
        )
        for pk in numbers
        for place in range(3)
    )
    Sheet.objects.bulk_create(sheets, batch_size=2_000)
    results = (
        Appraisal(
            registration_id=pk,
            criteria_set=scale,
            most=Decimal(100),
            scorers=3,
            **dict.fromkeys(("mean", "middle", "lowest", "highest", "final"), Decimal(chance.randrange(160, 400)) / 4),
            grade="Đạt",
            earns=True,
            closed_by=office,
            closed_at=now,
        )
        for pk in numbers
        if pk % 3 == 0
    )
    Appraisal.objects.bulk_create(results, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# The council -------------------------------------------------------------------------------------------------------


def measure_council(seconds: int, pause: float) -> None:
    """Print how long saves take while a council scores."""
    path = HOME / "council.sqlite3"
    path.unlink(missing_ok=True)
    begin("council")
    sittings = _seated()
    with _served() as port:
        times: list[float] = []
        wrong: list[int] = []
        stop = time.monotonic() + seconds
        people = [
            threading.Thread(target=_scores, args=(port, *sitting, stop, pause, times, wrong)) for sitting in sittings
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
    times.sort()
    at = {share: times[min(int(len(times) * share), len(times) - 1)] * 1000 for share in (0.5, 0.95, 0.99, 1)}
    said = ", ".join(f"p{int(share * 100)} {took:.0f} ms" for share, took in at.items())
    print(f"{len(times)} saves by {len(people)} people in {seconds} s ({len(times) / seconds:.1f}/s): {said}")
    print(f"answers other than 200: {len(wrong)}")


def _seated() -> list[tuple[str, list[tuple[int, int]], list[int]]]:
    """Return for each scorer the cookie, the sheets with their versions, and the criteria."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from bench.load import Province  # noqa: PLC0415
    from bench.pages import _signed_in  # noqa: PLC0415
    from kheo.foundation.accounts.models import User  # noqa: PLC0415
    from kheo.movement.appraisal.actions import assign, open_round  # noqa: PLC0415
    from kheo.movement.appraisal.models import Sheet  # noqa: PLC0415
    from kheo.movement.campaigns.models import Campaign  # noqa: PLC0415
    from kheo.movement.criteria.actions import apply, write  # noqa: PLC0415
    from kheo.movement.criteria.models import Criterion  # noqa: PLC0415
    from kheo.movement.criteria.queries import example  # noqa: PLC0415
    from kheo.movement.registry.models import Registration  # noqa: PLC0415
    from kheo.organisation.access.actions import appoint  # noqa: PLC0415
    from kheo.organisation.access.states import Role  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    Province(MODELS, 100, 10).load()
    campaign, now = Campaign.objects.select_related("unit").get(slug="mau-2017"), timezone.now()
    Campaign.objects.filter(pk=campaign.pk).update(procedure="full", state="open")
    campaign.refresh_from_db()
    office = User.objects.get(username="thuongtruc")
    scale = write(example(), unit=campaign.unit, by=None, at=now)
    apply(campaign, [(scale, None, "")], by=None, at=now)
    open_round(campaign, each=SCORERS, by=office, at=now)
    people = []
    for number in range(SCORERS):
        person = User.objects.create_user(f"cham{number}", full_name=f"Người chấm {number}")
        appoint(person, role=Role.APPRAISER, unit=campaign.unit, valid_from=date(2000, 1, 1), by=None, at=now)
        people.append(person)
    Registration.objects.filter(campaign=campaign).update(state="surveyed")
    models = list(Registration.objects.filter(campaign=campaign).select_related("exemplar", "campaign"))
    assign(campaign, models, people, by=office, at=now)
    criteria = list(Criterion.objects.filter(group__criteria_set=scale).values_list("pk", flat=True))
    return [
        (
            _signed_in(person.username),
            list(Sheet.objects.filter(scorer=person).values_list("pk", "version")),
            criteria,
        )
        for person in people
    ]


@contextmanager
def _served() -> Iterator[int]:
    """Serve as an office does, and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    kheo = Path(sys.executable).parent / "kheo"
    server = subprocess.Popen([kheo, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(2)
        yield port
    finally:
        server.terminate()
        server.wait()


def _scores(
    port: int,
    cookie: str,
    sheets: list[tuple[int, int]],
    criteria: list[int],
    stop: float,
    pause: float,
    times: list[float],
    wrong: list[int],
) -> None:
    """Type points into one sheet after the other, as the grid sends them."""
    chance = random.Random(cookie)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    for pk, version in sheets:
        for criterion in criteria:
            if time.monotonic() > stop:
                return
            time.sleep(chance.uniform(0.2, 1) * pause)
            body = urlencode({f"p{criterion}": chance.randrange(5), "version": version})
            began = time.perf_counter()
            connection.request("POST", f"/lam-viec/tham-dinh/phieu/{pk}/diem/", body, headers)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status == 200:
                version += 1
            else:
                wrong.append(answer.status)


if __name__ == "__main__":
    main()
