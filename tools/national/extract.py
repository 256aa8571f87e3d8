"""Turn the package vietnamadminunits (MIT) into one compact table of the units of 2025.

    python extract.py PACKAGE_DIR OUT.tsv.gz ANOMALIES.txt

PACKAGE_DIR is the unpacked package (it holds data/dataset.db and data/converter_2025.json).
Lines of the output, tab-separated, sorted by code inside each record letter:

    p  code  name                       province until 30/6/2025
    d  code  name  type  province       district until 30/6/2025
    c  code  name  district             commune until 30/6/2025
    P  code  name  old,provinces        province since 01/7/2025
    C  code  name  province  parts      commune since 01/7/2025

A name holds its kind word; type repeats that of a district. A part is the code of an old unit
(5 digits: commune, 3 digits: a district that had no commune) and one letter: w = whole (its main
heir), m = part, main heir, p = part, not main, x = recorded by the source, almost certainly a
namesake error, must not be applied.
An old unit whose only part besides x is m went there whole. The main heir of a divided unit is
not law: the source takes the nearest centre.
"""

import gzip
import json
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KINDS = ("Thị trấn", "Thị xã", "Thành phố", "Phường", "Đặc khu", "Huyện", "Quận", "Tỉnh", "Xã")
EXPECTED = {"p": 63, "d": 696, "c": 10_035, "P": 34, "C": 3_321}
EXPECTED_DIVIDED, EXPECTED_ISLANDS, EXPECTED_UNCHANGED_PROVINCES = 471, 5, 11


@dataclass(frozen=True)
class OldUnit:
    """A commune, or a district without communes, as it stood on 30/6/2025."""

    code: str
    name: str
    district: str

    @property
    def is_district(self) -> bool:
        """True for the island districts, which are known by their three-digit code."""
        return len(self.code) == 3


@dataclass(frozen=True)
class NewUnit:
    """A commune as it stands since 01/7/2025."""

    code: str
    name: str
    province: str


@dataclass(frozen=True)
class Part:
    """One old unit feeding one new commune; share is w, m, p or x (see the module)."""

    old: str
    new: str
    share: str


@dataclass
class Units:
    """Everything read from the package, by code."""

    old_provinces: dict[str, str] = field(default_factory=dict)
    districts: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    old: dict[str, OldUnit] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    merged: dict[str, list[str]] = field(default_factory=dict)
    new: dict[str, NewUnit] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)


@dataclass
class Keys:
    """The package's text keys and the codes they stand for."""

    old_province: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    province: dict[str, str] = field(default_factory=dict)
    new: dict[tuple[str, str], str] = field(default_factory=dict)


def split_kind(name: str) -> tuple[str, str]:
    """Return the kind word and the bare name; raise ValueError when there is no known kind word."""
    for kind in KINDS:
        if name.startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    raise ValueError(f"no kind word: {name!r}")


