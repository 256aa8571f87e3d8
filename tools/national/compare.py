"""Compare the table of extract.py with vietnam_provinces, and Yên Mô with domain.md §1.4.

    python check.py units-2025.tsv.gz THEIRS disagreements.txt

THEIRS is the unpacked package vietnam_provinces. The counts of the differences are printed.
"""

import gzip
import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

YEN_MO = {
    "14701": "14701", "14704": "14725", "14707": "14701", "14719": "14728", "14722": "14701",
    "14725": "14725", "14728": "14728", "14734": "14746", "14737": "14728", "14740": "14743",
    "14743": "14743", "14746": "14746", "14749": "14746", "14752": "14743",
}  # fmt: skip


def plain(name: str) -> str:
    """Return the name without case, kind of dash, apostrophe and marks."""
    text = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in text if c.isalnum())


def tones_moved(one: str, two: str) -> bool:
    """True when both names hold the same letters and marks, only in another order (hoà, hòa)."""
    return sorted(unicodedata.normalize("NFD", one.lower())) == sorted(
        unicodedata.normalize("NFD", two.lower())
    ) and plain(one) == plain(two)


def reason(one: str, two: str) -> str:
    """Name the sort of difference between two names of one code."""
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", two):
        return "Unicode form only"
    if one.lower() == two.lower():
        return "capital letters only"
    if " ".join(one.split()) == " ".join(two.split()):
        return "spaces only"
    if tones_moved(one, two):
        return "tone placing only"
    return "spelling variant (marks, dash or apostrophe)" if plain(one) == plain(two) else "DIFFERENT NAME"


def compare(ours: dict[str, str], theirs: dict[str, str], what: str) -> list[str]:
    """Return a line for every code where the two lists name another unit or spell it otherwise."""
    found = []
    for code in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(code, "-"), theirs.get(code, "-")
        if here != there:
            why = "ONLY ONE HAS THE CODE" if "-" in (here, there) else reason(here, there)
            found.append(f"{what}\t{code}\t{here}\t{there}\t{why}")
    return found


def compare_codes(ours: dict[str, tuple[str, str]], theirs: dict[str, tuple[str, str]]) -> list[str]:
    """Return a line for each commune, by province and name, whose code differs or is missing."""
    lists = [
        {(home, plain(name), name_marks(name)): code for code, (name, home) in side.items()} for side in (ours, theirs)
    ]
    found = []
    for key in sorted(lists[0].keys() | lists[1].keys(), key=str):
        here, there = lists[0].get(key, "-"), lists[1].get(key, "-")
        if here != there:
            name = (ours[here] if here != "-" else theirs[there])[0]
            found.append(f"code of commune\t{key[0]}\t{name}\t{here}\t{there}\tsame name, other code")
    return found


def name_marks(name: str) -> str:
    """Return the letters and marks of the name in an order that tone placing does not change."""
    return "".join(sorted(c for c in unicodedata.normalize("NFD", name.lower()) if c not in " -–'’"))


def read_theirs(package: Path) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the names of provinces and communes by code, and each commune's province."""
    nested = json.loads((package / "data/nested-divisions.json").read_text(encoding="utf-8"))
    provinces = {f"{p['code']:02}": p["name"] for p in nested}
    wards = {f"{w['code']:05}": w["name"] for p in nested for w in p["wards"]}
    homes = {f"{w['code']:05}": f"{p['code']:02}" for p in nested for w in p["wards"]}
    return provinces, wards, homes


def yen_mo(rows: list[list[str]]) -> list[str]:
    """Return the heirs of district 377 and every difference from the brief."""
    old = {r[1]: r[2] for r in rows if r[0] == "c" and r[3] == "377"}
    heirs: dict[str, list[str]] = {code: [] for code in old}
    for row in (r for r in rows if r[0] == "C"):
        for part in row[4].split(","):
            if part[:-1] in old:
                heirs[part[:-1]].append(f"{row[1]}{part[-1]} {row[2]}")
    out = [f"{code} {name} -> {'; '.join(heirs[code])}" for code, name in old.items()]
    diff = [
        code
        for code in old.keys() | YEN_MO.keys()
        if [heir[:6] for heir in heirs.get(code, [])] != [YEN_MO.get(code, "-") + "w"]
    ]
    return [*out, f"differences from domain.md 1.4: {sorted(diff) or 'none'}"]


def main(table: Path, package: Path, target: Path) -> None:
    """Write the disagreements and print the checks."""
    rows = [r.split("\t") for r in gzip.decompress(table.read_bytes()).decode().splitlines()]
    provinces, wards, homes = read_theirs(package)
    ours = {r[1]: r[2] for r in rows if r[0] == "P"}
    bare = {c: n.removeprefix("Tỉnh ") for c, n in ours.items()}
    theirs = {c: n.removeprefix("Tỉnh ") for c, n in provinces.items()}
    found = compare(bare, theirs, "province")
    communes = {r[1]: (r[2], r[3]) for r in rows if r[0] == "C"}
    shared = communes.keys() & wards.keys()
    found += compare({k: communes[k][0] for k in shared}, {k: wards[k] for k in shared}, "commune")
    found += compare_codes(communes, {k: (wards[k], homes[k]) for k in wards})
    found += compare({k: communes[k][1] for k in shared}, {k: homes[k] for k in shared}, "province of commune")
    target.write_text("".join(line + "\n" for line in found), encoding="utf-8")
    print(f"{len(ours)}/{len(provinces)} provinces, {len(wards)} communes, {len(found)} disagreements")
    sorts = Counter(line.split("\t")[0] + ": " + line.split("\t")[-1] for line in found)
    print("\n".join([*(f"{n} x {sort}" for sort, n in sorted(sorts.items())), *yen_mo(rows)]))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
