"""Measures the reader of narrative reports on the cases in reads/: `make reads` prints it, and a test holds it."""

import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kheo.lib.reading.reader import read
from kheo.lib.vitext import fold

READS = Path(__file__).resolve().parent.parent / "reads"
Found = dict[str, Any]

_SCALARS = ("level", "year", "event_date", "published_on", "fields_complete", "sum_check", "split_check")


@dataclass
class Score:
    """How many findings of one kind were right, and which were missed or false."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return which share of what was found is right."""
        return self.right / (self.right + len(self.false)) if self.right + len(self.false) else 1.0

    @property
    def recall(self) -> float:
        """Return which share of what there is was found."""
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0


def cases(folder: Path = READS) -> Iterator[tuple[str, str, Found]]:
    """Yield the name, the text and the label of each case."""
    for label in sorted(folder.rglob("*.json")):
        text = label.with_suffix(".txt").read_text("utf-8")
        yield str(label.relative_to(folder).with_suffix("")), text, json.loads(label.read_text("utf-8"))


def keys(kind: str, said: Found) -> Counter[Hashable]:
    """Return what is compared of one kind of finding."""
    value = said.get(kind)
    if kind in _SCALARS:
        return Counter() if value is None else Counter([value])
    if kind == "directives":
        return Counter([len(value or [])]) if value else Counter()
    if not value:
        return Counter()
    listed = value if isinstance(value, list) else [value]
    if kind in ("fields", "split"):
        return Counter((key, *_amount(one)) for key, one in value.items())
    return Counter(key for one in listed for key in _KEYS[kind](one))


def _amount(one: Found) -> tuple[Hashable, ...]:
    return one.get("value"), one.get("high"), one["qualifier"]


def _bare(text: str | None) -> str | None:
    return None if text is None else " ".join(fold(text.replace("–", "-").replace("—", "-")).strip(" .,;").split())


_KEYS: dict[str, Any] = {
    "place": lambda one: [_bare(one)],
    "period": lambda one: [(one["kind"], one["from"], one["to"])],
    "total": lambda one: [(*_amount(one), one["counts"])],
    "figures": lambda one: [_amount(one)],
    "comparisons": lambda one: [(one["value"], one["unit"], one["direction"], one["year"])],
    "models": lambda one: [_bare(one["name"])],
    "people": lambda one: [_bare(one["name"])] if one["titles"] else [],
    "titles": lambda one: [(_bare(one["name"]), _bare(title)) for title in one["titles"]],
    "byline": lambda one: [_bare(one["name"])],
    "documents": lambda one: [(one["type"], _bare(one["number"] or one.get("title")))],
    "contributions": lambda one: [(one["kind"], one["value"], one.get("worth"))],
    "commendations": lambda one: [(one["form"], one["value"], one["receivers"])],
    "targets": lambda one: [(one["value"], one["qualifier"], one["unit"], one["per"])],
}
KINDS = (
    *("place", "level", "year", "period", "event_date", "published_on", "total", "fields", "fields_complete", "split"),
    *("sum_check", "split_check", "figures", "comparisons", "models", "people", "titles", "byline", "documents"),
    *("contributions", "commendations", "targets", "directives"),
)


def score(listed: Iterator[tuple[str, str, Found]]) -> tuple[dict[str, Score], list[str]]:
    """Return the score of each kind, and the cases whose total is wrong: one that the text does not state."""
    scores = {kind: Score() for kind in KINDS}
    wrong = []
    for name, text, label in listed:
        found = read(text).as_json()
        found["titles"], label["titles"] = found["people"], label.get("people", [])
        if (total := found["total"]) and "total" in label and total["value"] != (label["total"] or {}).get("value"):
            wrong.append(f"{name}: {total['value']} ({total['text']})")
        for kind in KINDS:
            if kind in label:
                _compare(scores[kind], name, kind, keys(kind, label), keys(kind, found))
    return scores, wrong


def _compare(one: Score, name: str, kind: str, wanted: Counter[Hashable], got: Counter[Hashable]) -> None:
    if kind == "directives" and wanted and got:
        (most,), (said,) = wanted, got
        got = wanted if isinstance(most, int) and isinstance(said, int) and abs(most - said) * 3 <= most else got
    one.right += (wanted & got).total()
    one.missed += [f"{name}: {key}" for key in (wanted - got).elements()]
    one.false += [f"{name}: {key}" for key in (got - wanted).elements()]


def main() -> int:
    """Print precision and recall of each kind, then each miss and each false finding."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else READS
    listed = list(cases(folder))
    scores, wrong = score(iter(listed))
    print(f"{len(listed)} cases, wrong totals: {len(wrong)}", *wrong, sep="\n  ")
    for kind, one in scores.items():
        print(f"{kind:<16} precision {one.precision:.3f}  recall {one.recall:.3f}  of {one.right + len(one.missed)}")
    for kind, one in scores.items():
        for mark, several in (("missed", one.missed), ("false", one.false)):
            print(*(f"{kind} {mark}  {each}" for each in several), sep="\n", end="\n" if several else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
