"""What moderators fill in."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.lib.dates import local_day
from kheo.outlets.voice.models import Comment, Pattern
from kheo.outlets.voice.queries import late_since
from kheo.outlets.voice.rules import REMARK_LIMIT, PatternFacts
from kheo.outlets.voice.states import CommentState, PatternEffect, PatternKind
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters, M

SIDES = [
    (CommentState.PENDING, CommentState.PENDING.label),
    ("late", gettext_lazy("Waiting too long")),
    ("marked", gettext_lazy("Marked")),
    ("reported", gettext_lazy("Reported")),
    ("found_out", gettext_lazy("Looked into")),
    (CommentState.SHOWN, CommentState.SHOWN.label),
    (CommentState.HIDDEN, CommentState.HIDDEN.label),
]
DAYS_TO_LOOK = 10


class RemarkFilters(Filters):
    """Which side of the queue is shown: what waits, unless another is asked for; narrowed to what is alike."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=SIDES)
    text_key = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    sender = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    lookups = {"text_key": "text_key", "sender": "sender"}

    @property
    def side(self) -> str:
        """Which side is shown."""
        return str(self.cleaned_data.get("state") or CommentState.PENDING)

    @property
    def is_narrow(self) -> bool:
        """Whether only remarks that are alike are shown."""
        return bool(self.cleaned_data.get("text_key") or self.cleaned_data.get("sender"))

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Return the rows of the side asked for."""
        found: QuerySet[M] = _side(super().narrow(rows), self.side)
        return found


def _side(rows: Any, side: str) -> Any:  # Any: a queryset of Comment
    """Return the remarks of one side of the queue."""
    if side == "found_out":
        return rows.found_out()
    if side == "reported":
        return rows.filter(reported_at__isnull=False)
    if side == "late":
        return rows.waiting().filter(at__lt=late_since(timezone.now()))
    if side == "marked":
        return rows.waiting().exclude(marks=[])
    return rows.filter(state=side)


class ModerateForm(forms.Form):
    """Several remarks, and what becomes of them."""

    act = forms.ChoiceField(label=gettext_lazy("What can be done"), choices=[("show", ""), ("hide", "")])
    usual = forms.CharField(label=gettext_lazy("Usual reason"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
    whole = forms.BooleanField(label=gettext_lazy("All that are alike"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=SIDES, required=False)
    picked = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Readers’ remarks"),
        coerce=int,
        required=False,
        error_messages={"required": gettext_lazy("Tick the remarks first.")},
    )

    def __init__(self, *args: Any, offered: list[int], **kwargs: Any) -> None:
        """Take only remarks that the user may moderate."""
        super().__init__(*args, **kwargs)
        cast(forms.TypedMultipleChoiceField, self.fields["picked"]).choices = [(pk, pk) for pk in offered]

    def clean(self) -> dict[str, Any]:
        """Refuse hiding without a reason, and a step without remarks; the own words win over the usual reason."""
        given = super().clean() or self.cleaned_data
        given["reason"] = given.get("reason") or given.get("usual", "")
        if given.get("act") == "hide" and not given["reason"]:
            self.add_error("reason", _("Please give the reason."))
        if not (given.get("picked") or given.get("whole") or self.has_error("picked")):
            self.add_error("picked", _("Tick the remarks first."))
        return given


class AnswerForm(forms.Form):
    """The office's answer."""

    text = forms.CharField(
        label=gettext_lazy("Answer of the office"),
        max_length=REMARK_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Stands under the remark in the name of the office. A remark that waits is shown with it."
        ),
        error_messages={"required": gettext_lazy("Please write the answer.")},
    )


class FollowUpForm(forms.Form):
    """What a unit is to look into."""

    title = forms.CharField(
        label=gettext_lazy("What is to be looked into"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please say what is to be looked into, in at most 500 characters.")},
    )
    due_on = DayField(label=gettext_lazy("Due"))

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        """Suggest the reader's own words and ten days."""
        day = local_day(timezone.now()) + timedelta(days=DAYS_TO_LOOK)
        words = _("A reader says: “%(text)s” Please look into it and report.") % {"text": comment.text[:400]}
        kwargs["initial"] = {"title": words, "due_on": day}
        super().__init__(*args, **kwargs)


class EraseForm(forms.Form):
    """What is taken out of a remark, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Who asked for it and when; do not repeat what is taken out."),
        error_messages={"required": gettext_lazy("Please give the reason.")},
    )
    text = forms.BooleanField(
        label=gettext_lazy("Take out the words too, not only name and e-mail address"), required=False
    )


class PatternForm(forms.Form):
    """A word or pattern that remarks are searched for."""

    text = forms.CharField(
        label=gettext_lazy("Word or pattern"),
        max_length=200,
        help_text=gettext_lazy(
            "Written without accents it is found with any; with accents, only so. Spaces and points do not hide it."
        ),
        error_messages={"required": gettext_lazy("Please write the word or the pattern.")},
    )
    is_regex = forms.BooleanField(label=gettext_lazy("It is a regular expression"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("pattern", "Kind"), choices=PatternKind.choices)
    effect = forms.ChoiceField(
        label=gettext_lazy("What happens"), choices=PatternEffect.choices, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=gettext_lazy("Said to the reader"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("When a remark is given back. Left empty, the reader is told which words to take out."),
    )
    is_on = forms.BooleanField(label=pgettext_lazy("pattern", "In use"), required=False)

    def __init__(self, *args: Any, pattern: Pattern | None, **kwargs: Any) -> None:
        """Show what the pattern says now."""
        names = ("text", "is_regex", "kind", "effect", "message", "is_on")
        shown = {name: getattr(pattern, name) for name in names} if pattern else {}
        kwargs["initial"] = {"kind": PatternKind.ABUSE, "effect": PatternEffect.MARK, "is_on": True} | shown
        super().__init__(*args, **kwargs)

    def facts(self) -> PatternFacts:
        """Return what was said."""
        return PatternFacts(**self.cleaned_data)


class ReasonsForm(forms.Form):
    """The usual reasons for hiding."""

    texts = forms.CharField(
        label=gettext_lazy("Reasons for hiding"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One reason a line, in the order in which they are offered."),
        error_messages={"required": gettext_lazy("Keep at least one reason.")},
    )