def clean_name(name: str, noted: list[str]) -> str:
    """Return the name in NFC, single spaces, the kind word in its usual case; note every change."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    for kind in KINDS:
        if text.lower().startswith(kind.lower() + " "):
            text = kind + text[len(kind) :]
            break
    if text != name:
        noted.append(f"name cleaned\t{name!r}\t{text!r}")
    return text


def claim(codes: dict[Any, str], key: object, code: str, what: str, noted: list[str]) -> None:
    """Store code under key; note a key that already stands for another code."""
    if codes.setdefault(key, code) != code:
        noted.append(f"duplicate key of {what}\t{key}\t{codes[key]}\t{code}")


def read_old(base: sqlite3.Connection, units: Units, keys: Keys) -> None:
    """Fill the old provinces, districts and communes; a row without ward is a district alone."""
    noted = units.anomalies
    for row in base.execute("SELECT * FROM admin_units_legacy"):
        province, district = row["provinceCode"], row["districtCode"]
        units.old_provinces[province] = clean_name(row["province"], [])
        name = clean_name(row["district"], [])
        units.districts[district] = (name, split_kind(name)[0], province)
        code = row["wardCode"] or district
        if code in units.old:
            noted.append(f"duplicate old code\t{code}")
        unit_name = clean_name(row["ward"], noted) if row["ward"] else name
        units.old[code] = OldUnit(code, unit_name, district)
        claim(keys.old_province, row["provinceKey"], province, "old province", noted)
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        claim(keys.old, key, code, "old unit", noted)
        note_type(unit_name, row["wardType"], code, noted)


def read_new(base: sqlite3.Connection, units: Units, keys: Keys) -> None:
    """Fill the new provinces and communes."""
    noted = units.anomalies
    for row in base.execute("SELECT * FROM admin_units"):
        province, code = row["provinceCode"], row["wardCode"]
        units.provinces[province] = clean_name(row["province"], [])
        if code in units.new:
            noted.append(f"duplicate new code\t{code}")
        units.new[code] = NewUnit(code, clean_name(row["ward"], noted), province)
        claim(keys.province, row["provinceKey"], province, "province", noted)
        claim(keys.new, (row["provinceKey"], row["wardKey"]), code, "new commune", noted)
        note_type(units.new[code].name, row["wardType"], code, noted)


def note_type(name: str, kind: str | None, code: str, noted: list[str]) -> None:
    """Note a row whose type column differs from the kind word of its name."""
    if kind and split_kind(name)[0].lower() != kind.lower():
        noted.append(f"type column differs from name (name kept)\t{code}\t{name}\t{kind}")


def read_merged(table: dict[str, list[str]], units: Units, keys: Keys) -> None:
    """Fill which old provinces make each new one."""
    for key, old_keys in table.items():
        for name in [key] if key not in keys.province else []:
            units.anomalies.append(f"unresolved new province\t{name}")
        unknown = [old for old in old_keys if old not in keys.old_province]
        units.anomalies.extend(f"unresolved old province\t{old}" for old in unknown)
        known = sorted(keys.old_province[old] for old in old_keys if old not in unknown)
        if key in keys.province:
            units.merged[keys.province[key]] = known


def links(converter: dict[str, dict[str, dict[str, Any]]]) -> Iterable[tuple[str, str, str, str]]:
    """Yield (new province key, new commune key, old unit key, share) for every recorded part."""
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, old_keys in wards.items():
            for old in old_keys:
                yield province, ward, old, "w"
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, heirs in divided.items():
            for heir in heirs:
                yield province, heir["newWardKey"], old, "m" if heir["isDefaultNewWard"] else "p"


def read_parts(converter: dict[str, dict[str, dict[str, Any]]], units: Units, keys: Keys) -> None:
    """Fill the parts; a key that does not resolve is noted and left out."""
    for province, ward, old_key, share in links(converter):
        new, old = keys.new.get((province, ward)), keys.old.get(old_key)
        if new is None or old is None:
            missing = "new" if new is None else "old"
            units.anomalies.append(f"unresolved {missing} key\t{province}\t{ward}\t{old_key}")
            continue
        units.parts.append(Part(old, new, share))


def namesakes(units: Units) -> list[list[str]]:
    """Return groups of old units of one name which the source feeds into a common new commune.

    Two namesakes in one new commune show that the source looked the name up without its
    district. A group without a divided unit is left out: nothing in it was doubled.
    """
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part in units.parts:
        names[part.new, units.old[part.old].name].add(part.old)
    groups: list[set[str]] = []
    for pair in sorted((codes for codes in names.values() if len(codes) > 1), key=sorted):
        joined = pair.union(*(g for g in groups if g & pair))
        groups = [g for g in groups if not g & pair] + [joined]
    divided = {part.old for part in units.parts if part.share != "w"}
    return sorted(sorted(group) for group in groups if group & divided)


def places(units: Units, code: str) -> tuple[str, str]:
    """Return the old district and old province of an old unit."""
    district = units.old[code].district
    return district, units.districts[district][2]


def support(units: Units, group: list[str], suspects: set[str], part: Part) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count the sound sources of a part's new commune: own and rival district, own and rival province."""
    sound = [p for p in units.parts if p.new == part.new and p.old not in suspects | {part.old}]
    around = [places(units, p.old) for p in sound]
    counts = []
    for level in (0, 1):
        own = places(units, part.old)[level]
        rivals = {places(units, code)[level] for code in group} - {own}
        found = Counter(place[level] for place in around)
        counts.append((found[own], sum(found[rival] for rival in rivals)))
    return counts[0], counts[1]


