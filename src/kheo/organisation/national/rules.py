"""What the shipped list says became of a unit, whether or not the register has been told."""

from dataclasses import dataclass

from kheo.lib.places import split_place
from kheo.organisation.national.kit import Country, Listed, Part
from kheo.organisation.units.states import Share, UnitKind


@dataclass(frozen=True)
class ListedHeir:
    """A unit of the list that took over another: how much of it, and whether whatever nobody else was given."""

    code: str
    name: str
    kind: str
    share: str
    is_main: bool


def ended_by_list(country: Country, code: str, kind: str, name: str) -> list[ListedHeir]:
    """Return who took over the unit of a code, kind and name on the day of the list, in the order of the list; nothing
    if the list does not know it or it went on."""
    old = {UnitKind.PROVINCE: country.provinces, UnitKind.DISTRICT: country.districts}.get(
        UnitKind(kind), country.communes
    )
    listed = old.get(code)
    if listed is None or (listed.kind, _bare(listed.name)) != (kind, _bare(name)):
        return []
    if goes_on_as(country, listed):
        return []
    return _heirs_of_province(country, code) if kind == UnitKind.PROVINCE else _heirs_below(country, listed)


def goes_on_as(country: Country, listed: Listed) -> bool:
    """Return whether an old unit, whole and alone, makes a new one of its code, kind and name: the same unit then."""
    new = (country.new_provinces if listed.kind == UnitKind.PROVINCE else country.new_communes).get(listed.code)
    same = new is not None and [part.code for part in new.parts] == [listed.code] and new.parts[0].is_whole
    return same and new is not None and (new.kind, new.name) == (listed.kind, listed.name)


def _bare(name: str) -> str:
    return split_place(name)[1]


def _heirs_of_province(country: Country, code: str) -> list[ListedHeir]:
    return [
        _heir(new, Share.WHOLE, is_main=True)
        for new in country.new_provinces.values()
        if code in {part.code for part in new.parts}
    ]


def _heirs_below(country: Country, listed: Listed) -> list[ListedHeir]:
    """Return the heirs of a commune; of a district, which ends in the communes made of it, the province for what it
    held itself, and those communes."""
    own = [(new, part) for new in country.new_communes.values() for part in new.parts if part.code == listed.code]
    if own:
        share = Share.PART if any(not part.is_main for _new, part in own) else Share.WHOLE
        ordered = sorted(own, key=lambda pair: not pair[1].is_main)
        return [_heir(new, share, is_main=part.is_main) for new, part in ordered]
    if listed.kind != UnitKind.DISTRICT:
        return []
    province = [new for new in country.new_provinces.values() if listed.above in {part.code for part in new.parts}]
    made_of_it = [
        new for new in country.new_communes.values() if any(_lies_in(country, part, listed) for part in new.parts)
    ]
    heirs = [_heir(new, Share.PART, is_main=True) for new in province]
    return heirs + [_heir(new, Share.PART, is_main=False) for new in made_of_it]


def _lies_in(country: Country, part: Part, district: Listed) -> bool:
    commune = country.communes.get(part.code)
    return commune is not None and commune.above == district.code


def _heir(new: Listed, share: Share, *, is_main: bool) -> ListedHeir:
    return ListedHeir(new.code, new.name, new.kind, share, is_main)
