from django.utils.translation import gettext_lazy as _

from kheo.machinery.registers.kit import Field, Register, Sum, declare
from tests.registers.contests.models import Entry
from tests.registers.contests.rules import why_not_enter

ENTRIES = declare(
    Register(
        key="cuoc-thi-bao-chi",
        letters="BC",
        model=Entry,
        title=_("Tác phẩm dự thi"),
        one=_("Tác phẩm"),
        lead=_("Tác phẩm báo chí viết về mô hình, điển hình."),
        enter=_("Nhập tác phẩm"),
        icon="newspaper",
        fields=(
            Field("title", _("Tên tác phẩm"), also=("Tác phẩm",)),
            Field("medium", _("Loại hình"), in_list=True, narrows=True),
            Field("published_on", _("Ngày đăng"), in_list=True),
            Field("points", _("Điểm"), in_list=True),
            Field("is_prized", _("Được giải"), narrows=True),
        ),
        known_by=("title",),
        why_not=why_not_enter,
        sums=(Sum(_("Tổng điểm"), "points"),),
    )
)
