import logging
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.files import File
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.bulk.actions import insert, reserve
from kheo.foundation.files.actions import NotKept, forget, keep
from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import largest
from kheo.lib.office.sheets_in import Sheet as Grid
from kheo.lib.refusals import Refused, Stale
from kheo.lib.unsafe import Unsafe
from kheo.machinery.intake.kit import SHEETS, Act, Clerk, NotTaken, Occasion, Sheet, official
from kheo.machinery.intake.models import DraftRow, Matching, Upload
from kheo.machinery.intake.queries import (
    Judge,
    Judged,
    Tell,
    answers_of,
    counts_of,
    draft_rows,
    fields_of,
    kept_line,
    layout_of,
    open_book,
    read,
    sent_by,
    silent,
    some_at_a_time,
)
from kheo.machinery.intake.rules import KINDS, Answer, Layout, Line, why_not_match, why_not_open, why_not_send
from kheo.machinery.intake.states import OPEN, WRITTEN, Side, UploadState, Verdict
from kheo.organisation.access.rules import require

log = logging.getLogger(__name__)
_BATCH = 500
_MOST_NAMED = 20
_MOST_RECORDED = 200  # answers that an audit row tells one by one


class NotRead(Refused):
    """The workbook cannot be read, or is not the form."""


class NotDecided(Refused):
    """What somebody said of a cell says nothing."""


class NotApplied(Refused):
    """The workbook cannot be applied as it was checked; nothing of it was written."""


def receive(upload: "File[bytes]", *, sheet: Sheet, occasion: Occasion, tell: Tell = silent) -> Upload:
    """Take in a workbook and say what it would do, row by row; no register is touched.

    The same file from the same person, not yet applied, is checked again instead of being kept twice.

    :raises NotRead: with every reason; then nothing of it is kept.
    """
    require(occasion.by, sheet.act, on=occasion.unit)
    clerk = sheet.clerk(occasion)
    file = _keep(upload, occasion)
    try:
        book = _open(file, sheet)
        layout = _layout(book, file.name, sheet, clerk, occasion)
        check = _check(book, layout, sheet, clerk, tell) if layout.is_settled else None
        with transaction.atomic():
            entered = _enter(file, sheet, occasion)
            _enter_layout(entered, sheet, layout, check)
            record("intake.check", on=entered, by=occasion.by, at=occasion.at, counts=entered.counts)
    except BaseException:
        forget(file)
        raise
    if entered.file_id != file.pk:
        forget(file)
    return entered


def put_by(upload: "File[bytes]", *, sheet: Sheet, occasion: Occasion) -> Upload:
    """Take in a large workbook that is to be read in the background, by `check`.

    :raises NotRead: if it is no file that can be read.
    """
    require(occasion.by, sheet.act, on=occasion.unit)
    file = _keep(upload, occasion)
    try:
        with transaction.atomic():
            entered = _enter(file, sheet, occasion)
    except BaseException:
        forget(file)
        raise
    if entered.file_id != file.pk:
        forget(file)
    return entered


@transaction.atomic
def check(upload: Upload, *, by: User, at: datetime, tell: Tell = silent) -> None:
    """Read a workbook that was put by, and say what it would do; or do so anew, because the register has changed since.

    :raises Refused: if it is settled; NotRead if it cannot be read, or its columns are not known.
    """
    require(by, SHEETS[upload.sheet].act, on=upload.unit_id)
    _lock(upload)
    if upload.state == UploadState.UNMATCHED:
        raise NotRead(_("Say first what the columns of the file are."))
    upload.refresh_from_db(fields=["answers"])  # one given while it waited to be locked
    sheet = SHEETS[upload.sheet]
    occasion = Occasion(by, upload.unit, upload.period, at)
    clerk, book = sheet.clerk(occasion), _open(upload.file, sheet)
    said = Layout.from_json(upload.layout) if upload.layout else None
    layout = said or _layout(book, upload.file.name, sheet, clerk, occasion)
    answers = answers_of(upload)
    found = _check(book, layout, sheet, clerk, tell, answers) if said or layout.is_settled else None
    _enter_layout(upload, sheet, layout, found)
    record("intake.check", on=upload, by=by, at=at, counts=upload.counts)


@dataclass(frozen=True)
class _Check:
    """What a workbook would do, as it was read and judged: what its reader is told, and its rows as they are kept."""

    notices: Sequence[str]
    checks: Sequence[tuple[bool, str]]
    rows: Sequence[DraftRow]
    acts: Sequence[Act]


