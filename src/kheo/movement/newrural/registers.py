"""The registers of this room: what was found of criteria, the plan of each year, and the models that serve criteria."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Field, Register, declare
from kheo.movement.newrural import kit
from kheo.movement.newrural.models import Assessment, ClassPlan, Service
from kheo.movement.newrural.queries import all_criteria, classes, models_of
from kheo.movement.newrural.rules import (
    why_not_commune,
    why_not_found,
    why_not_plan,
    why_not_plan_there,
    why_not_serve,
)
from kheo.movement.registry.queries.naming import page_of_model

CRITERION = pgettext_lazy("newrural", "Criterion")
ALSO_CRITERION = ("Tiêu chí nông thôn mới", "Tên tiêu chí")

ASSESSMENTS = declare(
    Register(
        key=kit.ASSESSMENTS,
        letters="NTM",
        model=Assessment,
        title=pgettext_lazy("newrural", "Criteria of new rural area"),
        one=pgettext_lazy("newrural", "Assessment"),
        lead=_(
            "What was found of each criterion at each commune, with its day and papers. The last line up to a day says"
            " how the commune stands; earlier ones stay as its history."
        ),
        enter=pgettext_lazy("newrural", "Enter an assessment"),
        icon="clipboard-check",
        fields=(
            Field(
                "criterion", CRITERION, also=ALSO_CRITERION, in_list=True, narrows=True, width=40, offered=all_criteria
            ),
            Field(
                "assessed_on",
                pgettext_lazy("newrural", "Assessed on"),
                also=("Ngày đạt", "Ngày đánh giá"),
                in_list=True,
                width=13,
            ),
            Field(
                "verdict",
                pgettext_lazy("newrural", "Result"),
                also=("Kết quả đánh giá", "Đạt/chưa đạt"),
                ways=(("x", "met"), ("có", "met"), ("chưa", "not_met"), ("không đạt", "not_met")),
                in_list=True,
                narrows=True,
                width=12,
            ),
            Field(
                "evidence",
                pgettext_lazy("newrural", "Papers"),
                hint=_("For example: minutes of appraisal 05/BB-UBND of 12/09/2017; files are attached afterwards."),
                also=("Minh chứng", "Hồ sơ minh chứng"),
                width=36,
            ),
            Field("note", pgettext_lazy("newrural", "Note"), also=("Ghi chú",), width=36),
        ),
        known_by=("criterion", "assessed_on"),
        why_not=why_not_found,
        against_others=why_not_commune,
    )
)

PLANS = declare(
    Register(
        key=kit.PLANS,
        letters="KHNTM",
        model=ClassPlan,
        title=pgettext_lazy("newrural", "Plan of new rural area"),
        one=pgettext_lazy("newrural", "Commune in the plan"),
        lead=_("Which commune is to reach which class in which year. Whether it did is told by its status."),
        enter=pgettext_lazy("newrural", "Enter a commune in the plan"),
        icon="flag",
        fields=(
            Field("year", pgettext_lazy("newrural", "Year"), in_list=True, narrows=True, plain=True, width=9),
            Field(
                "kind",
                pgettext_lazy("newrural", "Class to be reached"),
                also=("Mức đạt chuẩn", "Danh hiệu phấn đấu", "Mức phấn đấu"),
                in_list=True,
                narrows=True,
                width=34,
                offered=classes,
            ),
            Field(
                "basis",
                pgettext_lazy("newrural", "Document of the plan"),
                hint=_("For example: Plan 15/KH-UBND of 10/01/2018."),
                also=("Văn bản", "Căn cứ"),
                width=34,
            ),
            Field("note", pgettext_lazy("newrural", "Note"), also=("Ghi chú",), width=36),
        ),
        known_by=("year",),
        why_not=why_not_plan,
        against_others=why_not_plan_there,
    )
)

SERVICES = declare(
    Register(
        key=kit.SERVICES,
        letters="MHNTM",
        model=Service,
        title=pgettext_lazy("newrural", "Models for criteria of new rural area"),
        one=pgettext_lazy("newrural", "Model and criterion"),
        lead=_("Which criterion a model serves. The unit of the model says so itself, here or on the model's page."),
        enter=pgettext_lazy("newrural", "Enter a criterion that a model serves"),
        icon="journal-text",
        fields=(
            Field(
                "exemplar",
                pgettext_lazy("newrural", "Model"),
                also=("Mô hình", "Tên mô hình"),
                in_list=True,
                width=40,
                offered=models_of,
                page=page_of_model,
            ),
            Field(
                "criterion", CRITERION, also=ALSO_CRITERION, in_list=True, narrows=True, width=40, offered=all_criteria
            ),
            Field("note", pgettext_lazy("newrural", "What it brings"), also=("Ghi chú",), width=36),
        ),
        known_by=("exemplar", "criterion"),
        against_others=why_not_serve,
    )
)
