"""Reading what an office types on its first day."""

import re
from dataclasses import dataclass

from kheo.lib.vitext import fold, normalise
from kheo.organisation.units.states import UnitKind

# What the first words of a unit's name tell of its kind; the longest that fits decides.
KIND_BY_BEGINNING = {
    "tinh": UnitKind.PROVINCE,
    "thanh pho": UnitKind.PROVINCE,
    "huyen": UnitKind.DISTRICT,
    "quan": UnitKind.DISTRICT,
    "thi xa": UnitKind.DISTRICT,
    "xa": UnitKind.COMMUNE,
    "phuong": UnitKind.WARD,
    "thi tran": UnitKind.TOWNSHIP,
    "dac khu": UnitKind.SPECIAL_ZONE,
    "thon": UnitKind.HAMLET,
    "xom": UnitKind.HAMLET,
    "ap": UnitKind.HAMLET,
    "to dan pho": UnitKind.HAMLET,
    "dang uy": UnitKind.PARTY_BODY,
    "dang bo": UnitKind.PARTY_BODY,
    "chi bo": UnitKind.PARTY_BODY,
    "ban dan van": UnitKind.PARTY_BODY,
    "ban to chuc": UnitKind.PARTY_BODY,
    "ban tuyen giao": UnitKind.PARTY_BODY,
    "uy ban kiem tra": UnitKind.PARTY_BODY,
    "van phong huyen uy": UnitKind.PARTY_BODY,
    "uy ban mttq": UnitKind.MASS_ORG,
    "uy ban mat tran": UnitKind.MASS_ORG,
    "mttq": UnitKind.MASS_ORG,
    "hoi": UnitKind.MASS_ORG,
    "doan": UnitKind.MASS_ORG,
    "lien doan": UnitKind.MASS_ORG,
    "cong doan": UnitKind.MASS_ORG,
    "cong an": UnitKind.POLICE,
    "ban chi huy quan su": UnitKind.MILITARY,
    "bo chi huy": UnitKind.MILITARY,
    "truong": UnitKind.SCHOOL,
    "cong ty": UnitKind.ENTERPRISE,
    "hop tac xa": UnitKind.ENTERPRISE,
    "htx": UnitKind.ENTERPRISE,
    "doanh nghiep": UnitKind.ENTERPRISE,
}


@dataclass(frozen=True)
class NamedUnit:
    """A unit as it was typed: its name, the kind read from it, its official code if one stood before it."""

    name: str
    kind: UnitKind
    code: str = ""


def kind_of(name: str) -> UnitKind:
    """Return the kind that a name tells of; a department where it tells nothing."""
    words = fold(name) + " "
    fitting = [beginning for beginning in KIND_BY_BEGINNING if words.startswith(beginning + " ")]
    return KIND_BY_BEGINNING[max(fitting, key=len)] if fitting else UnitKind.DEPARTMENT


def read_names(text: str) -> list[NamedUnit]:
    """Return the units of a typed list, one a line, an official code before the name if there is one; a name that
    comes again is taken once."""
    named: dict[str, NamedUnit] = {}
    for line in text.splitlines():
        found = re.fullmatch(r"(?:(\d{2,8})[\s.;,\t-]+)?(.*)", normalise(line).strip(" -•*;,."))
        if found and found[2]:
            named.setdefault(fold(found[2]), NamedUnit(found[2], kind_of(found[2]), found[1] or ""))
    return list(named.values())