def _check(
    book: Sequence[Grid],
    layout: Layout,
    sheet: Sheet,
    clerk: Clerk,
    tell: Tell = silent,
    answers: Sequence[Answer] = (),
) -> _Check:
    try:
        reading = read(book, layout, sheet, clerk, answers)
    except Refused as refusal:
        raise NotRead(*refusal.reasons) from refusal
    lines, judge, rows = deque(reading.lines), Judge(sheet, clerk), []
    total = len(lines)
    reading.rows.clear()  # what is judged is held once: fifty thousand rows are many
    for grid in book:
        grid.rows.clear()
    for some in some_at_a_time(_taken_from(lines), clerk):
        rows += draft_rows(judge.rows(some), sheet)
        tell(len(rows), total)
    return _Check(reading.notices, reading.checks, rows, clerk.acts())


def _taken_from(lines: deque[Line]) -> Iterator[Line]:
    while lines:
        yield lines.popleft()


def _keep(upload: "File[bytes]", occasion: Occasion) -> StoredFile:
    try:
        return keep(upload, kinds=KINDS, by=occasion.by, at=occasion.at, read_next=True)
    except NotKept as refusal:
        if isinstance(refusal.__cause__, Unsafe):  # say in which cell, too
            raise NotRead(why_not_open(refusal.__cause__, upload.name or "", largest(KINDS))) from refusal
        raise


def _open(file: StoredFile, sheet: Sheet) -> Sequence[Grid]:
    try:
        return open_book(file)
    except Unsafe as unsafe:
        log.warning("The workbook %r for %s was refused: %s", file.name, sheet.key, unsafe)
        raise NotRead(why_not_open(unsafe, file.name, largest(KINDS))) from unsafe


def _layout(book: Sequence[Grid], name: str, sheet: Sheet, clerk: Clerk, occasion: Occasion) -> Layout:
    layout = layout_of(book, sheet, clerk, occasion.unit)
    if not layout.tables:
        log.warning("The workbook %r has no table for %s", name, sheet.key)
        names = ", ".join(f"“{official(column.heading)}”" for column in sheet.columns[:4])
        raise NotRead(
            _("“%(name)s” has no table with headings (%(headings)s…). Put headings over the columns, or use the form.")
            % {"name": name, "headings": names}
        )
    return layout


def _enter(file: StoredFile, sheet: Sheet, occasion: Occasion) -> Upload:
    """Enter a workbook to be read, or return the one that waits with the same file."""
    fresh = Upload(
        sheet=sheet.key, file=file, unit=occasion.unit, period=occasion.period, by=occasion.by, at=occasion.at
    )
    upload = _twin(fresh)
    if upload is None and (reasons := why_not_send(**sent_by(occasion))):
        raise NotRead(*reasons)
    upload = upload or fresh
    upload.at, upload.state, upload.answers = occasion.at, UploadState.READING, []
    upload.save()
    record("intake.receive", on=upload, by=occasion.by, at=occasion.at, file=str(upload.file_id))
    return upload


def _twin(fresh: Upload) -> Upload | None:
    """Return the upload of the same file for the same purpose that still waits to be applied."""
    twins = Upload.objects.select_for_update().filter(
        sheet=fresh.sheet, unit=fresh.unit_id, period=fresh.period, by=fresh.by_id, state__in=OPEN
    )
    return twins.filter(file__sha256=fresh.file.sha256).first()


def _enter_layout(upload: Upload, sheet: Sheet, layout: Layout, check: _Check | None) -> None:
    """Keep what a workbook was taken for, and what it would do once that is known."""
    upload.rows.all().delete()
    upload.layout = layout.as_json()
    upload.state = UploadState.CHECKED if check else UploadState.UNMATCHED
    upload.notices, upload.checks, upload.counts, upload.acts = [], [], {}, []
    if check:
        upload.notices, upload.checks = list(check.notices), list(check.checks)
        upload.counts, upload.acts = counts_of(check.rows), [asdict(act) for act in check.acts]
        for pk, row in zip(reserve(DraftRow, len(check.rows)), check.rows, strict=True):
            row.pk, row.upload = pk, upload
        insert(check.rows)
    upload.save(update_fields=["layout", "state", "notices", "checks", "counts", "acts"])


