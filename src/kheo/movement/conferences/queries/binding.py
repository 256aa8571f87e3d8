"""The papers of a conference bound into one PDF. What it says itself is Vietnamese, as papers are."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import document_date, local_day, short_date
from kheo.lib.file_kinds import Kind
from kheo.lib.refusals import Refused
from kheo.lib.typesetting.binder import Bound, CannotBind, Cover, Pages, Part, Points, Table, bind
from kheo.lib.unsafe import Problem, Unsafe
from kheo.machinery.duties.states import TaskState
from kheo.machinery.papers.kit import pdf_of
from kheo.machinery.papers.queries import letterhead_of
from kheo.movement.conferences.kit import ENCLOSURES
from kheo.movement.conferences.models import Conference, Duty, Speech
from kheo.movement.conferences.queries.following import Followed, became_of, followed_up
from kheo.movement.conferences.queries.speeches import Point, points_of
from kheo.movement.conferences.states import CHOSEN, PackPart, SpeechState

Tell = Callable[[int, int], None]
_STATES = {TaskState.OPEN: "chưa hoàn thành", TaskState.DONE: "đã báo cáo hoàn thành"}


class NotBound(Refused):
    """The papers cannot be bound: which one, and what to do."""


def bound(
    conference: Conference,
    wanted: Collection[str],
    report: StoredFile | str,
    *,
    by: User,
    at: datetime,
    tell: Tell = lambda _done, _all: None,
) -> Bound:
    """Return the papers of a conference bound into one PDF; `report` is a file, or the key of an `Enclosure`; `tell`
    hears how many of the files are ready.

    :raises NotBound: with what cannot be bound, or if nothing is chosen.
    """
    with TemporaryDirectory() as desk, override("vi"):
        folder = Path(desk)
        parts = [part for part in _parts(conference, wanted, report, folder, by, at, tell) if part is not None]
        if not parts:
            raise NotBound(_("There is nothing to bind yet: choose a part that has something in it."))
        (folder / "whole").mkdir()
        try:
            return bind(_cover(conference, local_day(at)), parts, folder / "whole", on=local_day(at))
        except CannotBind as error:
            words = _("“%(title)s” cannot be bound. Save it as PDF anew, without a password, and send it again.")
            raise NotBound(words % {"title": error.title or _("One of the papers")}) from error


def chosen_speeches(conference: Conference) -> list[Speech]:
    """Return the papers that are bound: as they are spoken, then those that are only printed."""
    rows = Speech.objects.filter(conference=conference, state__in=CHOSEN, file__isnull=False)
    found = rows.select_related("unit", "file").in_order()
    return sorted(found, key=lambda speech: speech.state != SpeechState.FLOOR)


def _parts(
    conference: Conference,
    wanted: Collection[str],
    report: StoredFile | str,
    folder: Path,
    by: User,
    at: datetime,
    tell: Tell,
) -> Iterator[Part | None]:
    speeches = chosen_speeches(conference) if PackPart.SPEECHES in wanted else []
    files = len(speeches) + bool(report)
    tell(0, files)
    if PackPart.PROGRAMME in wanted:
        yield _programme(conference)
    if report and PackPart.REPORT in wanted:
        yield _report(conference, report, folder, by, at)
        tell(1, files)
    if PackPart.BEFORE in wanted:
        yield _before(conference, local_day(at))
    for number, speech in enumerate(speeches, start=1):
        yield _speech(speech, folder)
        tell(number + bool(report), files)
    if PackPart.HONOURS in wanted:
        yield _honours(conference)
    if PackPart.CONCLUSIONS in wanted:
        yield _conclusions(conference)


def _cover(conference: Conference, day: date) -> Cover:
    head = letterhead_of(conference.unit, day)
    above = [line for line in (head.superior, head.issuer) if line]
    return Cover(
        above=above or [conference.unit.name],
        heading="Tập tài liệu",
        title=conference.title,
        below=[f"{head.place}, {document_date(conference.held_on)}"],
        contents="Mục lục",
        page="Trang",
    )


def _programme(conference: Conference) -> Table | None:
    rows = programme_on_paper(conference)
    if not rows:
        return None
    return Table("Chương trình hội nghị", ("Thời gian", "Nội dung", "Người thực hiện"), (1.7, 4.3, 2.2), rows)


def programme_on_paper(conference: Conference) -> list[tuple[str, str, str]]:
    """Return the programme as papers say it: time, content with the papers that are spoken there, and who presents."""
    return [_slot(point) for point in points_of(conference)]


def _slot(point: Point) -> tuple[str, str, str]:
    slot = point.slot
    hours = f"{slot.begins:%H:%M} – {slot.ends:%H:%M}" if slot.begins and slot.ends else f"{slot.item.minutes} phút"
    lines = [f"– {speech.title} ({speech.unit.name})" for speech in point.speeches]
    return hours, "\n".join([slot.item.content, *lines]), slot.item.who


def _report(conference: Conference, report: StoredFile | str, folder: Path, by: User, at: datetime) -> Pages:
    if isinstance(report, StoredFile):
        return Pages("Báo cáo", _as_pdf(report.original, report.kind, report.name, folder / "report"))
    offered = ENCLOSURES[report]
    path = folder / "report.docx"
    offered.write(conference.pk, path, by, at)
    title = str(offered.label)
    return Pages(title, _as_pdf(path, Kind.DOCX, title, folder / "report"))


def _speech(speech: Speech, folder: Path) -> Pages:
    assert speech.file  # noqa: S101 -- asked for above
    title = f"Tham luận: {speech.title} – {speech.unit.name}"
    return Pages(title, _as_pdf(speech.file.original, speech.file.kind, speech.title, folder / f"speech{speech.pk}"))


def _as_pdf(path: Path, kind: str, name: str, folder: Path) -> Path:
    """Return a file as PDF; `name` is what people know it by.

    :raises NotBound: if it cannot be made one.
    """
    if kind == Kind.PDF:
        return path
    folder.mkdir()
    try:
        return pdf_of(path, folder)
    except Unsafe as error:
        words = _("“%(name)s” could not be made a PDF. Save it as PDF in Word and send that file.")
        if error.code == Problem.NO_CONVERTER:
            words = _("“%(name)s” is a Word file, and LibreOffice is not installed here. Send it as PDF.")
        raise NotBound(words % {"name": name}) from error


def _honours(conference: Conference) -> Table | None:
    rows = [
        (str(number), _joined(row.holder, row.unit), f"{row.form}\n({row.decision})", row.receiver, row.hands)
        for number, row in enumerate(conference.honours.all(), start=1)
    ]
    if not rows:
        return None
    headings = ("STT", "Tập thể, cá nhân", "Hình thức, quyết định", "Người nhận", "Người trao")
    return Table("Danh sách khen thưởng trao tại hội nghị", headings, (0.7, 3.2, 2.8, 1.7, 1.7), rows)


def _joined(holder: str, unit: str) -> str:
    return holder if not unit or unit in holder else f"{holder}\n{unit}"


def _before(conference: Conference, day: date) -> Points | None:
    rows = [(row.text, [_became(each) for each in row.tasks]) for row in became_of(conference.previous, day)]
    lead = f"Kết luận tại {conference.previous.title} đến nay được thực hiện như sau:" if conference.previous else ""
    return Points("Thực hiện kết luận hội nghị trước", lead, rows) if rows else None


def _became(task: Followed) -> str:
    state = "quá hạn, chưa hoàn thành" if task.is_late else _STATES[task.state]
    if task.is_accepted:
        state = "đã hoàn thành"
    due = f" (hạn {short_date(task.due_on)})" if task.due_on else ""
    return f"{task.unit}: {task.title}{due}: {state}" + (f"; {task.result}" if task.result else "")


def _conclusions(conference: Conference) -> Points | None:
    rows = [(row.text, [_duty(duty) for duty in row.duties.all()]) for row in followed_up(conference)]
    title = "Kết luận hội nghị" if conference.notice_on else "Dự thảo kết luận hội nghị"
    return Points(title, "", rows) if rows else None


def _duty(duty: Duty) -> str:
    due = f"; hoàn thành chậm nhất ngày {short_date(duty.due_on)}" if duty.due_on else ""
    return f"Giao {duty.unit.name}: {duty.title}{due}"
