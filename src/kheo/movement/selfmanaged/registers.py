"""The registers of self-management groups, and of what they did."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Field, Register, Sum, declare
from kheo.movement.registry.queries.naming import page_of_model
from kheo.movement.selfmanaged.models import GroupYear, SelfManagedGroup
from kheo.movement.selfmanaged.queries import models_of
from kheo.movement.selfmanaged.rules import why_not_group, why_not_year

GROUPS = declare(
    Register(
        key="to-tu-quan",
        letters="TQ",
        model=SelfManagedGroup,
        title=pgettext_lazy("selfmanaged", "Self-management groups"),
        one=pgettext_lazy("selfmanaged", "Group"),
        lead=_(
            "Groups of people that look after something in their village themselves: order, conciliation, the"
            " environment, a road. Only numbers of members are kept, no names."
        ),
        enter=pgettext_lazy("selfmanaged", "Enter a group"),
        icon="people",
        fields=(
            Field(
                "name",
                pgettext_lazy("selfmanaged", "Name of the group"),
                also=("Tên tổ", "Tổ tự quản", "Tên tổ tự quản", "Tên tổ hòa giải"),
                width=36,
                example=pgettext_lazy("selfmanaged", "Self-management group for order of Đông hamlet"),
            ),
            Field(
                "kind",
                pgettext_lazy("selfmanaged", "What it looks after"),
                also=("Loại tổ", "Loại hình", "Lĩnh vực", "Lĩnh vực tự quản"),
                in_list=True,
                narrows=True,
            ),
            Field("village", pgettext_lazy("selfmanaged", "Village"), also=("Thôn, xóm", "Thôn", "Xóm"), in_list=True),
            Field(
                "founded_on",
                pgettext_lazy("selfmanaged", "Founded on"),
                also=("Thành lập ngày", "Ngày ra mắt"),
                width=13,
            ),
            Field(
                "ended_on",
                pgettext_lazy("selfmanaged", "Ended on"),
                hint=_("The first day on which it no longer was; leave it empty while it is in operation."),
                width=13,
            ),
            Field("members", pgettext_lazy("selfmanaged", "Members"), also=("Số người",), in_list=True, width=11),
            Field("women", pgettext_lazy("selfmanaged", "Women among them"), also=("Nữ",), width=11),
            Field("party_members", pgettext_lazy("selfmanaged", "Party members among them"), width=11),
            Field(
                "basis",
                pgettext_lazy("selfmanaged", "Founded by"),
                hint=_("For example: Decision 12/QĐ-UBND of 05/01/2017."),
                width=26,
            ),
            Field("rules", pgettext_lazy("selfmanaged", "Rules of the group"), also=("Quy chế",), width=40),
            Field(
                "exemplar",
                pgettext_lazy("selfmanaged", "Model of which it came"),
                hint=_("Only if it came of a model in the register."),
                also=("Mô hình",),
                width=30,
                offered=models_of,
                page=page_of_model,
            ),
        ),
        known_by=("name",),
        why_not=why_not_group,
        sums=(
            Sum(pgettext_lazy("selfmanaged", "Members"), "members"),
            Sum(pgettext_lazy("selfmanaged", "Women among them"), "women"),
            Sum(pgettext_lazy("selfmanaged", "Party members among them"), "party_members"),
        ),
    )
)

YEARS = declare(
    Register(
        key="ket-qua-to-tu-quan",
        letters="KQTQ",
        model=GroupYear,
        title=pgettext_lazy("selfmanaged", "What groups did in a year"),
        one=pgettext_lazy("selfmanaged", "Group and year"),
        lead=_(
            "The cases that each self-management group handled in a year, and how many of them were settled. A group"
            " has one line a year."
        ),
        enter=pgettext_lazy("selfmanaged", "Enter what a group did"),
        icon="clipboard-check",
        fields=(
            Field("group", pgettext_lazy("selfmanaged", "Group"), also=("Tên tổ", "Tổ tự quản"), width=36),
            Field("year", pgettext_lazy("selfmanaged", "Year"), in_list=True, narrows=True, plain=True, width=9),
            Field(
                "handled",
                pgettext_lazy("selfmanaged", "Cases handled"),
                also=("Số vụ việc", "Tổng số vụ việc", "Số vụ việc tiếp nhận"),
                in_list=True,
                width=12,
            ),
            Field(
                "settled",
                pgettext_lazy("selfmanaged", "Cases settled"),
                also=("Số vụ việc giải quyết xong", "Hòa giải thành", "Đã giải quyết"),
                in_list=True,
                width=12,
            ),
            Field("note", pgettext_lazy("selfmanaged", "What else it did"), also=("Ghi chú",), width=40),
        ),
        known_by=("group", "year"),
        why_not=why_not_year,
        sums=(
            Sum(pgettext_lazy("selfmanaged", "Cases handled"), "handled"),
            Sum(pgettext_lazy("selfmanaged", "Cases settled"), "settled"),
            Sum(pgettext_lazy("selfmanaged", "Settled of handled"), "settled", part_of="handled"),
        ),
        belongs_to="group",
    )
)
