"""The registers of press contests: licensed outlets, who has to do with them, editions, and the works sent in."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Register, declare
from kheo.movement.press.models import Edition, Entry, Outlet, Tie
from kheo.movement.press.queries import (
    ENTRIES_KEY,
    criteria_sets_for,
    editions_for,
    exemplars_for,
    judges_for,
    outlets_for,
    why_not_change_edition,
    why_not_change_entry,
)
from kheo.movement.press.rules import why_not_edition, why_not_entry, why_not_outlet
from kheo.movement.registry.queries.naming import page_of_model
from kheo.ui.addresses import address

OUTLETS = declare(
    Register(
        key="co-quan-bao-chi",
        letters="CQ",
        model=Outlet,
        title=pgettext_lazy("press", "Licensed outlets"),
        one=pgettext_lazy("press", "Outlet"),
        lead=_("Newspapers and stations with their licences. A work counts only if its outlet stands here."),
        enter=pgettext_lazy("press", "Enter an outlet"),
        icon="newspaper",
        fields=(
            Field("name", pgettext_lazy("press", "Name of the outlet"), also=("Tên báo", "Báo, đài"), width=36),
            Field("licence", pgettext_lazy("press", "Number of the licence"), also=("Số giấy phép",), in_list=True),
            Field("licensed_from", pgettext_lazy("press", "Licensed from"), also=("Ngày cấp",), in_list=True),
            Field(
                "licensed_until",
                pgettext_lazy("press", "Licensed until"),
                hint=_("Leave it empty while the licence holds."),
                also=("Ngày hết hạn",),
                in_list=True,
            ),
        ),
        known_by=("name",),
        why_not=why_not_outlet,
    )
)

TIES = declare(
    Register(
        key="giam-khao-lien-quan",
        letters="GK",
        model=Tie,
        title=pgettext_lazy("press", "Judges who have to do with an outlet"),
        one=pgettext_lazy("press", "Tie of a judge"),
        lead=_("Works of an outlet are kept from a judge who works for it or has else to do with it."),
        enter=pgettext_lazy("press", "Enter a tie"),
        icon="shield-check",
        fields=(
            Field(
                "outlet",
                pgettext_lazy("press", "Outlet"),
                in_list=True,
                narrows=True,
                offered=outlets_for,
                is_shared=True,
            ),
            Field("judge", pgettext_lazy("press", "Judge"), in_list=True, offered=judges_for, is_shared=True),
            Field("reason", pgettext_lazy("press", "How they have to do with it"), in_list=True),
        ),
        known_by=("outlet", "judge"),
        belongs_to="outlet",
    )
)


def _days(name: str, first: object, last: object, also: tuple[str, str]) -> tuple[Field, Field]:
    """Return the fields of the first and the last day of something."""
    return (
        Field(f"{name}_from", first, also=(also[0],)),  # type: ignore[arg-type]  # a lazy text
        Field(f"{name}_to", last, also=(also[1],), in_list=name == "entries"),  # type: ignore[arg-type]  # as above
    )


EDITIONS = declare(
    Register(
        key="cuoc-thi-bao-chi-nam",
        letters="CT",
        model=Edition,
        title=pgettext_lazy("press", "Press contests"),
        one=pgettext_lazy("press", "Edition of a contest"),
        lead=_("Press contests about exemplars, year by year, with their days, criteria and numbers of prizes."),
        enter=pgettext_lazy("press", "Enter an edition"),
        icon="award",
        fields=(
            Field("contest", pgettext_lazy("press", "Name of the contest"), also=("Cuộc thi",), width=36),
            Field("year", pgettext_lazy("press", "Year"), in_list=True, narrows=True, plain=True),
            Field("plan", pgettext_lazy("press", "Number of the plan"), also=("Kế hoạch", "Thể lệ")),
            *_days(
                "published",
                pgettext_lazy("press", "Published from"),
                pgettext_lazy("press", "Published until"),
                ("Đăng từ ngày", "Đăng đến ngày"),
            ),
            *_days(
                "entries",
                pgettext_lazy("press", "Works are taken from"),
                pgettext_lazy("press", "Works are taken until"),
                ("Nhận bài từ ngày", "Nhận bài đến ngày"),
            ),
            *_days(
                "judging",
                pgettext_lazy("press", "Judged from"),
                pgettext_lazy("press", "Judged until"),
                ("Chấm từ ngày", "Chấm đến ngày"),
            ),
            Field(
                "criteria_set",
                pgettext_lazy("press", "Criteria"),
                hint=_("A set of criteria of your unit; it stands once the judging has begun."),
                offered=criteria_sets_for,
                is_shared=True,
            ),
            Field("first_prizes", pgettext_lazy("press", "First prizes"), also=("Giải nhất",)),
            Field("second_prizes", pgettext_lazy("press", "Second prizes"), also=("Giải nhì",)),
            Field("third_prizes", pgettext_lazy("press", "Third prizes"), also=("Giải ba",)),
            Field("consolation_prizes", pgettext_lazy("press", "Consolation prizes"), also=("Giải khuyến khích",)),
        ),
        known_by=("contest", "year"),
        order=("-year", "known_as"),
        why_not=why_not_edition,
        why_not_change=why_not_change_edition,
        doors=(
            Door(
                pgettext_lazy("press", "Checks, rounds and results"),
                "list-check",
                "press.oversee",
                lambda edition: address("press:edition", edition.pk),
            ),
        ),
    )
)

ENTRIES = declare(
    Register(
        key=ENTRIES_KEY,
        letters="TP",
        model=Entry,
        title=pgettext_lazy("press", "Works of press contests"),
        one=pgettext_lazy("press", "Work"),
        lead=_(
            "Works of the press about exemplars that were sent in to a contest. Attach the proof of publication to"
            " each; judges read the text without author and outlet."
        ),
        enter=pgettext_lazy("press", "Enter a work"),
        icon="file-earmark-text",
        fields=(
            Field(
                "edition",
                pgettext_lazy("press", "Contest"),
                also=("Cuộc thi", "Kỳ thi"),
                in_list=True,
                narrows=True,
                offered=editions_for,
                is_shared=True,
                width=30,
            ),
            Field(
                "title",
                pgettext_lazy("press", "Title of the work"),
                also=("Tác phẩm", "Tên bài"),
                width=36,
                example=pgettext_lazy("press", "Title of an article"),
            ),
            Field(
                "medium", pgettext_lazy("press", "Medium"), also=("Loại hình", "Thể loại"), in_list=True, narrows=True
            ),
            Field(
                "outlet",
                pgettext_lazy("press", "Outlet"),
                also=("Báo, đài", "Nơi đăng"),
                in_list=True,
                offered=outlets_for,
                is_shared=True,
            ),
            Field(
                "published_on", pgettext_lazy("press", "Published on"), also=("Ngày đăng", "Ngày phát"), in_list=True
            ),
            Field(
                "address",
                pgettext_lazy("press", "Address on the web"),
                hint=_("Whole, with https://. Needed unless there is an issue and page."),
                also=("Đường dẫn", "Liên kết", "Link"),
            ),
            Field(
                "place",
                pgettext_lazy("press", "Issue and page, or broadcast"),
                also=("Số báo, trang", "Trang"),
                example=pgettext_lazy("press", "No 215, page 3"),
            ),
            Field(
                "author",
                pgettext_lazy("press", "Author"),
                hint=_("The name only, or the names of a group; nothing else about persons."),
                also=("Tác giả, nhóm tác giả",),
            ),
            Field(
                "exemplar",
                pgettext_lazy("press", "Model that it describes"),
                also=("Mô hình", "Viết về mô hình"),
                width=32,
                offered=exemplars_for,
                page=page_of_model,
            ),
            Field("sent_on", pgettext_lazy("press", "Sent in on"), also=("Ngày gửi", "Ngày nhận")),
            Field(
                "prized_elsewhere",
                pgettext_lazy("press", "Prizes it has won already"),
                hint=_("Name the prize and the contest. A work that was prized before does not take part."),
                also=("Giải đã đạt",),
            ),
            Field(
                "text",
                pgettext_lazy("press", "Text for the judges"),
                hint=_("The text of the work, or the script, without the names of author and outlet."),
                also=("Nội dung tác phẩm", "Nội dung"),
                width=40,
            ),
        ),
        known_by=("edition", "title", "author"),
        why_not=why_not_entry,
        why_not_change=why_not_change_entry,
        doors=(
            Door(
                pgettext_lazy("press", "Checks of the work"),
                "clipboard-check",
                "press.view",
                lambda entry: address("press:checks", entry.pk),
            ),
        ),
    )
)
