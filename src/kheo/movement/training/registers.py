"""The registers of classes, of their sessions and of who was called to them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Register, Sum, declare
from kheo.movement.training import rules
from kheo.movement.training.models import Session, Trainee, TrainingClass
from kheo.movement.training.queries import against_attendance, against_lines, against_sessions, homes_of
from kheo.movement.training.states import CLASSES, SESSIONS, TRAINEES, Subject
from kheo.ui.addresses import address

_PEOPLE = Door(
    pgettext_lazy("training", "Who was never trained"),
    "person-plus",
    "training.people",
    lambda training_class: f"{address('training:people')}?into={training_class.pk}",
)
_TICKS = Door(
    pgettext_lazy("training", "Attendance"),
    "list-check",
    "training.view",
    lambda training_class: address("training:attendance", training_class.pk),
)
_CERTIFICATES = Door(
    pgettext_lazy("training", "Certificates"),
    "award",
    "training.view",
    lambda training_class: address("training:certificates", training_class.pk),
)

CLASS_REGISTER = declare(
    Register(
        key=CLASSES,
        letters="LH",
        model=TrainingClass,
        title=pgettext_lazy("training", "Training classes"),
        one=pgettext_lazy("training", "Class"),
        lead=_(
            "Classes for those who do the work of mobilisation and emulation, with their sessions, who was called, who"
            " came and who has a certificate. Programme and material go with a class as files."
        ),
        enter=pgettext_lazy("training", "Enter a class"),
        icon="book",
        fields=(
            Field(
                "title",
                pgettext_lazy("training", "Name of the class"),
                also=("Tên lớp", "Lớp", "Lớp bồi dưỡng", "Lớp tập huấn", "Tên lớp đào tạo"),
                width=40,
                example=pgettext_lazy("training", "Training in mobilisation work for hamlet officers"),
            ),
            Field(
                "subject",
                pgettext_lazy("training", "What it is about"),
                also=("Chuyên đề", "Lĩnh vực", "Nội dung bồi dưỡng"),
                ways=(("Dân vận", Subject.MOBILISATION), ("Thi đua", Subject.EMULATION), ("Tôn giáo", Subject.FAITHS)),
                in_list=True,
                narrows=True,
            ),
            Field(
                "starts_on",
                pgettext_lazy("training", "From"),
                also=("Từ ngày", "Khai giảng", "Ngày khai giảng", "Ngày mở lớp"),
                in_list=True,
                width=13,
            ),
            Field(
                "ends_on",
                pgettext_lazy("training", "Until"),
                also=("Đến ngày", "Bế giảng", "Ngày bế giảng"),
                in_list=True,
                width=13,
            ),
            Field("place", pgettext_lazy("training", "Place"), also=("Địa điểm", "Nơi học"), in_list=True, width=26),
            Field(
                "hours",
                pgettext_lazy("training", "Hours of class"),
                hint=_("Leave it empty if it is not known."),
                also=("Số tiết", "Thời lượng"),
                width=10,
            ),
            Field(
                "basis",
                pgettext_lazy("training", "Decision or plan"),
                hint=_("For example: Plan 15-KH/BDV of 10/02/2026."),
                also=("Căn cứ", "Kế hoạch", "Quyết định mở lớp"),
                width=26,
            ),
        ),
        known_by=("title", "starts_on"),
        order=("-starts_on", "unit__sort_key"),
        why_not=rules.why_not_class,
        against_others=against_sessions,
        sums=(Sum(pgettext_lazy("training", "Hours of class"), "hours"),),
        doors=(_TICKS, _CERTIFICATES, _PEOPLE),
        beside=(
            Door(
                pgettext_lazy("training", "People in posts"),
                "person-plus",
                "training.people",
                lambda _register: address("training:people"),
            ),
            Door(
                pgettext_lazy("training", "Training by unit"),
                "building",
                "training.view",
                lambda _register: address("training:units"),
            ),
            Door(
                pgettext_lazy("training", "My classes"),
                "person",
                "training.view",
                lambda _register: address("training:mine"),
            ),
        ),
    )
)

SESSION_REGISTER = declare(
    Register(
        key=SESSIONS,
        letters="BH",
        model=Session,
        title=pgettext_lazy("training", "Sessions of classes"),
        one=pgettext_lazy("training", "Session"),
        lead=_(
            "The days and parts of days of a class, with their topics. A lecturer is told by the post, without name."
        ),
        enter=pgettext_lazy("training", "Enter a session"),
        icon="calendar-event",
        fields=(
            Field("training_class", pgettext_lazy("training", "Class"), also=("Tên lớp", "Lớp"), width=40),
            Field(
                "number",
                pgettext_lazy("training", "Number of the session"),
                also=("Buổi", "Buổi số"),
                in_list=True,
                plain=True,
                width=8,
            ),
            Field("held_on", pgettext_lazy("training", "Day"), also=("Ngày", "Ngày học"), in_list=True, width=13),
            Field("part", pgettext_lazy("training", "Part of the day"), also=("Thời gian", "Ca học"), in_list=True),
            Field(
                "topic",
                pgettext_lazy("training", "Topic of the session"),
                also=("Chuyên đề", "Nội dung", "Tên bài", "Tên chuyên đề"),
                in_list=True,
                width=40,
            ),
            Field(
                "lecturer",
                pgettext_lazy("training", "Lecturer, by post"),
                hint=_("For example: Deputy head of the mobilisation commission of the province."),
                also=("Giảng viên", "Báo cáo viên", "Chức danh giảng viên"),
                width=30,
            ),
        ),
        known_by=("training_class", "number"),
        order=("unit__sort_key", "-training_class__starts_on", "training_class_id", "number"),
        within=("number", "pk"),
        why_not=rules.why_not_session,
        why_not_change=against_attendance,
        belongs_to="training_class",
        doors=(
            Door(
                pgettext_lazy("training", "Attendance"),
                "list-check",
                "training.view",
                lambda session: f"{address('training:attendance', session.training_class_id)}?session={session.number}",
            ),
        ),
    )
)

TRAINEE_REGISTER = declare(
    Register(
        key=TRAINEES,
        letters="HV",
        model=Trainee,
        title=pgettext_lazy("training", "Trainees"),
        one=pgettext_lazy("training", "Trainee"),
        lead=_(
            "Who was called to a class: name, unit and post alone. No telephone number, birthday or address is kept."
        ),
        enter=pgettext_lazy("training", "Enter a trainee"),
        icon="people",
        fields=(
            Field(
                "training_class", pgettext_lazy("training", "Class"), also=("Tên lớp", "Lớp"), in_list=True, width=40
            ),
            Field(
                "name",
                pgettext_lazy("training", "Full name of the trainee"),
                also=("Họ tên", "Họ và tên", "Học viên", "Tên học viên"),
                width=26,
            ),
            Field(
                "home",
                pgettext_lazy("training", "Unit of the trainee"),
                also=("Đơn vị công tác", "Nơi công tác", "Cơ quan, đơn vị"),
                in_list=True,
                narrows=True,
                width=26,
                offered=homes_of,
            ),
            Field("post", pgettext_lazy("training", "Post of the trainee"), also=("Chức vụ",), width=26),
            Field(
                "present",
                pgettext_lazy("training", "Sessions they came to"),
                hint=_("Numbers of sessions, for example: 1, 2, 4 or 1-4. The sheet of attendance fills it in too."),
                also=("Có mặt", "Các buổi có mặt", "Điểm danh"),
                in_list=True,
                width=20,
            ),
            Field(
                "certificate",
                pgettext_lazy("training", "Number of the certificate"),
                also=("Số giấy chứng nhận", "Số chứng chỉ", "Giấy chứng nhận"),
                in_list=True,
                width=18,
            ),
            Field(
                "certified_on",
                pgettext_lazy("training", "Day of the certificate"),
                also=("Ngày cấp", "Ngày cấp giấy chứng nhận"),
                width=13,
            ),
        ),
        known_by=("training_class", "home", "name"),
        order=("unit__sort_key", "-training_class__starts_on", "training_class_id", "name"),
        shown_within=False,
        completed=rules.completed_trainee,
        why_not=rules.why_not_trainee,
        against_others=against_lines,
        why_not_change=rules.why_not_change_trainee,
        one_of="training_class",
        sums=(Sum(pgettext_lazy("training", "Sessions they came to"), "attended"),),
        belongs_to="training_class",
    )
)
