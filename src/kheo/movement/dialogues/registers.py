"""The registers of dialogues with the people, and of the questions that were asked there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.registers.kit import Door, Field, Register, Sum, declare
from kheo.movement.dialogues.models import Dialogue, Question
from kheo.movement.dialogues.queries import doers_for
from kheo.movement.dialogues.rules import (
    why_not_change_dialogue,
    why_not_change_question,
    why_not_dialogue,
    why_not_question,
)
from kheo.ui.addresses import address

DIALOGUES = declare(
    Register(
        key="doi-thoai",
        letters="DT",
        model=Dialogue,
        title=pgettext_lazy("dialogues", "Dialogues with the people"),
        one=pgettext_lazy("dialogues", "Dialogue"),
        lead=_(
            "Dialogues of heads of Party committees and governments with the people (Decision 218-QĐ/TW, Decision"
            " 11-QĐi/TW), with what was asked and how it is settled."
        ),
        enter=pgettext_lazy("dialogues", "Enter a dialogue"),
        icon="chat-left-dots",
        fields=(
            Field(
                "held_on",
                pgettext_lazy("dialogues", "Held on"),
                also=("Ngày", "Ngày đối thoại", "Thời gian"),
                in_list=True,
                width=13,
            ),
            Field(
                "topic",
                pgettext_lazy("dialogues", "Topic of the dialogue"),
                also=("Chủ đề", "Nội dung", "Nội dung đối thoại"),
                width=40,
                example=pgettext_lazy("dialogues", "Clearing land for the road between the communes"),
            ),
            Field("place", pgettext_lazy("dialogues", "Place"), also=("Địa điểm", "Nơi tổ chức"), width=26),
            Field(
                "host_side",
                pgettext_lazy("dialogues", "Head of"),
                also=("Khối", "Cấp ủy, chính quyền"),
                in_list=True,
                narrows=True,
            ),
            Field(
                "host_post",
                pgettext_lazy("dialogues", "Post of the host"),
                hint=_("For example: Secretary of the Party committee of the commune."),
                also=("Chức vụ", "Chức vụ người chủ trì"),
                width=26,
            ),
            Field(
                "host_name",
                pgettext_lazy("dialogues", "Name of the host"),
                also=("Người chủ trì", "Chủ trì", "Họ tên người chủ trì"),
                width=22,
            ),
            Field(
                "attended",
                pgettext_lazy("dialogues", "People who came"),
                also=("Số người", "Số người dự", "Số người tham dự"),
                in_list=True,
                width=11,
            ),
            Field(
                "conclusion_number",
                pgettext_lazy("dialogues", "Number of the notice of conclusion"),
                hint=_("For example: 12-TB/ĐU. Leave it empty until the notice is issued."),
                also=("Thông báo kết luận",),
            ),
            Field("conclusion_on", pgettext_lazy("dialogues", "Day of the notice of conclusion"), width=13),
        ),
        known_by=("held_on", "topic"),
        order=("-held_on", "unit__sort_key"),
        why_not=why_not_dialogue,
        why_not_change=why_not_change_dialogue,
        sums=(Sum(pgettext_lazy("dialogues", "People who came"), "attended"),),
        doors=(
            Door(
                pgettext_lazy("dialogues", "Follow the questions"),
                "list-check",
                "dialogues.view",
                lambda dialogue: address("dialogues:follow", dialogue.pk),
            ),
            Door(
                pgettext_lazy("dialogues", "Publish"),
                "megaphone",
                "dialogues.publish",
                lambda dialogue: address("dialogues:show", dialogue.pk),
            ),
        ),
    )
)

QUESTIONS = declare(
    Register(
        key="cau-hoi-doi-thoai",
        letters="CH",
        model=Question,
        title=pgettext_lazy("dialogues", "Questions of dialogues"),
        one=pgettext_lazy("dialogues", "Question"),
        lead=_(
            "What the people asked at dialogues, what was answered, and which unit settles it until when. Who asked is"
            " a class of people; names are not kept."
        ),
        enter=pgettext_lazy("dialogues", "Enter a question"),
        icon="question-circle",
        fields=(
            Field("dialogue", pgettext_lazy("dialogues", "Dialogue"), also=("Cuộc đối thoại", "Đối thoại"), width=40),
            Field(
                "number",
                pgettext_lazy("dialogues", "Number of the question"),
                also=("Câu số", "Số câu hỏi", "Câu hỏi thứ"),
                in_list=True,
                plain=True,
                width=8,
            ),
            Field(
                "text",
                pgettext_lazy("dialogues", "What was asked"),
                hint=_("In short, without names, telephone numbers and addresses of people."),
                also=("Nội dung câu hỏi", "Câu hỏi", "Ý kiến", "Nội dung kiến nghị", "Kiến nghị"),
                in_list=True,
                width=50,
            ),
            Field("raised", pgettext_lazy("dialogues", "How it came"), also=("Hình thức", "Hình thức nêu")),
            Field(
                "matter",
                pgettext_lazy("dialogues", "What it is about"),
                also=("Lĩnh vực", "Nhóm nội dung"),
                in_list=True,
                narrows=True,
            ),
            Field("asked_by", pgettext_lazy("dialogues", "Who asked"), also=("Đối tượng", "Thành phần"), narrows=True),
            Field(
                "state",
                pgettext_lazy("dialogues", "How it is settled"),
                also=("Kết quả", "Tình trạng", "Trạng thái"),
                in_list=True,
                narrows=True,
            ),
            Field(
                "answer",
                pgettext_lazy("dialogues", "Answer"),
                hint=_("Needed once it is answered or settled."),
                also=("Nội dung trả lời", "Trả lời", "Giải trình"),
                width=50,
            ),
            Field(
                "doer",
                pgettext_lazy("dialogues", "Unit that settles it"),
                hint=_("Only if a unit is to settle it."),
                also=("Đơn vị giải quyết", "Cơ quan giải quyết", "Đơn vị được giao"),
                width=26,
                offered=doers_for,
            ),
            Field(
                "due_on",
                pgettext_lazy("dialogues", "To be settled until"),
                also=("Thời hạn", "Hạn", "Hạn giải quyết"),
                in_list=True,
                width=13,
            ),
        ),
        known_by=("dialogue", "number"),
        order=("unit__sort_key", "-dialogue__held_on", "dialogue_id", "number"),
        within=("number", "pk"),
        why_not=why_not_question,
        why_not_change=why_not_change_question,
        belongs_to="dialogue",
        doors=(
            Door(
                pgettext_lazy("dialogues", "Follow the questions"),
                "list-check",
                "dialogues.view",
                lambda question: address("dialogues:follow", question.dialogue_id),
            ),
        ),
    )
)
