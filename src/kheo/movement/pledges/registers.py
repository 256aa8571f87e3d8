"""The registers of pledges and of cross-checks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Record, Register, declare
from kheo.movement.pledges.models import CrossCheck, Pledge
from kheo.movement.pledges.queries.clusters import CHECKS_KEY, PLEDGES_KEY, against_seats, clusters_for, units_for
from kheo.movement.pledges.rules import why_not_check, why_not_pledge
from kheo.ui.addresses import address


def _page_of_cluster(line: Record) -> str:
    """Return the page of the cluster and year of a line."""
    place: tuple[int, int] = line.cluster_id, line.year  # type: ignore[attr-defined]  # both registers have them
    return address("pledges:cluster", *place)


_CLUSTER = Field(
    "cluster",
    pgettext_lazy("pledges", "Cluster"),
    also=("Cụm", "Khối", "Cụm thi đua", "Khối thi đua", "Cụm, khối"),
    in_list=True,
    narrows=True,
    width=30,
    offered=clusters_for,
    is_shared=True,
)
_YEAR = Field("year", pgettext_lazy("pledges", "Year"), also=("Năm",), in_list=True, narrows=True, plain=True, width=9)
_DOORS = (Door(pgettext_lazy("pledges", "The cluster in this year"), "diagram-3", "pledges.view", _page_of_cluster),)

PLEDGES = declare(
    Register(
        key=PLEDGES_KEY,
        letters="GU",
        model=Pledge,
        title=pgettext_lazy("pledges", "Emulation pledges"),
        one=pgettext_lazy("pledges", "Pledged target"),
        lead=_(
            "What units pledged in their emulation clusters for a year, target by target, and what they reached. The"
            " signed pledge itself goes with the line as a file."
        ),
        enter=pgettext_lazy("pledges", "Enter a pledged target"),
        icon="hand-thumbs-up",
        fields=(
            _CLUSTER,
            _YEAR,
            Field(
                "target",
                pgettext_lazy("pledges", "What is pledged"),
                also=("Nội dung", "Chỉ tiêu", "Tên chỉ tiêu"),
                width=40,
                example=pgettext_lazy("pledges", "New models of skilful mass mobilisation"),
            ),
            Field("counted_in", pgettext_lazy("pledges", "Counted in"), also=("ĐVT", "Đơn vị"), width=12),
            Field(
                "promised",
                pgettext_lazy("pledges", "Number promised"),
                also=("Số giao ước", "Giao ước", "Đăng ký"),
                in_list=True,
                width=12,
            ),
            Field(
                "reached",
                pgettext_lazy("pledges", "Number reached"),
                hint=_("Leave it empty until the result is known."),
                also=("Kết quả", "Thực hiện", "Đạt được"),
                in_list=True,
                width=12,
            ),
            Field("signed_on", pgettext_lazy("pledges", "Pledge signed on"), also=("Ngày ký",), width=13),
            Field("note", pgettext_lazy("pledges", "Note"), width=36),
        ),
        known_by=("cluster", "year", "target"),
        why_not=why_not_pledge,
        against_others=against_seats,
        doors=_DOORS,
    )
)

CHECKS = declare(
    Register(
        key=CHECKS_KEY,
        letters="KC",
        model=CrossCheck,
        title=pgettext_lazy("pledges", "Cross-checks"),
        one=pgettext_lazy("pledges", "Cross-check"),
        lead=_(
            "Which unit checks which other unit of its cluster in a year, and what it found. The line is that of the"
            " unit that checks."
        ),
        enter=pgettext_lazy("pledges", "Enter a cross-check"),
        icon="clipboard-check",
        fields=(
            _CLUSTER,
            _YEAR,
            Field(
                "checked",
                pgettext_lazy("pledges", "Unit that is checked"),
                also=("Đơn vị được kiểm tra", "Đơn vị kiểm tra"),
                in_list=True,
                width=26,
                offered=units_for,
                is_shared=True,
            ),
            Field(
                "checked_on",
                pgettext_lazy("pledges", "Checked on"),
                hint=_("Leave it empty as long as the check is only planned."),
                also=("Ngày kiểm tra",),
                in_list=True,
                width=13,
            ),
            Field("findings", pgettext_lazy("pledges", "Findings"), also=("Nhận xét", "Kết quả"), width=50),
        ),
        known_by=("cluster", "year", "checked"),
        why_not=why_not_check,
        against_others=against_seats,
        doors=_DOORS,
    )
)
