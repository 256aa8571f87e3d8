"""The columns of the book of documents in and out, as offices keep it."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused
from kheo.machinery.directives.rules import ISSUER_LIMIT, NUMBER_LIMIT, TITLE_LIMIT
from kheo.machinery.intake.kit import Column
from kheo.machinery.intake.rules import day_in

MOST_ARRIVALS = 999_999
_DAY = gettext_lazy("Day/month/year, for example 09/08/2026.")


def number_in(text: str) -> int:
    """Return the number of arrival that a cell says.

    :raises Refused: if it says none.
    """
    digits = text.replace(".", "").strip()
    if not digits.isdecimal() or not 0 < int(digits) <= MOST_ARRIVALS:
        raise Refused(_("Write the number of arrival as a whole number, for example 25."))
    return int(digits)


_day = partial(Column, width=13, hint=_DAY, parse=day_in, write=short_date, empty=None)
_KIND = Column("kind", pgettext_lazy("document", "Kind"), also=("Loại", "Tên loại", "Thể loại"), width=16, needed=True)
_SIGNED = _day(
    "signed_on",
    pgettext_lazy("correspondence", "Day of the document"),
    also=("Ngày tháng văn bản", "Ngày, tháng văn bản", "Ngày ký", "Ngày ban hành"),
)
_TITLE = Column(
    "title",
    pgettext_lazy("sheet", "Subject of the document"),
    also=("Nội dung", "Tên loại và trích yếu nội dung", "Trích yếu nội dung văn bản"),
    width=50,
    needed=True,
    limit=TITLE_LIMIT,
    example=pgettext_lazy("sheet example", "On reporting the results of the year"),
)
_ALSO_NUMBER = ("Số/ký hiệu", "Số ký hiệu", "Số và ký hiệu", "Ký hiệu", "Số văn bản")

ARRIVALS = (
    Column(
        "number",
        pgettext_lazy("correspondence", "Number of arrival"),
        also=("Số thứ tự đến",),
        width=11,
        hint=gettext_lazy("Leave it empty to take the next number of the year."),
        parse=number_in,
        write=str,
        empty=None,
    ),
    _day(
        "day",
        pgettext_lazy("correspondence", "Day of arrival"),
        also=("Ngày, tháng đến",),
        needed=True,
    ),
    Column(
        "doc_number",
        pgettext_lazy("correspondence", "Number and symbol"),
        also=_ALSO_NUMBER,
        width=18,
        limit=NUMBER_LIMIT,
        example="12-CV/BDV",
    ),
    _SIGNED,
    Column(
        "issuer",
        pgettext_lazy("correspondence", "Issued by"),
        also=("Tác giả", "Nơi ban hành", "Cơ quan, tổ chức ban hành"),
        width=28,
        needed=True,
        limit=ISSUER_LIMIT,
    ),
    _KIND,
    _TITLE,
    Column(
        "sender",
        pgettext_lazy("correspondence", "Sent by"),
        width=24,
        limit=200,
        hint=gettext_lazy("Only if another body than the issuer sent it."),
    ),
    Column(
        "forwarded_to",
        pgettext_lazy("correspondence", "Forwarded to"),
        also=("Người nhận", "Đơn vị hoặc người nhận", "Chuyển"),
        width=26,
        limit=300,
    ),
    Column(
        "handled_by",
        pgettext_lazy("correspondence", "Unit that handles it"),
        also=("Đơn vị giải quyết",),
        width=24,
        empty=None,
    ),
    _day(
        "due_on",
        pgettext_lazy("correspondence", "To be settled by"),
        also=("Hạn xử lý", "Thời hạn giải quyết"),
    ),
    _day(
        "settled_on",
        pgettext_lazy("correspondence", "Settled on"),
        also=("Ngày hoàn thành",),
    ),
    Column(
        "settled_note",
        pgettext_lazy("correspondence", "How it was settled"),
        also=("Kết quả xử lý",),
        width=30,
        limit=2_000,
        is_long=True,
    ),
)

SENDINGS = (
    _day(
        "day",
        pgettext_lazy("correspondence", "Day of sending"),
        also=("Ngày đi", "Ngày phát hành"),
        needed=True,
    ),
    Column(
        "doc_number",
        pgettext_lazy("correspondence", "Number and symbol"),
        also=_ALSO_NUMBER,
        width=18,
        needed=True,
        limit=NUMBER_LIMIT,
        hint=gettext_lazy("The number that the document bears. The books of numbers are not touched."),
        example="12-CV/BCĐ",
    ),
    replace(_SIGNED, needed=True),
    Column(
        "issuer",
        pgettext_lazy("correspondence", "Issued by"),
        width=28,
        limit=ISSUER_LIMIT,
        hint=gettext_lazy("Leave it empty for the own body."),
    ),
    _KIND,
    _TITLE,
    Column(
        "signer",
        pgettext_lazy("correspondence", "Signed by"),
        width=28,
        needed=True,
        limit=200,
        hint=gettext_lazy("Post and full name of who signed."),
    ),
    Column(
        "recipients",
        pgettext_lazy("correspondence", "Sent to"),
        also=("Nơi nhận văn bản",),
        width=36,
        needed=True,
        limit=5_000,
        is_long=True,
        hint=gettext_lazy("One recipient in each line."),
    ),
)
