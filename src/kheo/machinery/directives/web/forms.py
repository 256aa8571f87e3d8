import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.foundation.files.rules import PAPER_KINDS
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.rules import (
    ISSUER_LIMIT,
    NOTE_LIMIT,
    NUMBER_LIMIT,
    REASON_LIMIT,
    TITLE_LIMIT,
    DirectiveFacts,
)
from kheo.machinery.directives.states import PASSIVE, DirectiveKind, RelationKind, Validity
from kheo.ui.forms import DayField, ManyFilesField
from kheo.ui.lists import Filters

KINDS = PAPER_KINDS
FIELDS = ("kind", "number", "issuer", "signed_on", "title", "in_force_from", "in_force_until", "note", "is_public")


class DirectiveFilters(Filters):
    """What narrows the register."""

    lookups = {"kind": "kind"}
    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=pgettext_lazy("document", "Kind"),
        choices=[("", pgettext_lazy("document", "All kinds")), *DirectiveKind.choices],
        required=False,
    )
    validity = forms.ChoiceField(
        label=pgettext_lazy("document", "Validity"),
        choices=[("", pgettext_lazy("document", "Any validity")), *Validity.choices],
        required=False,
    )
    withdrawn = forms.BooleanField(label=pgettext_lazy("document", "Withdrawn ones only"), required=False)

    def __init__(self, data: Any, *, day: date, may_keep: bool) -> None:
        """Know the day on which validity is asked for; only who keeps the register is shown what was withdrawn."""
        super().__init__(data)
        self.day = day
        if not may_keep:
            del self.fields["withdrawn"]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, by words of number, subject or issuer and by validity too."""
        rows = super().narrow(rows)
        said = self.cleaned_data
        for word in (said.get("words") or "").split():
            rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(issuer__icontains=word))
        if said.get("validity"):
            rows = rows.held(said["validity"], self.day)  # type: ignore[attr-defined]  # of the register
        return rows.filter(withdrawn_at__isnull=not said.get("withdrawn"))


class DirectiveForm(forms.Form):
    """What the office says of a document."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), choices=DirectiveKind.choices)
    number = forms.CharField(
        label=_("Number"),
        max_length=NUMBER_LIMIT,
        required=False,
        help_text=_("With its symbol, for example 07-KH/BCĐ. Leave it empty if you do not know it."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=ISSUER_LIMIT)
    signed_on = DayField(label=_("Signed on"), required=False)
    title = forms.CharField(label=_("Subject"), max_length=TITLE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))
    in_force_from = DayField(
        label=_("In force from"), required=False, help_text=_("Leave it empty if in force from the day of signing.")
    )
    in_force_until = DayField(
        label=pgettext_lazy("document", "Last day in force"),
        required=False,
        help_text=_("Only where the document says so itself. If another document replaces it, say so on its page."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=NOTE_LIMIT
    )
    is_public = forms.BooleanField(
        label=pgettext_lazy("document", "Show it on the portal"),
        required=False,
        initial=True,
        help_text=_("With its files. Take the mark off for what is only for the offices."),
    )

    def __init__(self, data: Any = None, *, directive: Directive | None = None) -> None:
        """Begin with what is kept, or empty with a key by which the form is known when it comes twice."""
        known = {name: getattr(directive, name) for name in FIELDS} if directive else {"form_key": uuid.uuid4()}
        super().__init__(data, initial=known | ({"version": directive.version} if directive else {}))

    @property
    def facts(self) -> DirectiveFacts:
        """Return what a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return DirectiveFacts(**said | {"kind": DirectiveKind(said["kind"])})


class FilesForm(forms.Form):
    """Files to hang on a document."""

    error_words = _("Not added; the other files are:")
    uploads = ManyFilesField(
        label=_("Files"), help_text=_("PDF, Word (.docx) or Excel (.xlsx); several at once if you like.")
    )


class RelateForm(forms.Form):
    """What this document has to do with another."""

    kind = forms.ChoiceField(label=pgettext_lazy("document", "This document"))
    other = forms.ModelChoiceField(Directive.objects.none(), label=pgettext_lazy("document", "Which document"))
    from_day = DayField(label=pgettext_lazy("document", "From"))

    def __init__(self, data: Any = None, *, directive: Directive) -> None:
        """Offer the other documents of the register, and both directions of each relation."""
        super().__init__(data, initial={"from_day": directive.in_force_from or directive.signed_on})
        kind: Any = self.fields["kind"]  # Any: a choice
        kind.choices = [
            *((each.value, each.label) for each in RelationKind),
            *((f"by_{each.value}", PASSIVE[each]) for each in RelationKind),
        ]
        other: Any = self.fields["other"]  # Any: a choice of records
        other.queryset = Directive.objects.standing().exclude(pk=directive.pk).order_by("-signed_on", "-pk")
        other.label_from_instance = _named
        self.directive = directive

    @property
    def pair(self) -> dict[str, Any]:
        """Return the later and the earlier document of a valid form, and what the one does to the other."""
        name, other = self.cleaned_data["kind"], self.cleaned_data["other"]
        kind = RelationKind(name.removeprefix("by_"))
        later, earlier = (other, self.directive) if name.startswith("by_") else (self.directive, other)
        return {"later": later, "earlier": earlier, "kind": kind, "from_day": self.cleaned_data["from_day"]}


class CiteForm(forms.Form):
    """On which document a record rests, and by which clause."""

    directive = forms.ModelChoiceField(
        Directive.objects.standing().order_by("-signed_on", "-pk"), label=pgettext_lazy("document", "Which document")
    )
    clause = forms.CharField(
        label=pgettext_lazy("citation", "Clause"),
        max_length=100,
        required=False,
        help_text=_("For example: khoản 2 Điều 13. Leave it empty if it is the whole document."),
    )

    def __init__(self, data: Any = None) -> None:
        """Name each document by its issuer and subject too."""
        super().__init__(data)
        choice: Any = self.fields["directive"]  # Any: a choice of records
        choice.label_from_instance = _named


class WithdrawForm(forms.Form):
    """Why a document is taken out of the lists."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LIMIT, help_text=_("For example: entered twice; not for the public.")
    )


def _named(directive: Directive) -> str:
    """Return how a document is told from others in a list: not by its number alone."""
    return f"{directive} – {directive.issuer}: {directive.title}"[:140] if directive.number else directive.title[:140]
