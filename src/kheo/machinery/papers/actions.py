import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import forget, keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.jobs.actions import start
from kheo.foundation.jobs.kit import KINDS
from kheo.foundation.jobs.models import Job
from kheo.lib.dates import local_day
from kheo.lib.file_kinds import Kind
from kheo.lib.office.word_out import BadTemplate, fill, fill_strange
from kheo.lib.office.word_trial import try_out
from kheo.lib.office.word_words import WORDS
from kheo.lib.refusals import Refused
from kheo.lib.sandbox import ChildFailed, run
from kheo.lib.vitext import normalise
from kheo.machinery.papers.kit import Document, asked_by, pdf_at_once, plain
from kheo.machinery.papers.models import Handout, Letterhead, Template, Written
from kheo.machinery.papers.queries import facts_for, letterhead_of, path_of, template_for
from kheo.machinery.papers.rules import fault_in_words, why_not_letterhead
from kheo.machinery.papers.states import Form
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit

MAKE_PDF = "papers.make_pdf"


class NotUsable(Refused):
    """The template cannot be used: every reason says where and what to do."""


class NotWell(Refused):
    """No body signs so."""


@transaction.atomic
def bring(
    document: Document,
    form: Form,
    upload: "File[bytes]",
    *,
    unit: Unit,
    valid_from: date,
    note: str = "",
    by: User,
    at: datetime,
) -> Template:
    """Take in a template of a body's own, from a day on, after it was tried out. The same file for the same day again
    is the one that is there.

    :raises NotKept: if it is no Word file that is safe.
    :raises NotUsable: with every fault and its place; then nothing is kept.
    """
    require(by, "papers.keep", on=unit)
    file = keep(upload, kinds={Kind.DOCX}, by=by, at=at)
    if reasons := _tried(document, file):
        forget(file)
        raise NotUsable(*reasons)
    said = {"unit": unit, "document": document.key, "form": form, "valid_from": valid_from}
    same = Template.objects.filter(**said).select_related("file").order_by("-pk").first()
    if same and same.file and same.file.sha256 == file.sha256:
        forget(file)
        return same
    made = Template.objects.create(**said, file=file, note=normalise(note)[:300], by=by, at=at)
    record("papers.bring", on=made, by=by, at=at, document=document.key, form=form, sha256=file.sha256)
    return made


@transaction.atomic
def preview(
    document: Document,
    form: Form,
    upload: "File[bytes]",
    *,
    unit: Unit,
    subject: str = "",
    out: Path,
    by: User,
    at: datetime,
) -> None:
    """Write a document by a template that somebody thinks of bringing, of the example or of a subject that they chose;
    nothing is kept.

    :raises NotKept: if it is no Word file that is safe.
    :raises NotUsable: with every fault and its place.
    """
    require(by, "papers.keep", on=unit)
    file = keep(upload, kinds={Kind.DOCX}, by=by, at=at)
    try:
        if reasons := _tried(document, file):
            raise NotUsable(*reasons)
        _fill_own(file.original, {**WORDS, **facts_for(document, form, subject, by, at)}, out)
    finally:
        forget(file)


def _tried(document: Document, file: StoredFile) -> list[str]:
    """Return what is wrong with a template; it is read and filled in the sandbox."""
    try:
        faults = run(try_out, file.original, document.example, document.needs)
    except ChildFailed as failure:
        return [_failed(failure)]
    return [fault_in_words(fault) for fault in faults]


@transaction.atomic
def use_again(
    document: Document,
    form: Form,
    earlier: Template | None,
    *,
    unit: Unit,
    valid_from: date,
    by: User,
    at: datetime,
) -> Template:
    """Write by an earlier template again from a day on; None: by the one that comes with Khéo. Said twice it is said
    once."""
    require(by, "papers.keep", on=unit)
    file = earlier.file if earlier else None
    said = {"unit": unit, "document": document.key, "form": form, "valid_from": valid_from}
    same = Template.objects.filter(**said).order_by("-pk").first()
    if same and same.file_id == (file.pk if file else None):
        return same
    made = Template.objects.create(**said, file=file, note=earlier.note if earlier else "", by=by, at=at)
    record("papers.use_again", on=made, by=by, at=at, document=document.key, form=form)
    return made


