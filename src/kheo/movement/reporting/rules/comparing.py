"""What a workbook would change in a report that was perhaps changed meanwhile."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kheo.machinery.intake.rules.origins import squeezed
from kheo.movement.reporting.rules.findings import Written
from kheo.movement.reporting.states import Side, Verdict

_SHORT = 200
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """A place of which the workbook says something else than the report does now."""

    key: str
    now: str
    said: str
    verdict: Verdict


def print_of(text: str) -> str:
    """Return what a text is compared by; of a long one, its digest."""
    text = squeezed(text)
    return text if len(text) <= _SHORT else "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def changes(now: Texts, said: Texts, base: Texts | None) -> Iterator[Change]:
    """Yield what a workbook changes. `base` is what it was made from: what the file left as it was stays as it is now,
    and what both have changed is a conflict. Without it, an empty cell says nothing."""
    for key, text in said.items():
        old, new = print_of(now.get(key, "")), print_of(text)
        made_from = base.get(key) if base else None
        if new in (old, made_from) or (made_from is None and not new):
            continue
        both = made_from is not None and old != made_from
        verdict = Verdict.CONFLICT if both else Verdict.TAKEN if new else Verdict.EMPTIED
        yield Change(key, now.get(key, ""), text, verdict)


def taken_over(now: Texts, changed: Iterator[Change] | list[Change], sides: Mapping[str, Side]) -> Written:
    """Return what a report says with the changes of a workbook; of a conflict, the side that somebody chose."""
    texts = dict(now)
    for change in changed:
        if change.verdict != Verdict.CONFLICT or sides.get(change.key) == Side.FILE:
            texts[change.key] = change.said

    def of(kind: str) -> dict[str, str]:
        return {key[2:]: text for key, text in texts.items() if key.startswith(f"{kind}-") and text}

    return Written(of("s"), of("c"), of("r"), of("w"))
