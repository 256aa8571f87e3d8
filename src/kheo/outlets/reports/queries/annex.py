"""The sheets of the Excel annex, with the figures that their columns must make."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.enums import Choices
from django.utils.translation import override

from kheo.lib.dates import short_date
from kheo.lib.office.sheets_out import Column, Table, Value
from kheo.machinery.books.kit import Scope
from kheo.machinery.books.queries.maps import reconciled
from kheo.machinery.books.queries.records import records_of, standing_at
from kheo.machinery.books.queries.tables import EACH_UNIT, CrossTable, Line, cross_table
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Step
from kheo.movement.registry.states import TITLED, UNDECIDED, OwnerKind, State, YearStatus
from kheo.outlets.reports.kit import COUNT
from kheo.outlets.reports.queries.campaign_reports import CampaignReport
from kheo.outlets.reports.queries.statistics import Statistics

TOTAL = "Cộng"


@override("vi")
def annex(report: CampaignReport) -> list[Table]:
    """Return the sheets of the annex to a report."""
    figures = report.statistics
    bodies = [name.upper() for name in (report.letterhead.superior, report.letterhead.issuer) if name]
    about = (
        f"{figures.campaign.name} – {figures.unit_name} (số liệu tính đến hết ngày {short_date(report.drawn_on)},"
        f" theo đơn vị tại ngày {short_date(figures.scope.on)})"
    )
    names = {line.unit.key: line.unit.label for line in figures.units}

    def titles(form: int, subject: str) -> list[str]:
        return [*bodies, f"Biểu {form}. {subject}", about]

    matrix = cross_table("registered", figures.scope, ["field", "owner_kind"], rows=EACH_UNIT)
    sheets = [
        _by_unit(figures, titles(1, "Tổng hợp mô hình, điển hình đăng ký theo đơn vị")),
        matrix_table(matrix, "Biểu 2", titles(2, "Đơn vị × lĩnh vực × chủ thể"), total_name=TOTAL, unit_name="Đơn vị"),
        _register(figures.scope, names, titles(3, "Danh sách mô hình, điển hình đăng ký")),
        _below_quota(figures, titles(4, "Đơn vị chưa đạt chỉ tiêu đăng ký")),
        _recognised(figures.scope, names, titles(5, "Danh sách mô hình, điển hình được công nhận")),
    ]
    if figures.scope.is_rebased:
        sheets.append(_moved(figures.scope, titles(6, "Đối chiếu đơn vị đăng ký và đơn vị đang quản lý")))
    return sheets


def _by_unit(figures: Statistics, titles: Sequence[str]) -> Table:
    """Return the statistics form: a line a unit, a column a field, a kind of owner, a state in the year."""
    groups = [
        [(line.field, line.total) for line in figures.fields],
        [(owner, figures.by_owner_kind[owner.key]) for owner in figures.owner_kinds],
        [(status, figures.by_year_status[status.key]) for status in figures.year_statuses],
    ]
    heads = [heading.label for group in groups for heading, _total in group]
    totals = [figures.total, *(total for group in groups for _heading, total in group), figures.single["recognised"]]
    rows: Iterator[list[Value]] = (
        [
            number,
            line.unit.label,
            line.total,
            *line.by_field.values(),
            *line.by_owner_kind.values(),
            *line.by_year_status.values(),
            line.recognised,
        ]
        for number, line in enumerate(figures.units, start=1)
    )
    counts = [Column(head, 11, pattern=COUNT) for head in ["Tổng số", *heads, "Được công nhận"]]
    columns = [Column("STT", 6), Column("Đơn vị", 34), *counts]
    return Table("Biểu 1", columns, rows, titles, dict(enumerate(totals, start=2)), TOTAL)


def matrix_table(matrix: CrossTable, name: str, titles: Sequence[str], *, total_name: str, unit_name: str) -> Table:
    """Return a table of units by dimensions as a sheet whose columns make the table's own totals."""
    heads = [" – ".join(heading.label for heading in column.headings if heading) for column in matrix.columns]
    columns = [Column(unit_name, 34), *(Column(head or total_name, 11, pattern=COUNT) for head in heads)]

    def cells(line: Line) -> list[Value]:
        return [line.unit.label if line.unit else total_name, *(cell.count for cell in line.cells)]

    sums = {place: cell.count for place, cell in enumerate(matrix.total.cells, start=1)}
    return Table(name, columns, map(cells, matrix.lines), titles, sums, total_name)


def _register(scope: Scope, names: dict[str, str], titles: Sequence[str]) -> Table:
    """Return the list of everything registered, with what became of it."""
    columns = [
        Column("STT", 6),
        Column("Tên mô hình, điển hình", 48),
        Column("Đơn vị", 26),
        Column("Lĩnh vực", 18),
        Column("Chủ thể", 12),
        Column("Tình trạng", 13),
        Column("Địa bàn", 24),
        Column("Kết quả xét", 16),
        Column("Lý do", 36),
    ]
    return Table("Biểu 3", columns, _register_rows(scope, names), titles)


