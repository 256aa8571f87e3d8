"""What moderators fill in."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.outlets.voice.states import CommentState
from kheo.ui.lists import Filters


class RemarkFilters(Filters):
    """What narrows the list of remarks: those that wait, unless another state is asked for."""

    lookups = {"state": "state"}

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=CommentState.choices)


class ModerateForm(forms.Form):
    """Several remarks, and what becomes of them."""

    act = forms.ChoiceField(label=gettext_lazy("What can be done"), choices=[("show", ""), ("hide", "")])
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
    picked = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Readers’ remarks"),
        coerce=int,
        error_messages={"required": gettext_lazy("Tick the remarks first.")},
    )

    def __init__(self, *args: Any, offered: list[int], **kwargs: Any) -> None:
        """Take only remarks that the user may moderate."""
        super().__init__(*args, **kwargs)
        cast(forms.TypedMultipleChoiceField, self.fields["picked"]).choices = [(pk, pk) for pk in offered]

    def clean(self) -> dict[str, Any]:
        """Refuse hiding without a reason."""
        given = super().clean() or self.cleaned_data
        if given.get("act") == "hide" and not given.get("reason"):
            self.add_error("reason", _("Please give the reason."))
        return given
