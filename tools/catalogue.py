"""Keeps the two catalogues of messages complete: `make messages` writes them, `make lint` checks them.

Messages come from the code, the templates and `third_party.pot` (what libraries show on our screens). Vietnamese comes
from the catalogue itself and from the fragments given with --from, which win. English is the message.
"""

import argparse
import fcntl
import glob
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "kheo"
LOCALE = PACKAGE / "locale"
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items()}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]")
DAY = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that a catalogue changes only when a message does


def forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return a text as its forms: one, or one for each plural form."""
    return (said or "",) if isinstance(said, str | None) else tuple(said)


def key(message: Message) -> tuple[str, str]:
    """Return what names a message: its context and its (singular) English."""
    return message.context or "", forms(message.id)[0]


def read(path: Path, language: str) -> dict[tuple[str, str], Message]:
    """Return the messages of a file by key, those no longer used too."""
    with path.open(encoding="utf-8") as po:
        catalogue = read_po(po, locale=language)
    return {key(m): m for m in [*catalogue.obsolete.values(), *catalogue] if m.id}


def in_use() -> Iterator[tuple[tuple[str, ...], str | None]]:
    """Yield every message that a screen may show, with its context."""
    for message in read(LOCALE / "third_party.pot", "en").values():
        yield forms(message.id), message.context
    sources = [io.BytesIO(path.read_bytes()) for path in PACKAGE.rglob("*.py")]
    for path in PACKAGE.glob("*/**/templates/**/*.*"):
        calls = templatize(path.read_text("utf-8"), origin=str(path))
        sources.append(io.BytesIO("\n".join(line.lstrip() for line in calls.splitlines()).encode()))
    for source in sources:
        for _line, said, _comments, context in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
            yield forms(said), context


def compose(language: str, fragments: str, *, prune: bool) -> tuple[Catalog, bytes, bytes]:
    """Return the catalogue of a language, and it as .po and .mo: the messages in use with what is known of them."""
    known: dict[tuple[str, str], Message] = {}
    for path in [LOCALE / language / "LC_MESSAGES/django.po", *map(Path, sorted(glob.glob(fragments)))]:
        if language != "en" and path.exists():
            known |= {k: m for k, m in read(path, language).items() if all(forms(m.string))}
    catalogue = Catalog(language, project="Kheo", creation_date=DAY, revision_date=DAY, header_comment="", fuzzy=False)
    for said, context in in_use():
        catalogue.add(said if len(said) > 1 else said[0], context=context)
    for message in catalogue:
        if message.id and language == "en":
            message.string = message.id
        elif message.id and (translated := known.pop(key(message), None)):
            message.string = forms(translated.string)[:1] if message.pluralizable else forms(translated.string)[0]
            message.flags |= translated.flags & {"fuzzy"}
    catalogue.obsolete = {} if prune else {str(k): known[k] for k in sorted(known)}
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, no_location=True, sort_output=True, width=120)
    write_mo(mo, catalogue)
    return catalogue, po.getvalue(), mo.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue, a line for each message."""
    for message in catalogue:
        if not message.id:
            continue
        allowed = [set(PLACEHOLDER.findall(form)) for form in forms(message.id)]
        if not all(forms(message.string)):
            yield f"{catalogue.locale}: not translated: {key(message)}"
        elif message.fuzzy:
            yield f"{catalogue.locale}: fuzzy: {key(message)}"
        elif any(set(PLACEHOLDER.findall(form)) not in allowed for form in forms(message.string)):
            yield f"{catalogue.locale}: placeholders differ: {key(message)}"


def written(place: Path, content: bytes, *, check: bool) -> Iterator[str]:
    """Write a file that has changed, at once as a whole; to check, write nothing and yield that it is stale."""
    if place.exists() and place.read_bytes() == content:
        return
    if check:
        yield f"{place.relative_to(PACKAGE)}: stale; run make messages"
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_suffix(".new").write_bytes(content)
    place.with_suffix(".new").replace(place)


def main() -> int:
    """Write the catalogues, or with --check say what is missing in them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="fragments", default="", metavar="GLOB", help="fragments of Vietnamese")
    parser.add_argument("--check", action="store_true", help="write nothing; fail on what is missing")
    parser.add_argument("--prune", action="store_true", help="drop messages that are no longer used")
    asked = parser.parse_args()
    wrong: list[str] = []
    fcntl.flock(os.open(LOCALE, os.O_RDONLY), fcntl.LOCK_EX)  # until this process ends
    for language in ("en", "vi"):
        catalogue, po, mo = compose(language, asked.fragments, prune=asked.prune)
        wrong += faults(catalogue)
        for name, content in {"django.po": po, "django.mo": mo}.items():
            wrong += written(LOCALE / language / "LC_MESSAGES" / name, content, check=asked.check)
    print("\n".join(wrong) or "Catalogues: complete.")
    return 1 if wrong and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
