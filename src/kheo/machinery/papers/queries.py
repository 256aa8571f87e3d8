from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import OuterRef, QuerySet, Subquery

from kheo.foundation.accounts.models import User
from kheo.lib.office.word_out import fill_strange
from kheo.lib.office.word_words import WORDS
from kheo.machinery.papers.kit import DOCUMENTS, SUBJECTS, Document, asked_by, plain
from kheo.machinery.papers.models import Letterhead, Template
from kheo.machinery.papers.states import Authority, Form
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.queries import installation


def template_for(
    document: Document, form: str, unit: Unit | int, day: date, known_by: datetime | None = None
) -> Template | None:
    """Return the template by which a body writes a document on a day: its own, or the nearest above it; None is the
    one that comes with Khéo. `known_by`: as it was known at that moment, whatever was brought since."""
    rows = Template.objects.filter(document=document.key, form=form)
    found = _nearest(rows.filter(at__lte=known_by) if known_by else rows, unit, day)
    return found if found and found.file_id else None


def path_of(document: Document, form: str, template: Template | None) -> Path:
    """Return the file of a template, or the one that comes with Khéo."""
    return template.file.original if template and template.file else document.template(form)


def subjects_for(document: Document, user: User) -> list[tuple[str, str]]:
    """Return the key and the name of everything of the user's own that a document can be previewed with."""
    found = SUBJECTS.get(document.key)
    return list(found.choices(user)) if found else []


def subject_label(document: Document) -> str:
    """Return what is chosen for a preview of a document; nothing where it is only shown with the example."""
    found = SUBJECTS.get(document.key)
    return str(found.label) if found else ""


def facts_for(document: Document, form: str, chosen: str, user: User, at: datetime) -> dict[str, object]:
    """Return what a document says in a preview: the example, or the facts of a subject (one of `subjects_for`)."""
    found: dict[str, object] = dict(document.example)
    if chosen:
        asked = asked_by(document.fields)
        told = SUBJECTS[document.key].facts(document, chosen, form, user, at)
        found |= {name: plain(value, asked.get(name, {})) for name, value in told.items()}
    return found


def put_preview(facts: Mapping[str, object], template: Path, out: Path) -> None:
    """Put a document of some facts, as a template makes it, into a file; in a child process.

    :raises BadTemplate: with what is wrong in the template's own words.
    :raises ChildFailed: if it needs more time or memory than a document may.
    """
    fill_strange(template, {**WORDS, **facts}, out)


def _nearest(rows: QuerySet[Template], unit: Unit | int, day: date) -> Template | None:
    line = Lineage.objects.reaching(day).filter(unit=unit)
    depth = Subquery(line.filter(ancestor=OuterRef("unit")).order_by("depth").values("depth")[:1])
    held = rows.filter(valid_from__lte=day, unit__in=line.values("ancestor_id")).annotate(depth=depth)
    return held.select_related("file", "unit").order_by("depth", "-valid_from", "-pk").first()


def versions_of(document: Document, form: str, user: User) -> QuerySet[Template]:
    """Return the templates of a document that the user may see, the latest first."""
    seen: QuerySet[Template] = Template.objects.visible_to(user).filter(document=document.key, form=form)
    return seen.select_related("unit", "file", "by").order_by("-valid_from", "-pk")


@dataclass(frozen=True)
class Line:
    """A document, and since when a body writes it by templates of its own, by form."""

    document: Document
    own: dict[str, Template]

    @property
    def forms(self) -> list[tuple[Form, Template | None]]:
        """Return both forms, each with the template of the body's own."""
        return [(form, self.own.get(form.value)) for form in Form]


def catalogue(unit: Unit | None, day: date, *, kinds: Collection[str] = ()) -> list[Line]:
    """Return every document with the templates by which a body writes it on a day, in one query."""
    own: dict[tuple[str, str], Template] = {}
    if unit is not None:
        line = Lineage.objects.reaching(day).filter(unit=unit)
        depth = Subquery(line.filter(ancestor=OuterRef("unit")).order_by("depth").values("depth")[:1])
        held = Template.objects.filter(valid_from__lte=day, unit__in=line.values("ancestor_id"))
        for row in held.annotate(depth=depth).select_related("unit").order_by("-depth", "valid_from", "pk"):
            own[row.document, row.form] = row  # the nearest and latest comes last
    documents = sorted(DOCUMENTS.values(), key=lambda each: str(each.name))
    return [
        Line(each, {form: row for (key, form), row in own.items() if key == each.key and row.file_id})
        for each in documents
        if not kinds or each.kind in kinds
    ]


def letterhead_of(unit: Unit, day: date) -> Letterhead:
    """Return how a body writes on a day; what nobody has said is taken from what is known of it (not saved)."""
    found = Letterhead.objects.filter(unit=unit, valid_from__lte=day).order_by("-valid_from", "-pk").first()
    return found or _usual(unit, day)


def _usual(unit: Unit, day: date) -> Letterhead:
    here = installation()
    own = here is not None and here.unit_id == unit.pk
    return Letterhead(
        unit=unit,
        valid_from=day,
        form=Form.PARTY,
        superior=here.superior_name if here and own else (unit.parent.name if unit.parent else ""),
        issuer=here.issuer_name if here and own else unit.name,
        symbol="BCĐ",
        place=here.place_name if here and own else unit.name,
        authority=Authority.BODY,
        signs_for="Ban Chỉ đạo",
        signs_as="Trưởng ban",
    )


def letterheads_of(unit: Unit) -> QuerySet[Letterhead]:
    """Return how a body wrote through the years, the latest first."""
    rows: QuerySet[Letterhead] = Letterhead.objects.filter(unit=unit)
    return rows.select_related("by").order_by("-valid_from", "-pk")
