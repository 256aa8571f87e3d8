"""The registers of supervision and social criticism, and of what was recommended."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Register, declare
from kheo.movement.supervision.models import Recommendation, Session
from kheo.movement.supervision.queries import doers_for
from kheo.movement.supervision.rules import why_not_change, why_not_recommendation, why_not_session, with_name_of_unit
from kheo.ui.addresses import address

SESSIONS = declare(
    Register(
        key="giam-sat",
        letters="GS",
        model=Session,
        title=pgettext_lazy("supervision", "Supervision and social criticism"),
        one=pgettext_lazy("supervision", "Session"),
        lead=_(
            "The year’s plan of supervision and social criticism by the Front and the organisations (Decision"
            " 217-QĐ/TW), each session with its findings."
        ),
        enter=pgettext_lazy("supervision", "Enter a session"),
        icon="search",
        fields=(
            Field(
                "year",
                pgettext_lazy("supervision", "Year of the plan"),
                also=("Năm", "Kế hoạch năm"),
                in_list=True,
                narrows=True,
                plain=True,
                width=9,
            ),
            Field("kind", pgettext_lazy("supervision", "Kind"), also=("Loại",), in_list=True, narrows=True),
            Field(
                "subject",
                pgettext_lazy("supervision", "Subject"),
                also=("Nội dung giám sát", "Chuyên đề", "Nội dung phản biện", "Nội dung giám sát, phản biện"),
                width=44,
                example=pgettext_lazy("supervision", "How contributions of the people to roads are kept and spent"),
            ),
            Field(
                "body",
                pgettext_lazy("supervision", "Body that is supervised"),
                hint=_("For social criticism: the body that drew up the draft."),
                also=("Đối tượng giám sát", "Đơn vị được giám sát", "Cơ quan được giám sát"),
                in_list=True,
                width=30,
            ),
            Field(
                "planned_for",
                pgettext_lazy("supervision", "Planned for"),
                hint=_("For example: second quarter."),
                also=("Thời gian", "Thời gian dự kiến"),
            ),
            Field(
                "leader",
                pgettext_lazy("supervision", "Leader of the team"),
                hint=_("Post and name; needed once it was held."),
                also=("Trưởng đoàn", "Chủ trì"),
                width=26,
            ),
            Field(
                "held_on",
                pgettext_lazy("supervision", "Day of the session"),
                hint=_("Leave it empty while it is planned only."),
                also=("Ngày thực hiện", "Ngày giám sát"),
                in_list=True,
                width=13,
            ),
            Field("findings", pgettext_lazy("supervision", "Findings"), also=("Kết quả giám sát",), width=50),
        ),
        known_by=("year", "subject", "body"),
        order=("-year", "unit__sort_key", "known_as"),
        why_not=why_not_session,
        doors=(
            Door(
                pgettext_lazy("supervision", "Follow the recommendations"),
                "list-check",
                "supervision.view",
                lambda session: address("supervision:follow", session.pk),
            ),
        ),
    )
)

RECOMMENDATIONS = declare(
    Register(
        key="kien-nghi-giam-sat",
        letters="KN",
        model=Recommendation,
        title=pgettext_lazy("supervision", "Recommendations after supervision"),
        one=pgettext_lazy("supervision", "Recommendation"),
        lead=_("What was recommended after supervision or social criticism, until when a reply is due, and the reply."),
        enter=pgettext_lazy("supervision", "Enter a recommendation"),
        icon="flag",
        fields=(
            Field("session", pgettext_lazy("supervision", "Session"), also=("Cuộc giám sát", "Chuyên đề"), width=44),
            Field(
                "number",
                pgettext_lazy("supervision", "Number of the recommendation"),
                also=("Kiến nghị thứ", "Số kiến nghị"),
                in_list=True,
                plain=True,
                width=8,
            ),
            Field(
                "text",
                pgettext_lazy("supervision", "What is recommended"),
                also=("Nội dung", "Kiến nghị"),
                in_list=True,
                width=50,
            ),
            Field(
                "addressee",
                pgettext_lazy("supervision", "Body that is to reply"),
                also=("Cơ quan nhận kiến nghị", "Nơi nhận"),
                in_list=True,
                width=30,
            ),
            Field(
                "doer",
                pgettext_lazy("supervision", "Unit that is to reply"),
                hint=_("If the body works here: it gets the recommendation as a task."),
                also=("Đơn vị trả lời",),
                width=26,
                offered=doers_for,
            ),
            Field(
                "reply_due_on",
                pgettext_lazy("supervision", "Reply due on"),
                also=("Thời hạn", "Hạn trả lời"),
                in_list=True,
                width=13,
            ),
            Field(
                "replied_on",
                pgettext_lazy("supervision", "Replied on"),
                also=("Ngày trả lời",),
                in_list=True,
                width=13,
            ),
            Field("reply", pgettext_lazy("supervision", "Reply"), also=("Trả lời", "Kết quả trả lời"), width=50),
            Field(
                "is_closed",
                pgettext_lazy("supervision", "Closed"),
                hint=_("Once what was recommended has been done."),
                also=("Kết thúc",),
            ),
        ),
        known_by=("session", "number"),
        order=("-reply_due_on", "unit__sort_key"),
        within=("number", "pk"),
        why_not=why_not_recommendation,
        completed=with_name_of_unit,
        why_not_change=why_not_change,
        belongs_to="session",
        doors=(
            Door(
                pgettext_lazy("supervision", "Follow the recommendations"),
                "list-check",
                "supervision.view",
                lambda recommendation: address("supervision:follow", recommendation.session_id),
            ),
        ),
    )
)
