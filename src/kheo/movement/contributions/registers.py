"""The registers of contributions to models, and of what they were used for."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Field, Register, Sum, declare
from kheo.movement.contributions.models import Contribution, Use
from kheo.movement.contributions.queries import (
    against_given,
    against_uses,
    in_base_unit,
    models_of,
)
from kheo.movement.contributions.rules import (
    completed,
    completed_contribution,
    why_not_amount,
    why_not_contribution,
)
from kheo.movement.contributions.states import Kind, Measure, Qualifier
from kheo.movement.registry.queries.naming import page_of_model

# As lists of offices write the units.
WAYS = (
    *((way, Measure.DONG.value) for way in ("đ", "vnđ", "vnd", "VN đồng", "tiền")),
    *((way, Measure.THOUSAND_DONG.value) for way in ("ngàn đồng", "nghìn", "1.000 đồng", "1000đ", "1.000đ")),
    *((way, Measure.MILLION_DONG.value) for way in ("triệu", "tr đồng", "trđ", "tr.đ", "trđồng")),
    *((way, Measure.BILLION_DONG.value) for way in ("tỷ", "tỉ", "tỉ đồng")),
    *((way, Measure.WORKDAY.value) for way in ("công", "ngày", "công lao động", "ngày công lao động")),
    *((way, Measure.M2.value) for way in ("m2", "mét vuông", "m 2")),
    *((way, Measure.HECTARE.value) for way in ("hecta", "héc ta")),
    *((way, measure.value) for way in ("sào",) for measure in (Measure.SAO_NORTH, Measure.SAO_CENTRE)),
    ("sào Bắc Bộ", Measure.SAO_NORTH.value),
    ("sào Trung Bộ", Measure.SAO_CENTRE.value),
    *((way, Measure.KG.value) for way in ("cân", "ki-lô-gam")),
    *((way, Measure.BRICK.value) for way in ("viên gạch", "gạch")),
    *((way, Measure.PIECE.value) for way in ("cái", "quyển", "bóng")),
    *((way, Measure.M3.value) for way in ("m3", "khối", "mét khối")),
    *((way, Measure.METRE.value) for way in ("mét", "md")),
    *((way, Measure.LITRE.value) for way in ("lit",)),
)
QUALIFIERS = (
    *((way, Qualifier.OVER.value) for way in ("trên", "trên một chút")),
    *((way, Qualifier.ABOUT.value) for way in ("ước", "ước tính", "xấp xỉ")),
)

MODEL = Field(
    "exemplar",
    pgettext_lazy("contributions", "Model"),
    also=("Mô hình", "Tên mô hình", "Công trình", "Ủng hộ cho"),
    in_list=True,
    narrows=True,
    width=32,
    offered=models_of,
    page=page_of_model,
)
AMOUNT = (
    Field(
        "qualifier",
        pgettext_lazy("contributions", "Exactness"),
        hint=_("Only if the list says “nearly”, “over” or “about”; the number itself goes into the next field."),
        also=("Gần, hơn", "Mức độ"),
        ways=QUALIFIERS,
        in_list=True,
        width=10,
    ),
    Field(
        "quantity",
        pgettext_lazy("contributions", "Quantity"),
        also=("SL", "Số tiền", "Số lượng ủng hộ", "Khối lượng"),
        in_list=True,
        width=14,
        example="5.000.000",
    ),
    Field(
        "measure",
        pgettext_lazy("contributions", "Unit of quantity"),
        hint=_("As the list says it; hectares and sào are converted only where sums are shown."),
        also=("ĐVT", "Đơn vị tính (ĐVT)", "Đv tính"),
        ways=WAYS,
        in_list=True,
        narrows=True,
        width=14,
        example=pgettext_lazy("measure", "đồng"),
    ),
    Field(
        "kind",
        pgettext_lazy("contributions", "Kind"),
        hint=_("It follows from the unit if you leave it empty."),
        also=("Loại", "Hình thức", "Hình thức ủng hộ", "Loại đóng góp"),
        narrows=True,
    ),
)

CONTRIBUTIONS = declare(
    Register(
        key="dong-gop",
        letters="DG",
        model=Contribution,
        title=pgettext_lazy("contributions", "Contributions"),
        one=pgettext_lazy("contributions", "Contribution"),
        lead=_(
            "Money, labour, land and goods that were given for models. The public reads sums only, and the names of"
            " enterprises and organisations that did not ask to be anonymous."
        ),
        enter=pgettext_lazy("contributions", "Enter a contribution"),
        icon="inbox",
        fields=(
            MODEL,
            Field(
                "donor",
                pgettext_lazy("contributions", "Donor"),
                hint=_("May be left empty where the donor is not to be named."),
                also=(
                    "Họ tên/đơn vị",
                    "Họ tên, đơn vị",
                    "Họ và tên/đơn vị",
                    "Họ và tên, đơn vị",
                    "Họ và tên",
                    "Họ tên",
                    "Đơn vị, cá nhân",
                    "Tên đơn vị, cá nhân",
                    "Tổ chức, cá nhân",
                    "Nhà tài trợ",
                    "Đơn vị, cá nhân ủng hộ",
                ),
                width=32,
                example=pgettext_lazy("contributions", "Hoàng Long Co., Ltd."),
            ),
            Field(
                "donor_class",
                pgettext_lazy("contributions", "Class of donor"),
                also=("Thành phần", "Đối tượng ủng hộ", "Loại nhà tài trợ", "Nhóm"),
                ways=(("Công ty", "enterprise"), ("Hộ dân", "household"), ("Nhà hảo tâm", "benefactor")),
                narrows=True,
            ),
            Field(
                "is_anonymous",
                pgettext_lazy("contributions", "Not to be named"),
                hint=_("The donor’s name is then shown nowhere in public. Private persons are never named there."),
                also=("Không nêu tên", "Ẩn danh", "Giấu tên"),
            ),
            Field(
                "content",
                pgettext_lazy("contributions", "What was given"),
                also=("Nội dung", "Hiện vật", "Nội dung đóng góp"),
                width=32,
                example=pgettext_lazy("contributions", "Cash"),
            ),
            *AMOUNT,
            Field(
                "worth",
                pgettext_lazy("contributions", "Worth (đồng)"),
                hint=_("What labour, land or goods are worth, if it is known; it is not added to money."),
                also=("Giá trị", "Thành tiền", "Thành tiền (đồng)", "Quy ra tiền", "Trị giá", "Trị giá (đồng)"),
                width=16,
            ),
            Field(
                "given_on",
                pgettext_lazy("contributions", "Given on"),
                hint=_("Without a day it counts in no year: add it as soon as it is known."),
                also=("Ngày", "Ngày tháng", "Ngày nhận", "Thời gian"),
                in_list=True,
                width=13,
            ),
            Field(
                "receipt",
                pgettext_lazy("contributions", "Receipt number"),
                also=("Số phiếu", "Phiếu thu", "Số phiếu thu", "Biên nhận"),
                width=14,
            ),
        ),
        known_by=("exemplar", "donor", "content", "given_on", "receipt"),
        why_not=why_not_contribution,
        why_not_change=against_uses,
        completed=completed_contribution,
        one_of="exemplar",
        sums=(
            Sum(pgettext_lazy("contributions", "Money (đồng)"), "money", made_of=in_base_unit(Kind.MONEY)),
            Sum(pgettext_lazy("contributions", "Labour days"), "labour", made_of=in_base_unit(Kind.LABOUR)),
            Sum(pgettext_lazy("contributions", "Land (m²)"), "land", made_of=in_base_unit(Kind.LAND)),
            Sum(pgettext_lazy("contributions", "Worth of what is no money (đồng)"), "worth"),
        ),
    )
)

USES = declare(
    Register(
        key="su-dung-dong-gop",
        letters="SD",
        model=Use,
        title=pgettext_lazy("contributions", "What contributions were used for"),
        one=pgettext_lazy("contributions", "Use"),
        lead=_(
            "What of the contributions to a model was used, and for what. No more of a kind and unit is used than was"
            " given for the model; the public reads it on the model’s page."
        ),
        enter=pgettext_lazy("contributions", "Enter a use"),
        icon="list-check",
        fields=(
            MODEL,
            Field(
                "purpose",
                pgettext_lazy("contributions", "Used for"),
                also=("Nội dung", "Nội dung chi", "Nội dung sử dụng", "Mục đích"),
                width=36,
                example=pgettext_lazy("contributions", "Concrete for the lane of hamlet 3"),
            ),
            *AMOUNT,
            Field(
                "used_on",
                pgettext_lazy("contributions", "Used on"),
                also=("Ngày", "Ngày chi", "Thời gian"),
                in_list=True,
                width=13,
            ),
            Field(
                "receipt",
                pgettext_lazy("contributions", "Number of the paper"),
                also=("Số phiếu chi", "Phiếu chi", "Số phiếu", "Hóa đơn"),
                width=14,
            ),
        ),
        known_by=("exemplar", "purpose", "used_on", "receipt"),
        why_not=why_not_amount,
        against_others=against_given,
        completed=completed,
        one_of="exemplar",
        sums=(
            Sum(pgettext_lazy("contributions", "Money (đồng)"), "money", made_of=in_base_unit(Kind.MONEY)),
            Sum(pgettext_lazy("contributions", "Labour days"), "labour", made_of=in_base_unit(Kind.LABOUR)),
            Sum(pgettext_lazy("contributions", "Land (m²)"), "land", made_of=in_base_unit(Kind.LAND)),
        ),
    )
)
