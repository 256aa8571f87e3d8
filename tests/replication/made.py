"""Recognised models and their copies for tests, made through the real verbs."""

from datetime import date, datetime

from kheo.lib.dates import LOCAL
from kheo.movement.replication import actions
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.rules import Asked
from tests import make
from tests.portal.made import recognised

DUE = date(2017, 11, 30)
# A campaign of tests is open for registration then.
NOW = make.NOW


def on(day: int, month: int, year: int = 2017) -> datetime:
    return datetime(year, month, day, 9, tzinfo=LOCAL)


def origin(cast, **more):
    """Return the recognised model of Yên Hòa, its exemplar and not its year."""
    return recognised(cast, **{"name": "Thắp sáng đường quê"} | more).exemplar


def asked(cast, model, *units, due_on=DUE, at=NOW, **more) -> list[Adoption]:
    """Return what the office of the district asks these units for."""
    wanted = [Asked(unit, due_on) for unit in units]
    plan = actions.plan(model, cast.district, wanted, by=cast.district_office, at=at, **more)
    return list(Adoption.objects.filter(plan=plan).with_names().order_by("pk"))


def begun(adoption, officer, *, campaign, at=NOW, name="Đường quê sáng đèn") -> Adoption:
    """Return a copy that was accepted and registered as a model of its unit."""
    if adoption.state == "asked":
        actions.accept(adoption, adapts="Dùng đèn năng lượng mặt trời", by=officer, at=at)
    facts = make.facts(campaign, name=name)
    actions.begin_anew(adoption, facts, campaign=campaign, by=officer, at=at)
    return adoption
