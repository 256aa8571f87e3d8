import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.commendation.models import BaseSalary, RewardForm
from kheo.movement.commendation.rules.catalogue import FormFacts
from kheo.organisation.units.models import Lineage, Unit

_NUMBERS = ("collective", "individual", "household")


@dataclass(frozen=True)
class SalaryFacts:
    """A base salary as a decree sets it from a day on."""

    valid_from: date
    amount: Decimal
    basis: str


@dataclass(frozen=True)
class Example:
    """The catalogue that is shipped: an example to go by, each row to be held against the official text."""

    forms: Sequence[FormFacts]
    salaries: Sequence[SalaryFacts]


@cache
def example() -> Example:
    """Return the example that is shipped."""
    data = tomllib.loads((Path(__file__).parent.parent / "data" / "example.toml").read_text("utf-8"))
    salaries = [SalaryFacts(row["valid_from"], Decimal(row["amount"]), row["basis"]) for row in data["salary"]]
    return Example(tuple(_form(row) for row in data["form"]), tuple(salaries))


def _form(row: dict[str, Any]) -> FormFacts:  # Any: what the file says
    said: dict[str, Any] = {
        name: Decimal(value) if name in _NUMBERS else value for name, value in row.items() if name != "last_day"
    }
    if last_day := row.get("last_day"):
        said["valid_to"] = last_day + timedelta(days=1)
    return FormFacts(**said)


def catalogue_for(user: User) -> QuerySet[RewardForm]:
    """Return the rows of the catalogues that the user may see."""
    rows: QuerySet[RewardForm] = RewardForm.objects.visible_to(user)
    return rows.select_related("unit")


def salaries_for(user: User) -> list[BaseSalary]:
    """Return the base salaries of the catalogues that the user may see, the latest first."""
    return list(BaseSalary.objects.visible_to(user).select_related("unit").order_by("-valid_from", "pk"))


def forms_open_to(units: Sequence[int], day: date) -> QuerySet[RewardForm]:
    """Return the forms for which units may propose: of their own catalogue and those of the bodies above them."""
    above = Lineage.objects.reaching(day).filter(unit__in=units).values("ancestor_id")
    rows: QuerySet[RewardForm] = RewardForm.objects.filter(unit__in=above)
    return rows.order_by("level", "kind", "-valid_from", "pk")


def salary_on(unit: Unit | int, day: date) -> BaseSalary | None:
    """Return the base salary of a catalogue on a day; None where none is known."""
    found: BaseSalary | None = BaseSalary.objects.filter(unit=unit, valid_from__lte=day).order_by("-valid_from").first()
    return found


def salaries_of(unit: Unit | int) -> list[BaseSalary]:
    """Return the base salaries of a catalogue, the latest first."""
    return list(BaseSalary.objects.filter(unit=unit).order_by("-valid_from"))
