"""The columns of the list of documents. What a document is stands so in every list that has documents."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.machinery.directives.rules import ISSUER_LIMIT, NOTE_LIMIT, NUMBER_LIMIT, TITLE_LIMIT
from kheo.machinery.directives.states import RelationKind
from kheo.machinery.intake.kit import Column
from kheo.machinery.intake.rules import CODE, day_column

KIND = Column("kind", pgettext_lazy("document", "Kind"), also=("Loại", "Tên loại", "Thể loại"), width=16, needed=True)
NUMBER = Column(
    "number",
    pgettext_lazy("correspondence", "Number and symbol"),
    also=("Số/ký hiệu", "Số ký hiệu", "Số và ký hiệu", "Ký hiệu", "Số văn bản"),
    width=18,
    limit=NUMBER_LIMIT,
    example="12-CV/BDV",
)
ISSUER = Column(
    "issuer",
    pgettext_lazy("correspondence", "Issued by"),
    also=("Tác giả", "Nơi ban hành", "Cơ quan, tổ chức ban hành"),
    width=28,
    needed=True,
    limit=ISSUER_LIMIT,
)
SIGNED = day_column(
    "signed_on",
    pgettext_lazy("correspondence", "Day of the document"),
    also=("Ngày tháng văn bản", "Ngày, tháng văn bản", "Ngày ký", "Ngày ban hành"),
)
TITLE = Column(
    "title",
    pgettext_lazy("sheet", "Subject of the document"),
    also=("Nội dung", "Tên loại và trích yếu nội dung", "Trích yếu nội dung văn bản"),
    width=50,
    needed=True,
    limit=TITLE_LIMIT,
    example=pgettext_lazy("sheet example", "On reporting the results of the year"),
)

_OTHERS = gettext_lazy(
    "The numbers of the earlier documents, one in each line. If it is not from the day on which this document comes"
    " into force, add the day: 07-KH/BCĐ từ 01/03/2026."
)
_RELATIONS = {
    RelationKind.REPLACE: (pgettext_lazy("sheet of documents", "Replaces"), ("Thay thế",)),
    RelationKind.AMEND: (pgettext_lazy("sheet of documents", "Amends"), ("Sửa đổi", "Sửa đổi, bổ sung")),
    RelationKind.REPEAL: (pgettext_lazy("sheet of documents", "Repeals"), ("Bãi bỏ", "Hủy bỏ")),
    RelationKind.GUIDE: (pgettext_lazy("sheet of documents", "Guides how to carry out"), ("Hướng dẫn",)),
}

COLUMNS = (
    Column(
        CODE,
        pgettext_lazy("sheet", "Code in Khéo"),
        width=22,
        is_fixed=True,
        hint=gettext_lazy("Leave it as it is; leave it empty for a new document."),
    ),
    NUMBER,
    SIGNED,
    ISSUER,
    KIND,
    TITLE,
    day_column(
        "in_force_from",
        pgettext_lazy("sheet", "In force from"),
        also=("Ngày có hiệu lực", "Hiệu lực từ"),
        hint=gettext_lazy("Leave it empty if in force from the day of signing."),
    ),
    day_column(
        "in_force_until",
        pgettext_lazy("document", "Last day in force"),
        also=("Ngày hết hiệu lực", "Hiệu lực đến"),
        hint=gettext_lazy("Only where the document says so itself; what another replaces or repeals ends by that."),
    ),
    *(
        Column(kind, heading, also=also, width=24, is_long=True, hint=_OTHERS)
        for kind, (heading, also) in _RELATIONS.items()
    ),
    Column(
        "is_public",
        pgettext_lazy("sheet of documents", "Shown on the portal"),
        also=("Công khai", "Đăng cổng"),
        width=14,
        hint=gettext_lazy("Left empty, it stays as it is; a new document is not shown."),
        empty=None,
    ),
    Column("note", pgettext_lazy("sheet of documents", "Note"), width=30, limit=NOTE_LIMIT, is_long=True),
)