@transaction.atomic
def write(
    document: Document,
    form: str,
    context: Mapping[str, object],
    *,
    unit: Unit,
    out: Path,
    about: str = "",
    by: User | None,
    at: datetime,
    held_at: datetime | None = None,
) -> Written:
    """Write a document of a body by the template that holds for it today, or that held at another moment, and keep
    which one that was. What may be made by whom is asked by the room that makes it. One of the body's own is filled in
    a child process.

    :raises NotUsable: if a template of somebody's own does not fit these facts.
    """
    template = template_for(document, form, unit, local_day(held_at or at), known_by=held_at)
    path = path_of(document, form, template)
    asked = asked_by(document.fields)
    facts = {**WORDS, **{name: plain(value, asked.get(name, {})) for name, value in context.items()}}
    if template is None:
        fill(path, facts, out)
    else:
        _fill_own(path, facts, out)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    said = {"unit": unit, "document": document.key, "form": form, "template": template, "sha256": digest}
    return Written.objects.create(**said, about=about[:300], by=by, at=at)


def _fill_own(path: Path, facts: Mapping[str, object], out: Path) -> None:
    try:
        fill_strange(path, facts, out)
    except BadTemplate as error:
        raise NotUsable(_("Your template does not fit these facts: %(why)s.") % {"why": error}) from error
    except ChildFailed as failure:
        raise NotUsable(_failed(failure)) from failure


def as_pdf(word: Path, *, is_shown: bool = False, by: User, at: datetime) -> Path | Job:
    """Return the PDF of a Word document, beside it, if the LibreOffice that stands ready makes it at once; otherwise
    the background work that makes it, for its asker alone. Who may have the document is asked by who made it.

    :raises NotStartable: if the person has too much unfinished work.
    :raises NotKept: if the document is larger than a file may be.
    """
    made = pdf_at_once(word, word.parent)
    return made.rename(word.with_suffix(".pdf")) if made else ask_for_pdf(word, is_shown=is_shown, by=by, at=at)


@transaction.atomic
def ask_for_pdf(word: Path, *, is_shown: bool = False, by: User, at: datetime) -> Job:
    """Have a PDF made of a Word document in the background; the very same asked for twice is made once.

    :raises NotStartable: if the person has too much unfinished work.
    :raises NotKept: if the document is larger than a file may be.
    """
    with word.open("rb") as source:
        file = keep(File(source, name=word.name), kinds={Kind.DOCX}, by=by, at=at, read_next=True)
    handout = Handout.objects.create(file=file, is_shown=is_shown, by=by, at=at)
    job = start(KINDS[MAKE_PDF], by=by, at=at, on=handout, dedupe=f"{by.pk} {file.sha256}", handout=handout.pk)
    if job.arguments["handout"] == handout.pk:
        record("papers.ask_for_pdf", on=handout, by=by, at=at, sha256=file.sha256)
    else:
        handout.delete()
        forget(file)
    return job


@transaction.atomic
def keep_pdf(handout: Handout, made: Path, *, by: User | None, at: datetime) -> None:
    """Keep the PDF that was made of a document, in place of its Word file."""
    word = handout.file
    with made.open("rb") as source:
        handout.file = keep(File(source, name=f"{Path(word.name).stem}.pdf"), kinds={Kind.PDF}, by=by, at=at)
    handout.save(update_fields=["file"])
    transaction.on_commit(partial(forget, word))
    record("papers.keep_pdf", on=handout, by=by, at=at, sha256=handout.file.sha256)


def _failed(failure: ChildFailed) -> str:
    """Return in words why a template could not be read or filled at all."""
    if failure.reason == "timeout":
        return _("Filling the template takes too long: a loop in it repeats itself too often.")
    return _("The file cannot be read as a template. Save it again in Word as .docx.")


@transaction.atomic
def set_letterhead(letterhead: Letterhead, *, by: User | None, at: datetime) -> Letterhead:
    """Say how a body writes from a day on; the very same said again changes nothing.

    :raises NotWell: with every reason against.
    """
    if by is not None:
        require(by, "papers.keep", on=letterhead.unit_id)
    if reasons := why_not_letterhead(letterhead.form, letterhead.authority, letterhead.signs_for):
        raise NotWell(*reasons)
    for name in _TEXTS:
        setattr(letterhead, name, normalise(getattr(letterhead, name)))
    held = letterhead_of(letterhead.unit, letterhead.valid_from)
    if held.pk and all(getattr(held, name) == getattr(letterhead, name) for name in (*_TEXTS, *_CHOSEN)):
        return held
    letterhead.by, letterhead.at = by, at
    letterhead.save(force_insert=True)
    record("papers.set_letterhead", on=letterhead, by=by, at=at, unit=letterhead.unit_id)
    return letterhead


_TEXTS = ("superior", "issuer", "symbol", "place", "signs_for", "signs_as", "signer")
_CHOSEN = ("form", "authority", "recipients", "valid_from")
