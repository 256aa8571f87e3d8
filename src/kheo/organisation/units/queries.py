from datetime import date

from kheo.lib.vitext import fold
from kheo.organisation.units.models import Installation, Unit, UnitVersion


def installation() -> Installation | None:
    """Return the body that this copy serves, with its unit; None before the first run is done."""
    return Installation.objects.select_related("unit").first()


def name_on(unit: Unit, day: date) -> str:
    """Return the unit's name as it was on a day; its latest name where no version covers the day."""
    version = UnitVersion.objects.on(day).filter(unit=unit).first()
    return version.name if version else unit.name


def find_units(text: str, *, under: Unit, on: date) -> list[Unit]:
    """Return the units below another whose name is the text, however accented."""
    return list(Unit.objects.under(under, on).filter(name_folded=fold(text)).in_order())