def mark_namesakes(units: Units) -> None:
    """Mark x each part of a divided namesake that only another namesake's place supports."""
    doubtful: set[Part] = set()
    groups = namesakes(units)
    divided = {part.old for part in units.parts if part.share != "w"}
    suspects = divided & {code for group in groups for code in group}
    for group in groups:
        for part in [p for p in units.parts if p.old in group]:
            district, province = support(units, group, suspects, part)
            wrong = not district[0] and (district[1] > 0 or (not province[0] and province[1] > 0))
            wrong = wrong and part.share != "w"
            units.anomalies.append(namesake_line(units, part, district, province, wrong))
            if wrong:
                doubtful.add(part)
    units.parts = [Part(p.old, p.new, "x") if p in doubtful else p for p in units.parts]
    for part in sorted(doubtful, key=lambda p: p.old):
        if part.share == "m":
            move_main(units, part)


def move_main(units: Units, lost: Part) -> None:
    """Give the main heir to the only heir left; note it, and note when there is not just one."""
    left = [p for p in units.parts if p.old == lost.old and p.share == "p"]
    if len(left) != 1:
        units.anomalies.append(f"main heir doubtful, none put in its place\t{lost.old}\t{lost.new}")
        return
    units.parts[units.parts.index(left[0])] = Part(lost.old, left[0].new, "m")
    units.anomalies.append(f"main heir moved\t{lost.old}\tfrom {lost.new}\tto {left[0].new}")


def namesake_line(units: Units, part: Part, district: tuple[int, int], province: tuple[int, int], wrong: bool) -> str:
    """Return the report line of one part in a namesake group."""
    old, new = units.old[part.old], units.new[part.new]
    return (
        f"namesake {'x' if wrong else 'kept'}\t{old.code} {old.name}, {units.districts[old.district][0]}"
        f"\t{new.code} {new.name}\tshare {part.share}\tother sources from own and rival district "
        f"{district[0]}:{district[1]}, province {province[0]}:{province[1]}"
    )


def check(units: Units) -> None:
    """Note every old unit without heirs or without one main heir, and every new without source."""
    heirs: Counter[str] = Counter(p.old for p in units.parts if p.share != "x")
    mains: Counter[str] = Counter(p.old for p in units.parts if p.share in "wm")
    sources: Counter[str] = Counter(p.new for p in units.parts if p.share != "x")
    wholes = {p.old for p in units.parts if p.share == "w"}
    noted = units.anomalies
    noted.extend(f"old unit without heir\t{c}" for c in sorted(units.old) if not heirs[c])
    noted.extend(f"old unit with {mains[c]} main heirs\t{c}" for c in sorted(units.old) if mains[c] != 1)
    noted.extend(f"whole and divided\t{c}" for c in sorted(wholes) if heirs[c] > 1)
    noted.extend(f"new commune without source\t{c}" for c in sorted(units.new) if not sources[c])
    home = {old: new for new, merged in units.merged.items() for old in merged}
    for part in units.parts:
        province = units.districts[units.old[part.old].district][2]
        if home.get(province) != units.new[part.new].province:
            noted.append(f"part crosses provinces\t{part.old}\t{part.new}")
    note_main_names(units)


