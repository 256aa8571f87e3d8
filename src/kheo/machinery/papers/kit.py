"""What rooms declare of the Word documents that they make, in their `papers.py`.

A document is three files beside each other: `NAME_state.docx`, `NAME_party.docx` and `NAME.toml`, which tells in
Vietnamese (as the templates are) what each field is, with an example of it; what all documents of a folder may use
stands once in `common.toml`, what some of them share in files that they name (`also = ["campaign_report"]`).
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib import qr
from kheo.lib.conversion import spare
from kheo.lib.conversion.convert import to_pdf, to_pdf_within
from kheo.lib.dates import short_date
from kheo.ui.declared import Catalogue

PICTURE = "(hình)"
"""The example of a field that is a picture."""

AT_ONCE = 1.5
"""The seconds that somebody waits for a PDF before it is made in the background."""


@dataclass(frozen=True)
class Field:
    """A field that a template may use: "h.issuer", "members[].name" in a row of a list, "bases[]" a list of texts."""

    name: str
    words: str
    example: Any

    @property
    def shown(self) -> str:
        """Return the example in the language of the templates."""
        if isinstance(self.example, date):
            return short_date(self.example)
        if isinstance(self.example, list):
            return "; ".join(str(each.get("label", "…") if isinstance(each, dict) else each) for each in self.example)
        return {True: "có", False: "không"}[self.example] if isinstance(self.example, bool) else str(self.example)


@dataclass(frozen=True)
class Desk:
    """Where documents are made: the name of a page that needs nothing to be opened, what it is called, and the act that
    somebody must be allowed to make them."""

    page: str
    name: Promise
    act: str


@dataclass(frozen=True)
class Document:
    """A Word document that Khéo makes; `kind` is its abbreviation (QĐ, KH, …), `stem` its files without an ending,
    `desk` where it is made."""

    key: str
    name: Promise
    kind: str
    stem: Path
    desk: Desk

    @property
    def kind_name(self) -> str:
        """Return what its kind is called."""
        return str(KINDS[self.kind])

    def template(self, form: str) -> Path:
        """Return the template that comes with Khéo."""
        return self.stem.with_name(f"{self.stem.name}_{form}.docx")

    @cached_property
    def _told(self) -> dict[str, Any]:
        told = tomllib.loads(self.stem.with_suffix(".toml").read_text("utf-8"))
        fields: dict[str, Any] = {}
        for name in ("common", *told.get("also", ())):
            shared = self.stem.with_name(f"{name}.toml")
            if name != "common" or shared.exists():
                fields |= tomllib.loads(shared.read_text("utf-8"))["fields"]
        return told | {"fields": fields | told["fields"]}

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields that a template of it may use."""
        return tuple(Field(name, *said) for name, said in self._told["fields"].items())

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the fields without which it would not be such a document."""
        return tuple(self._told["needs"])

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return who usually receives it."""
        return tuple(self._told.get("recipients", ()))

    @property
    def example(self) -> dict[str, Any]:
        """Return an example of everything that a template is given."""
        return example_of(self.fields)


Asked = dict[str, "Asked"]
"""The names that fields ask for, each with those below it."""


def asked_by(fields: Iterable[Field]) -> Asked:
    """Return the names that fields ask for: "rows[].name" is `name` below `rows`."""
    tree: Asked = {}
    for field in fields:
        below = tree
        for part in field.name.split("."):
            below = below.setdefault(part.removesuffix("[]"), {})
    return tree


def plain(value: Any, asked: Asked) -> Any:  # Any: whatever a room says, as plain values
    """Return what a template is given in place of a value: texts, numbers and days, in lists and mappings. Of a record
    or a thing of ours only what is asked for.

    :raises TypeError: if nothing tells what of it is asked for.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float, Decimal, date, time, bytes)):
        return value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each, asked.get(key, {})) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [plain(each, asked) for each in value]
    if not asked:
        raise TypeError(f"Nothing tells what a template may ask of {type(value)}.")
    return {name: plain(getattr(value, name), below) for name, below in asked.items()}


def expect_pdf() -> None:
    """Make ready for a PDF that somebody may want next, where the settings allow it; nothing is waited for."""
    if settings.PDF_AHEAD:
        spare.prepare()


def pdf_of(path: Path, folder: Path) -> Path:
    """Return the PDF of a Word document in a folder of the caller's, and make ready for the next one.

    :raises Unsafe: where there is no LibreOffice, or it does not manage in time.
    """
    try:
        return to_pdf(path, folder)
    finally:
        expect_pdf()


def pdf_at_once(path: Path, folder: Path) -> Path | None:
    """Return the PDF of a Word document in a folder of the caller's if the LibreOffice that stands ready makes it while
    somebody waits, and make ready for the next one; nothing if it does not."""
    try:
        return to_pdf_within(AT_ONCE, path, folder)
    finally:
        expect_pdf()


# As decree 30/2020/NĐ-CP and guidance 05-HD/VPTW abbreviate them; lists and annexes as offices do.
KINDS = {
    "BB": pgettext_lazy("kind of document", "Minutes"),
    "BC": pgettext_lazy("kind of document", "Report"),
    "CTr": pgettext_lazy("kind of document", "Programme"),
    "CV": pgettext_lazy("kind of document", "Official letter"),
    "DS": pgettext_lazy("kind of document", "List"),
    "GM": pgettext_lazy("kind of document", "Invitation"),
    "HD": pgettext_lazy("kind of document", "Guidance"),
    "KH": pgettext_lazy("kind of document", "Plan"),
    "PL": pgettext_lazy("kind of document", "Annex"),
    "QĐ": pgettext_lazy("kind of document", "Decision"),
    "TB": pgettext_lazy("kind of document", "Notice"),
    "TTr": pgettext_lazy("kind of document", "Submission"),
}
DOCUMENTS: Catalogue[Document] = Catalogue("papers")


def declare(document: Document) -> Document:
    """Add a document that a room makes."""
    DOCUMENTS.declare(document.key, document)
    return document


@dataclass(frozen=True)
class Subject:
    """What documents are about, of a body's own, so that a template can be previewed with real facts: `label` is what
    is chosen, `choices(user)` are the key and the name of each that somebody may choose, and `facts(document, chosen,
    form, user, at)` returns what the document would say of it at that moment."""

    label: Promise
    choices: Callable[[User], Sequence[tuple[str, str]]]
    facts: Callable[[Document, str, str, User, datetime], Mapping[str, object]]


SUBJECTS: Catalogue[Subject] = Catalogue("papers")


def about(subject: Subject, *keys: str) -> None:
    """Let documents be previewed with facts of a subject."""
    for key in keys:
        SUBJECTS.declare(key, subject)


def example_of(fields: Iterable[Field]) -> dict[str, Any]:
    """Return the examples of fields as they hang together; a list has the same row twice."""
    tree: dict[str, Any] = {}
    for field in fields:
        _put(tree, field.name.split("."), field.example)
    return tree


def _put(tree: dict[str, Any], parts: list[str], example: Any) -> None:
    name, rest = parts[0].removesuffix("[]"), parts[1:]
    is_list = parts[0].endswith("[]")
    if example == PICTURE:
        example = qr.png("Khéo", border=1, scale=6)
    if not rest:
        tree[name] = [example, example] if is_list else example
    elif is_list:
        row = tree.setdefault(name, [{}])[0]
        tree[name] = [row, row]
        _put(row, rest, example)
    else:
        _put(tree.setdefault(name, {}), rest, example)