def _register_rows(scope: Scope, names: dict[str, str]) -> Iterator[list[Value]]:
    reason = Step.objects.filter(registration=OuterRef("pk"), to=State.NOT_RECOGNISED).order_by("-at", "-pk")
    unit = standing_at("registered", scope)
    rows = (
        records_of("registered", scope)
        .annotate(reason=Subquery(reason.values("reason")[:1]))
        .order_by(f"{unit}__sort_key", f"{unit}_id", "field__order", "pk")
        .values_list(
            "exemplar__name",
            f"{unit}__slug",
            "field__name",
            "owner_kind",
            "year_status",
            "exemplar__place",
            "state",
            "reason",
        )
    )
    decided = dict.fromkeys(UNDECIDED, "Chưa xét") | dict.fromkeys(TITLED, "Được công nhận")
    decided |= {State.NOT_RECOGNISED: "Không công nhận", State.REVOKED: "Đã thu hồi công nhận"}
    owners, statuses = _said(OwnerKind), _said(YearStatus)
    for number, (name, slug, field, owner, status, place, state, why) in enumerate(rows.iterator(2000), start=1):
        yield [
            number,
            name,
            names.get(slug, slug),
            field,
            owners[owner],
            statuses[status],
            place,
            decided[state],
            why or "",
        ]


@override("vi")
def _said(choices: type[Choices]) -> dict[str, str]:
    """Return the words of a fixed choice, once for very many rows; these are written when their sheet is, in whatever
    language that is done."""
    return {str(value): str(label) for value, label in choices.choices}


def _below_quota(figures: Statistics, titles: Sequence[str]) -> Table:
    columns = [
        Column("STT", 6),
        Column("Đơn vị", 44),
        *(Column(head, 14, pattern=COUNT) for head in ("Chỉ tiêu", "Đã đăng ký", "Còn thiếu")),
    ]
    below = figures.shortfall.below
    rows: Iterator[list[Value]] = (
        [number, quota.unit.name, quota.unit.minimum, quota.registered, quota.missing]
        for number, quota in enumerate(below, start=1)
    )
    return Table("Biểu 4", columns, rows, titles, {4: figures.shortfall.missing}, TOTAL)


def _recognised(scope: Scope, names: dict[str, str], titles: Sequence[str]) -> Table:
    """Return the list of everything recognised, with the decision and the level."""
    columns = [
        Column("STT", 6),
        Column("Tên mô hình, điển hình", 48),
        Column("Đơn vị", 28),
        Column("Lĩnh vực", 20),
        Column("Chủ thể", 13),
        Column("Số quyết định", 18),
        Column("Ngày ký", 12),
        Column("Cấp công nhận", 14),
    ]
    return Table("Biểu 5", columns, _recognised_rows(scope, names), titles)


def _recognised_rows(scope: Scope, names: dict[str, str]) -> Iterator[list[Value]]:
    owners, levels = _said(OwnerKind), _said(Level)
    rows = titles_given(scope).values_list(
        "registration__exemplar__name",
        "slug",
        "registration__field__name",
        "registration__owner_kind",
        "decision__number",
        "decision__signed_on",
        "level",
    )
    for number, (name, slug, field, owner, decision, day, level) in enumerate(rows.iterator(2000), start=1):
        yield [number, name, names.get(slug, slug), field, owners[owner], decision, day, levels[level]]


def titles_given(scope: Scope) -> QuerySet[Any]:  # Any: it tells more than a recognition has
    """Return the recognitions that stand, in the order of their units, with the `slug` of each: as reported the unit
    of the registration itself, which costs no question for each row."""
    found: QuerySet[Any] = Recognition.objects.filter(registration__in=records_of("recognised", scope).values("pk"))
    found = found.exclude(standing=Standing.REVOKED)
    if scope.is_rebased:
        unit = standing_at("recognised", scope)
        placed = records_of("recognised", scope).filter(pk=OuterRef("registration"))
        at = {"slug": Subquery(placed.values(f"{unit}__slug")), "place": Subquery(placed.values(f"{unit}__sort_key"))}
        found = found.annotate(**at)
    else:
        found = found.annotate(slug=F("registration__unit__slug"), place=F("registration__unit__sort_key"))
    return found.order_by("place", "slug", "registration__field__order", "pk")


def _moved(scope: Scope, titles: Sequence[str]) -> Table:
    """Return what stands at another unit than the one that registered it."""
    moved = reconciled("registered", scope)
    columns = [
        Column("STT", 6),
        Column("Đơn vị đăng ký", 34),
        Column(f"Đơn vị quản lý tại ngày {short_date(scope.on)}", 34),
        Column("Số mô hình, điển hình", 14, pattern=COUNT),
    ]
    rows: Iterator[list[Value]] = ([number, row.then, row.now, row.number] for number, row in enumerate(moved, start=1))
    return Table("Biểu 6", columns, rows, titles, {3: sum(row.number for row in moved)}, TOTAL)
