from datetime import date

from django.core.cache import cache

from kheo.lib.vitext import fold
from kheo.organisation.units.models import Installation, Unit, UnitVersion

INSTALLATION, SECONDS = "units.installation", 60


def installation() -> Installation | None:
    """Return the body that this copy serves, with its unit; None before the first run is done.

    Every page names it, so it is remembered for a minute.
    """
    kept: Installation | None = cache.get(INSTALLATION)
    if kept is None and (kept := Installation.objects.select_related("unit").first()):
        cache.set(INSTALLATION, kept, SECONDS)
    return kept


def name_on(unit: Unit, day: date) -> str:
    """Return the unit's name as it was on a day; its latest name where no version covers the day."""
    version = UnitVersion.objects.on(day).filter(unit=unit).first()
    return version.name if version else unit.name


def find_units(text: str, *, under: Unit, on: date) -> list[Unit]:
    """Return the units below another whose name is the text, however accented."""
    return list(Unit.objects.under(under, on).filter(name_folded=fold(text)).in_order())