def note_main_names(units: Units) -> None:
    """Note divided units whose main heir has another bare name though some heir has theirs."""
    heirs: dict[str, list[Part]] = defaultdict(list)
    for part in units.parts:
        if part.share in "mp":
            heirs[part.old].append(part)
    for code, found in sorted(heirs.items()):
        bare = split_kind(units.old[code].name)[1].lower()
        same = [p for p in found if split_kind(units.new[p.new].name)[1].lower() == bare]
        if same and all(p.share != "m" for p in same):
            main = next(p for p in found if p.share == "m")
            units.anomalies.append(
                f"main heir is not the one of the same name\t{code} {units.old[code].name}\t"
                f"main {main.new} {units.new[main.new].name}\tnamesake heir {same[0].new}"
            )


def lines(units: Units) -> list[str]:
    """Return the records of the output in order."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part in sorted(units.parts, key=lambda p: (p.new, p.old)):
        parts[part.new].append(part.old + part.share)
    rows: list[tuple[str, ...]] = []
    rows += [("p", c, n) for c, n in sorted(units.old_provinces.items())]
    rows += [("d", c, *rest) for c, rest in sorted(units.districts.items())]
    rows += [("c", c, u.name, u.district) for c, u in sorted(units.old.items()) if not u.is_district]
    rows += [("P", c, n, ",".join(units.merged[c])) for c, n in sorted(units.provinces.items())]
    rows += [("C", c, u.name, u.province, ",".join(parts[c])) for c, u in sorted(units.new.items())]
    return ["\t".join(row) for row in rows]


def same_units(units: Units) -> list[str]:
    """Return the codes of new communes that are one whole old commune: same code, kind and name."""
    sources: dict[str, list[Part]] = defaultdict(list)
    for part in units.parts:
        if part.share != "x":
            sources[part.new].append(part)
    return [
        new
        for new, found in sorted(sources.items())
        if [(p.old, p.share) for p in found] == [(new, "w")] and units.old[new].name == units.new[new].name
    ]


def read_package(package: Path) -> Units:
    """Read, resolve and check the whole package."""
    units, keys = Units(), Keys()
    base = sqlite3.connect(f"file:{package / 'data/dataset.db'}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    read_old(base, units, keys)
    read_new(base, units, keys)
    base.close()
    converter = json.loads((package / "data/converter_2025.json").read_text(encoding="utf-8"))
    read_merged(converter["DICT_PROVINCE"], units, keys)
    read_parts(converter, units, keys)
    mark_namesakes(units)
    check(units)
    return units


def write(rows: list[str], target: Path) -> None:
    """Write the rows as a gzip file that is the same at every run."""
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(("\n".join(rows) + "\n").encode("utf-8"))


def summary(units: Units, target: Path) -> list[str]:
    """Count what the written file holds; raise ValueError when a count is not the expected one."""
    rows = [r.split("\t") for r in gzip.decompress(target.read_bytes()).decode().splitlines()]
    counts = Counter(row[0] for row in rows)
    shares = Counter(p[-1] for row in rows if row[0] == "C" for p in row[4].split(","))
    islands = sorted(u.name for u in units.old.values() if u.is_district)
    single = [units.provinces[new] for new, old in sorted(units.merged.items()) if len(old) == 1]
    got = (dict(counts), shares["m"], len(islands), len(single))
    wanted = (EXPECTED, EXPECTED_DIVIDED, EXPECTED_ISLANDS, EXPECTED_UNCHANGED_PROVINCES)
    if got != wanted:
        raise ValueError(f"counts {got}, expected {wanted}")
    kinds = Counter(line.split("\t")[0] for line in units.anomalies)
    return [
        f"{target.name}: {target.stat().st_size} bytes, {dict(counts)}, parts {dict(shares)}",
        f"island districts: {', '.join(islands)}",
        f"provinces that are one old province ({len(single)}): {', '.join(single)}",
        f"same unit (code, kind, name, one whole source): {len(same_units(units))}",
        *(f"anomaly: {count} x {kind}" for kind, count in sorted(kinds.items())),
    ]


def main(package: Path, target: Path, report: Path) -> None:
    """Write the table and the list of anomalies and print the summary."""
    units = read_package(package)
    write(lines(units), target)
    report.write_text("".join(line + "\n" for line in units.anomalies), encoding="utf-8")
    print("\n".join(summary(units, target)))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
