"""Forms of table are written and taken over; tables are made and printed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.office.forms_out import write_official
from kheo.lib.office.sheets_out import SumsDiffer
from kheo.lib.refusals import Refused
from kheo.lib.typesetting.official import official_pdf
from kheo.lib.typesetting.pdf_out import NoGlyph
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.closings.models import Closing
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit
from kheo.outlets.tables.kit import Content, again, plain
from kheo.outlets.tables.models import MadeTable, TableForm
from kheo.outlets.tables.queries.filled import closed, filled
from kheo.outlets.tables.queries.sheet import sheet_of
from kheo.outlets.tables.queries.shipped import shipped
from kheo.outlets.tables.rules.texts import NotATable, read_table


class NotShaped(Refused):
    """The form cannot be kept."""


class NotMade(Refused):
    """The table cannot be made: its numbers do not agree, or are not there."""


@dataclass(frozen=True)
class FormFacts:
    """What is said of a form of table."""

    title: str
    text: str
    code: str = ""
    directive: Directive | None = None
    basis: str = ""
    measure: str = ""
    notes: str = ""
    is_kept: bool = False


@dataclass(frozen=True)
class TableFacts:
    """What a table is made of: the campaign, the unit, the closing that its figures come from (None: the register),
    what was typed by cell, and what stands at the head and the foot of the paper."""

    campaign: Campaign
    unit: Unit
    closing: Closing | None
    typed: Mapping[str, str]
    paper: Mapping[str, str]
    form_key: UUID | None = None


@transaction.atomic
def write_form(
    facts: FormFacts, *, unit: Unit, replaces: TableForm | None = None, by: User | None, at: datetime
) -> TableForm:
    """Keep a form of table. One by which a table was made already stays as it is, and the change becomes its next
    version; one that says just this already is left alone.

    :raises NotShaped: with everything that is wrong in the form.
    """
    if by is not None:
        require(by, "tables.shape", on=unit)
    try:
        read_table(facts.text, CATALOGUE)
    except NotATable as error:
        raise NotShaped(*error.problems) from error
    made = _next(replaces, facts) if replaces else TableForm(unit=unit, **vars(facts))
    if replaces and made.pk == replaces.pk and _says(replaces, facts):
        return replaces
    made.save()
    record("tables.write_form", on=made, by=by, at=at, title=made.title, number=made.number)
    return made


def _says(form: TableForm, facts: FormFacts) -> bool:
    return all(getattr(form, name) == value for name, value in vars(facts).items())


def _next(form: TableForm, facts: FormFacts) -> TableForm:
    """Return the form itself where no table was made by it yet or nothing changes, or else its next version."""
    last = TableForm.objects.select_for_update().get(pk=form.pk)
    if hasattr(last, "replaced_by"):
        raise NotShaped(pgettext("table form", "This form has been changed meanwhile. Look at its last version first."))
    if not _says(last, facts) and last.made.exists():
        return TableForm(unit=last.unit, number=last.number + 1, replaces=last, **vars(facts))
    for name, value in vars(facts).items():
        setattr(last, name, value)
    return last


@transaction.atomic
def take_over(key: str, *, unit: Unit, by: User | None, at: datetime) -> TableForm:
    """Keep a form that is shipped as one of a body; one of that title that stands there already is not made again.

    :raises NotShaped: if there is no such form.
    """
    if by is not None:
        require(by, "tables.shape", on=unit)
    found = shipped().get(key)
    if found is None:
        raise NotShaped(_("There is no such form among those that come with the program."))
    if standing := TableForm.objects.current().filter(unit=unit, title=found.title).first():
        return standing
    return write_form(FormFacts(**found.said), unit=unit, by=by, at=at)


@transaction.atomic
def make_table(form: TableForm, facts: TableFacts, *, by: User | None, at: datetime) -> MadeTable:
    """Keep a table as it stands now, or as a closing kept it; the same page sent twice makes one table.

    :raises NotMade: with every sum that does not agree.
    """
    if by is not None:
        require(by, "tables.make", on=facts.unit)
    if facts.form_key and (kept := MadeTable.objects.filter(form_key=facts.form_key).first()):
        return kept
    # Held, so that nobody changes in place the form by which it is made.
    form = TableForm.objects.select_for_update().get(pk=form.pk)
    content = _content(form, facts, at)
    if content.problems:
        raise NotMade(*content.problems)
    said = {"campaign": facts.campaign, "unit": facts.unit, "closing": facts.closing, "form_key": facts.form_key}
    content = replace(content, paper=dict(facts.paper))
    made = MadeTable.objects.create(
        form=form, content=plain(content), made_at=at, made_by=by, maker=by.full_name if by else "", **said
    )
    record("tables.make_table", on=made, by=by, at=at, form=form.pk, title=form.title)
    return made


def _content(form: TableForm, facts: TableFacts, at: datetime) -> Content:
    if facts.closing is None:
        return filled(form, facts.campaign, facts.unit, local_day(at), facts.typed)
    content = closed(form, facts.closing)
    if content is None:
        raise NotMade(_("This table was not kept with that closing; choose another one."))
    return content


@transaction.atomic
def print_table(made: MadeTable, *, out: Path, by: User | None, at: datetime) -> None:
    """Write a table that was made as a workbook, or as a PDF where that is how `out` ends: the same bytes at any time.

    :raises NotMade: if its rows do not make its sums, or a sign in it cannot be printed; then nothing is written.
    """
    if by is not None:
        require(by, "tables.view", on=made.unit_id)
    try:
        _write(made, out)
    except SumsDiffer as differ:
        raise NotMade(_("The rows of the table do not make its sums: %(where)s.") % {"where": differ}) from differ
    except NoGlyph as unknown:
        told = {"text": unknown.cause}
        raise NotMade(
            pgettext("tables", "“%(text)s” has a sign that cannot be printed in a PDF; take the workbook.") % told
        ) from unknown
    record("tables.print_table", on=made, by=by, at=at, file=out.suffix)


def _write(made: MadeTable, out: Path) -> None:
    sheet = sheet_of(again(made.content))
    if out.suffix == ".pdf":
        out.write_bytes(official_pdf(sheet, on=local_day(made.made_at)))
    else:
        write_official(out, sheet, made_at=made.made_at)
