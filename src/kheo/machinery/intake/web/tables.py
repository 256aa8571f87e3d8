"""What the screens of this room show of uploads and their rows."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from django.db.models import QuerySet

from kheo.foundation.accounts.models import User
from kheo.machinery.intake.kit import SHEETS, Sheet, official
from kheo.machinery.intake.models import DraftRow, Upload
from kheo.machinery.intake.queries import kept_line, suggestions_in
from kheo.machinery.intake.rules import is_as_downloaded
from kheo.machinery.intake.states import WRITTEN, UploadState, Verdict
from kheo.ui.lists import Page, page_of

EVERY = "all"
TONES = {
    Verdict.NEW: "ok",
    Verdict.CHANGED: "info",
    Verdict.SAME: "draft",
    Verdict.CONFLICT: "wait",
    Verdict.REFUSED: "stop",
}
STATE_TONES = {
    UploadState.UNMATCHED: "wait",
    UploadState.CHECKED: "wait",
    UploadState.APPLIED: "ok",
    UploadState.DROPPED: "draft",
}


@dataclass(frozen=True)
class Tile:
    """How many rows got a verdict, and whether just these are shown."""

    key: str
    label: str
    number: int
    tone: str


@dataclass(frozen=True)
class Change:
    """A text that would change."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Clash:
    """A cell that the register has changed since the file was downloaded: what it was then, what the register says,
    what the file says, and whose text counts. Where the file left it alone nothing is asked."""

    key: str
    heading: str
    base: str
    theirs: str
    file: str
    is_asked: bool
    side: str


@dataclass(frozen=True)
class ShownRow:
    """A row with its verdict, what it is about, and what would change."""

    row: DraftRow
    verdict: Verdict
    tone: str
    name: str
    about: str
    changes: tuple[Change, ...]
    asked: tuple[Clash, ...]
    kept: tuple[Clash, ...]


@dataclass(frozen=True)
class Result:
    """The whole of an upload's result: counts, one page of rows, and what may be done."""

    sheet: Sheet
    period: str
    tiles: tuple[Tile, ...]
    chosen: str
    page: Page[DraftRow]
    rows: tuple[ShownRow, ...]
    refused: int
    conflicts: int
    suggestions: int
    written: int
    lacking: int
    home: str


def result_of(upload: Upload, user: User, params: Mapping[str, str]) -> Result:
    """Return what the result page shows; where rows are refused it begins with those."""
    sheet = SHEETS[upload.sheet]
    counts = {verdict: int(upload.counts.get(verdict, 0)) for verdict in Verdict}
    usual = next((verdict for verdict in (Verdict.REFUSED, Verdict.CONFLICT) if counts[verdict]), EVERY)
    asked = params.get("verdict", usual)
    chosen = asked if asked in Verdict.values else EVERY
    rows: QuerySet[DraftRow] = upload.rows.all()
    lacking = rows.filter(verdict__in=WRITTEN).exclude(lacks=[]).count()
    suggestions = suggestions_in(upload) if counts[Verdict.REFUSED] else 0
    page = page_of(rows if chosen == EVERY else rows.filter(verdict=chosen), params, sorts={"": ("pk",)})
    return Result(
        sheet=sheet,
        period=period_names(user, {sheet.key}).get((sheet.key, upload.period), upload.period),
        tiles=_tiles(upload),
        chosen=chosen,
        page=page,
        rows=tuple(_shown(row, sheet) for row in page.rows),
        refused=counts[Verdict.REFUSED],
        conflicts=counts[Verdict.CONFLICT],
        suggestions=suggestions,
        written=sum(counts[verdict] for verdict in WRITTEN),
        lacking=lacking,
        home=sheet.home(upload.period),
    )


def _tiles(upload: Upload) -> tuple[Tile, ...]:
    return tuple(Tile(v.value, str(v.label), int(upload.counts.get(v, 0)), TONES[v]) for v in Verdict)


def _shown(row: DraftRow, sheet: Sheet) -> ShownRow:
    verdict = Verdict(row.verdict)
    name, *about = (row.values.get(key, "") for key in sheet.shown)
    clashes = tuple(_clashes(row, sheet))
    open_cells = {clash.heading for clash in clashes if clash.is_asked and not clash.side}
    return ShownRow(
        row,
        verdict,
        TONES[verdict],
        name,
        " · ".join(filter(None, about)),
        tuple(change for change in _changes(row, sheet) if change.heading not in open_cells),
        asked=tuple(clash for clash in clashes if clash.is_asked),
        kept=tuple(clash for clash in clashes if not clash.is_asked),
    )


def _clashes(row: DraftRow, sheet: Sheet) -> Iterator[Clash]:
    for column in sheet.columns:
        if column.key in row.theirs:
            key, theirs = column.key, row.theirs[column.key]
            base, file = row.base.get(key, ""), row.values.get(key, "")
            side, was = row.sides.get(key, ("", ""))
            is_asked = not is_as_downloaded(kept_line(row), row.values, key)
            yield Clash(key, official(column.heading), base, theirs, file, is_asked, side if was == theirs else "")


def _changes(row: DraftRow, sheet: Sheet) -> Iterator[Change]:
    for column in sheet.columns:
        if column.key in row.before:
            yield Change(official(column.heading), row.before[column.key], row.values.get(column.key, ""))


def period_names(user: User, lists: Set[str]) -> dict[tuple[str, str], str]:
    """Return what the user calls the periods of some lists."""
    return {(key, period.key): period.label for key in lists for period in SHEETS[key].periods(user)}


@dataclass(frozen=True)
class ShownUpload:
    """An upload in the list."""

    upload: Upload
    period: str
    tone: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Uploads:
    """One page of uploads."""

    page: Page[Upload]
    rows: tuple[ShownUpload, ...]


def uploads_of(user: User, params: Mapping[str, str]) -> Uploads:
    """Return the uploads of the user's units, the newest first."""
    found = Upload.objects.visible_to(user).select_related("file", "unit", "by")
    page = page_of(found, params, sorts={"": ("-at",)})
    names = period_names(user, {upload.sheet for upload in page.rows})
    return Uploads(page, tuple(_shown_upload(upload, names) for upload in page.rows))


def _shown_upload(upload: Upload, names: Mapping[tuple[str, str], str]) -> ShownUpload:
    return ShownUpload(
        upload,
        names.get((upload.sheet, upload.period), upload.period),
        STATE_TONES[UploadState(upload.state)],
        tuple(tile for tile in _tiles(upload) if tile.number),
    )
