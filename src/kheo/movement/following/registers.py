"""The registers of a model that goes on: its diary, its half-year checks with what was reached, and its re-checks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Register, declare
from kheo.movement.following.models import Check, DiaryLine, Reached, Recheck
from kheo.movement.following.queries import (
    against_diary,
    against_reached,
    against_recheck,
    decision_to_revoke,
    indicators_near,
    models_of,
    models_to_recheck,
)
from kheo.movement.following.rules import (
    completed_check,
    completed_diary,
    why_not_change_diary,
    why_not_check,
    why_not_recheck,
)
from kheo.movement.following.states import Going, Half, Verdict
from kheo.movement.registry.queries.naming import page_of_model
from kheo.ui.addresses import address

_MODEL = pgettext_lazy("following", "Model")
_ALSO = ("Mô hình", "Tên mô hình", "Tên mô hình, điển hình")

DIARY = declare(
    Register(
        key="nhat-ky-mo-hinh",
        letters="NK",
        model=DiaryLine,
        title=pgettext_lazy("following", "Diary of models"),
        one=pgettext_lazy("following", "Line of the diary"),
        lead=_(
            "What was done at a model on a day, in a few words, with photos. What is hard goes to the standing office,"
            " which answers. A model has one line a day."
        ),
        enter=pgettext_lazy("following", "Write in the diary"),
        icon="journal-text",
        fields=(
            Field("exemplar", _MODEL, also=_ALSO, width=32, offered=models_of, page=page_of_model),
            Field(
                "done_on",
                pgettext_lazy("following", "Day"),
                also=("Ngày tháng", "Thời gian"),
                in_list=True,
                is_today=True,
                width=13,
            ),
            Field(
                "done",
                pgettext_lazy("following", "What was done"),
                also=("Nội dung", "Việc đã làm", "Hoạt động", "Nội dung hoạt động"),
                in_list=True,
                width=50,
                example=pgettext_lazy("following", "Concreted 120 m of the lane of hamlet 3"),
            ),
            Field("place", pgettext_lazy("following", "Place"), also=("Nơi làm", "Địa bàn"), width=24),
            Field(
                "people",
                pgettext_lazy("following", "People taking part"),
                also=("Số người", "Số người dự", "Số lượt người"),
                in_list=True,
                width=11,
            ),
            Field(
                "difficulty",
                pgettext_lazy("following", "What is hard"),
                hint=_("Only if you want the standing office to answer or to have it settled."),
                also=("Khó khăn", "Vướng mắc", "Khó khăn, kiến nghị"),
                width=40,
            ),
        ),
        known_by=("exemplar", "done_on"),
        order=("-done_on", "-pk"),
        why_not_change=why_not_change_diary,
        against_others=against_diary,
        completed=completed_diary,
        one_of="exemplar",
        doors=(
            Door(
                pgettext_lazy("following", "Difficulty and answer"),
                "chat-left-dots",
                "following.view",
                lambda line: address("following:difficulty", line.pk) if line.is_hard else "",
            ),
        ),
    )
)

CHECKS = declare(
    Register(
        key="kiem-tra-mo-hinh",
        letters="KT",
        model=Check,
        title=pgettext_lazy("following", "Half-year checks of models"),
        one=pgettext_lazy("following", "Half-year check"),
        lead=_(
            "How each model goes, twice a year, and what of its indicators was reached by then. A model of which"
            " neither a check nor the diary tells anything for two half-years is called to the mind of its unit."
        ),
        enter=pgettext_lazy("following", "Enter a half-year check"),
        icon="clipboard-check",
        fields=(
            Field("exemplar", _MODEL, also=_ALSO, width=32, offered=models_of, page=page_of_model),
            Field("year", pgettext_lazy("following", "Year"), in_list=True, narrows=True, plain=True, width=9),
            Field(
                "half",
                pgettext_lazy("following", "Half-year"),
                also=("Kỳ", "Kỳ báo cáo"),
                ways=(
                    *((way, Half.FIRST.value) for way in ("6 tháng đầu năm", "6 tháng", "sơ kết", "1")),
                    *((way, Half.SECOND.value) for way in ("6 tháng cuối năm", "cả năm", "tổng kết", "2")),
                ),
                in_list=True,
                narrows=True,
            ),
            Field(
                "going",
                pgettext_lazy("following", "How it goes"),
                also=("Tình hình", "Kết quả", "Tình trạng"),
                ways=(
                    *((way, Going.WELL.value) for way in ("tốt", "duy trì tốt", "hiệu quả")),
                    *((way, Going.STOPPED.value) for way in ("tạm dừng", "dừng")),
                    *((way, Going.ENDED.value) for way in ("kết thúc", "không duy trì")),
                ),
                in_list=True,
                narrows=True,
            ),
            Field(
                "remarks",
                pgettext_lazy("following", "Remarks"),
                hint=_("Needed unless it goes well."),
                also=("Nhận xét", "Ghi chú"),
                width=50,
            ),
        ),
        known_by=("exemplar", "year", "half"),
        order=("-period", "unit__sort_key", "pk"),
        why_not=why_not_check,
        completed=completed_check,
        one_of="exemplar",
    )
)

REACHED = declare(
    Register(
        key="ket-qua-chi-tieu",
        letters="CT",
        model=Reached,
        title=pgettext_lazy("following", "What was reached by indicator"),
        one=pgettext_lazy("following", "Indicator"),
        lead=_(
            "What a model has reached by a half-year check, for each indicator that its unit promised. The page of the"
            " model shows it beside the target."
        ),
        enter=pgettext_lazy("following", "Enter what was reached"),
        icon="bar-chart",
        fields=(
            Field("check_of", pgettext_lazy("following", "Half-year check"), also=("Kỳ kiểm tra",), width=40),
            Field(
                "indicator",
                pgettext_lazy("following", "Indicator"),
                hint=_("As it was promised at the registration."),
                also=("Chỉ tiêu", "Tên chỉ tiêu"),
                words_of=indicators_near,
                in_list=True,
                width=36,
            ),
            Field(
                "reached",
                pgettext_lazy("following", "Reached so far"),
                also=("Đạt được", "Kết quả", "Thực hiện"),
                in_list=True,
                width=14,
            ),
        ),
        known_by=("check_of", "indicator"),
        within=("pk",),
        against_others=against_reached,
        belongs_to="check_of",
    )
)


def _to_revoke(recheck: Recheck) -> str:
    """Return where the office drafts the decision by which the recognition of a model that ended lapses."""
    number = decision_to_revoke(recheck)
    return address("recognition:revoke", number) if number else ""


RECHECKS = declare(
    Register(
        key="kiem-tra-sau-cong-nhan",
        letters="SC",
        model=Recheck,
        title=pgettext_lazy("following", "Re-checks after recognition"),
        one=pgettext_lazy("following", "Re-check"),
        lead=_(
            "Whether a recognised model is kept up, as the office found it on the spot. Readers of its page are told;"
            " its recognition lapses only by a decision."
        ),
        enter=pgettext_lazy("following", "Enter a re-check"),
        icon="patch-check",
        fields=(
            Field("exemplar", _MODEL, also=_ALSO, width=32, offered=models_to_recheck, page=page_of_model),
            Field(
                "checked_on",
                pgettext_lazy("following", "Looked at on"),
                also=("Ngày", "Ngày kiểm tra", "Thời gian"),
                in_list=True,
                is_today=True,
                width=13,
            ),
            Field(
                "verdict",
                pgettext_lazy("following", "What was found"),
                also=("Kết quả", "Kết luận", "Tình trạng"),
                ways=(
                    *((way, Verdict.MAINTAINED.value) for way in ("duy trì", "duy trì tốt")),
                    *((way, Verdict.WEAKENED.value) for way in ("yếu", "kém hiệu quả")),
                    *((way, Verdict.ENDED.value) for way in ("ngừng", "không duy trì", "không còn hoạt động")),
                ),
                in_list=True,
                narrows=True,
            ),
            Field(
                "ended_on",
                pgettext_lazy("following", "No longer kept up since"),
                hint=_("Only if it has ended."),
                width=13,
            ),
            Field("reason", pgettext_lazy("following", "Why"), hint=_("Needed unless it is maintained."), width=40),
            Field(
                "evidence",
                pgettext_lazy("following", "What shows it"),
                hint=_("Needed unless it is maintained. Photos and minutes are attached after the line is saved."),
                also=("Căn cứ", "Minh chứng"),
                width=36,
            ),
            Field("checked_by", pgettext_lazy("following", "Who looked at it"), also=("Đoàn kiểm tra",), width=30),
        ),
        known_by=("exemplar", "checked_on"),
        order=("-checked_on", "-pk"),
        why_not=why_not_recheck,
        against_others=against_recheck,
        one_of="exemplar",
        rights=(("enter", "following.recheck"), ("correct", "following.recheck")),
        doors=(
            Door(pgettext_lazy("following", "Draft the decision to revoke"), "award", "recognition.issue", _to_revoke),
        ),
    )
)