@transaction.atomic
def match(upload: Upload, layout: Layout, *, by: User, at: datetime) -> None:
    """Say what the columns of a workbook are, for it to be read by that, and remember it for the unit's next file of
    that kind.

    :raises Refused: with every reason, if it is settled or the columns do not fit.
    """
    require(by, SHEETS[upload.sheet].act, on=upload.unit_id)
    _lock(upload)
    sheet = SHEETS[upload.sheet]
    if reasons := why_not_match(layout, fields_of(sheet, sheet.clerk(Occasion(by, upload.unit, upload.period, at)))):
        raise NotRead(*reasons)
    upload.layout, upload.state = layout.as_json(), UploadState.READING
    upload.save(update_fields=["layout", "state"])
    for table in layout.tables:
        said = {"places": [asdict(place) for place in table.places], "common": dict(layout.common)}
        Matching.objects.update_or_create(
            unit=upload.unit,
            sheet=upload.sheet,
            signature=table.signature,
            defaults={**said, "by": by, "at": at},
        )
    record("intake.match", on=upload, by=by, at=at)


@transaction.atomic
def decide(row: DraftRow, sides: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Say whose text counts in cells that both the file and the register have changed, and judge the file anew.

    :raises Refused: if the file is settled; Stale if the register has changed since in one of the cells.
    """
    answers = [
        Answer(row.sheet_name, row.number, key, row.theirs[key], side=Side(side))
        for key, side in sides.items()
        if key in row.theirs
    ]
    if not answers:
        raise NotDecided(_("Choose for each cell whose text is to count."))
    _answer(row.upload, answers, "intake.decide", by=by, at=at)
    again = row.upload.rows.get(sheet_name=row.sheet_name, number=row.number)
    if any(again.theirs.get(answer.key) != answer.was for answer in answers):
        raise Stale(_("The register has changed again in this row. Look at the row and choose anew."))


@transaction.atomic
def mend(upload: Upload, places: Collection[tuple[int, str]] | None = None, *, by: User, at: datetime) -> int:
    """Take suggested texts in place of refused ones (of rows and columns, or all), judge the file anew, and return how
    many were taken. The file itself stays as it was sent.

    :raises Refused: if the file is settled, or none of them has a suggestion any more.
    """
    rows = upload.rows.filter(verdict=Verdict.REFUSED)
    if places is not None:
        rows = rows.filter(pk__in={pk for pk, _key in places})
    answers = [
        Answer(row.sheet_name, row.number, reason["key"], reason["was"], text=reason["suggestion"])
        for row in rows
        for reason in row.reasons
        if reason.get("suggestion") and (places is None or (row.pk, reason["key"]) in places)
    ]
    if not answers:
        raise NotDecided(_("There is no suggestion to accept any more."))
    _answer(upload, answers, "intake.mend", by=by, at=at)
    return len(answers)


def _answer(upload: Upload, answers: Sequence[Answer], act: str, *, by: User, at: datetime) -> None:
    """Keep what somebody said of cells, the last word on each, and judge the file by it."""
    require(by, SHEETS[upload.sheet].act, on=upload.unit_id)
    _lock(upload)
    upload.refresh_from_db(fields=["answers", "layout", "state"])
    if upload.state != UploadState.CHECKED:
        raise NotApplied(_("Say first what the columns of the file are."))
    fresh = {(answer.sheet_name, answer.number, answer.key): answer for answer in (*answers_of(upload), *answers)}
    upload.answers = [asdict(answer) for answer in fresh.values()]
    upload.save(update_fields=["answers"])
    sheet, layout = SHEETS[upload.sheet], Layout.from_json(upload.layout)
    clerk = sheet.clerk(Occasion(by, upload.unit, upload.period, at))
    check = _check(_open(upload.file, sheet), layout, sheet, clerk, answers=list(fresh.values()))
    _enter_layout(upload, sheet, layout, check)
    said = [
        {"place": f"{a.sheet_name}!{a.number}", "column": a.key, "was": a.was, "now": a.text or a.side} for a in answers
    ]
    record(act, on=upload, by=by, at=at, answers=said[:_MOST_RECORDED], count=len(answers), counts=upload.counts)


def _lock(upload: Upload) -> None:
    """Hold a checked upload to the end of the transaction; raises Refused if it is settled."""
    state = Upload.objects.select_for_update().values_list("state", flat=True).get(pk=upload.pk)
    if state == UploadState.APPLIED:
        raise NotApplied(_("This file has been entered already. Nothing was entered twice."))
    if state == UploadState.DROPPED:
        raise NotApplied(_("This check was dropped. Send the file again."))


@transaction.atomic
def apply(upload: Upload, *, hand_in: bool, by: User, at: datetime, tell: Tell = silent) -> None:
    """Enter every new and changed row into the register, or nothing; with `hand_in`, take the next step too.

    :raises NotApplied: if a row is refused, or it was applied before.
    :raises Stale: if the register has changed so that a row would now do something else.
    """
    require(by, SHEETS[upload.sheet].act, on=upload.unit_id)
    _lock(upload)
    if upload.state != UploadState.CHECKED:
        raise NotApplied(_("Say first what the columns of the file are."))
    rows = upload.rows.order_by("pk")
    if refused := rows.filter(verdict=Verdict.REFUSED).count():
        raise NotApplied(_("%(count)s rows are refused. Correct the file and send it again.") % {"count": refused})
    if asked := rows.filter(verdict=Verdict.CONFLICT).count():
        raise NotApplied(
            _("%(count)s rows wait for a decision: keep the register's text or take the file's.") % {"count": asked}
        )
    if hand_in:
        _require_complete(rows)
    sheet = SHEETS[upload.sheet]
    clerk = sheet.clerk(Occasion(by, upload.unit, upload.period, at))
    judge, done, total = Judge(sheet, clerk), 0, rows.count()
    for some in some_at_a_time(rows.iterator(), clerk):
        judged = _judge_again(some, judge)
        written = [(row, one) for row, one in zip(some, judged, strict=True) if one.finding.verdict in WRITTEN]
        before = done
        _take_all(written, clerk, hand_in=hand_in, tell=lambda taken, before=before: tell(before + taken, total))  # type: ignore[misc]
        done += len(some)
        tell(done, total)
    upload.state, upload.settled_at = UploadState.APPLIED, at
    upload.save(update_fields=["state", "settled_at"])
    record("intake.apply", on=upload, by=by, at=at, counts=upload.counts, hand_in=hand_in)


def _judge_again(rows: Sequence[DraftRow], judge: Judge) -> list[Judged]:
    """Return what the rows would do now; raises Stale if it is not what was agreed to."""
    judged = judge.rows([kept_line(row) for row in rows])
    agreed = [(row.verdict, row.before) for row in rows]
    if agreed != [(one.finding.verdict, one.finding.before) for one in judged]:
        raise Stale(_("The register has changed since this file was checked. Check it again and look at the result."))
    return judged


def _require_complete(rows: QuerySet[DraftRow]) -> None:
    """Refuse to hand in records that lack something; raises NotApplied with each row."""
    lacking = rows.filter(verdict__in=WRITTEN).exclude(lacks=[])
    if count := lacking.count():
        reasons = [_in_row(row, lack["text"]) for row in lacking[:_MOST_NAMED] for lack in row.lacks]
        raise NotApplied(
            _("%(count)s rows lack what is needed to hand them in. Enter them as drafts, or complete the file.")
            % {"count": count},
            *reasons[:_MOST_NAMED],
        )


def _take_all(
    written: Sequence[tuple[DraftRow, Judged]], clerk: Clerk, *, hand_in: bool, tell: Callable[[int], None]
) -> None:
    """Enter rows, and let each name the record that it made or changed."""
    try:
        numbers = clerk.take_all([one.values for _row, one in written], hand_in=hand_in, tell=tell)
    except NotTaken as refusal:
        row, _one = written[refusal.place]
        raise NotApplied(*(_in_row(row, str(reason)) for reason in refusal.reasons)) from refusal
    for (row, _one), number in zip(written, numbers, strict=True):
        row.target_id = number
    _say_where([row for row, _one in written])


def _say_where(rows: Sequence[DraftRow]) -> None:
    """Let each row name the record that it made or changed."""
    table = connection.ops.quote_name(DraftRow._meta.db_table)
    with connection.cursor() as cursor:  # a row at a time in one statement: `bulk_update` takes ten times as long
        cursor.executemany(
            f"UPDATE {table} SET target_id = %s WHERE id = %s",  # noqa: S608 -- our own table
            [(row.target_id, row.pk) for row in rows],
        )


def _in_row(row: DraftRow, text: str) -> str:
    return _("Sheet “%(sheet)s”, row %(row)s: %(text)s") % {
        "sheet": row.sheet_name,
        "row": row.number,
        "text": text,
    }


@transaction.atomic
def drop(upload: Upload, *, by: User, at: datetime) -> None:
    """Put a checked workbook aside for good; the file stays on record. Raises Refused if it is settled."""
    require(by, SHEETS[upload.sheet].act, on=upload.unit_id)
    _lock(upload)
    upload.state, upload.settled_at = UploadState.DROPPED, at
    upload.save(update_fields=["state", "settled_at"])
    record("intake.drop", on=upload, by=by, at=at)
