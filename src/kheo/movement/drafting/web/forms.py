from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kheo.machinery.numbering.models import Book
from kheo.machinery.papers.kit import Document
from kheo.machinery.papers.models import Letterhead
from kheo.machinery.papers.rules import lines_of, why_not_letterhead
from kheo.machinery.papers.states import Authority, Form
from kheo.movement.drafting.actions import Head
from kheo.ui.forms import DayField

_LINES = forms.Textarea(attrs={"rows": 4})
_EACH_ON_A_LINE = _("One a line.")


class HeadForm(forms.Form):
    """What stands around the text of a document of a campaign."""

    form = forms.ChoiceField(label=_("Form of the document"), choices=Form.choices, widget=forms.RadioSelect)
    book = forms.ModelChoiceField(
        Book.objects.none(), label=_("Take the next number of the book"), required=False, empty_label=_("Take none")
    )
    number = forms.CharField(
        label=_("Number and sign"),
        required=False,
        max_length=60,
        help_text=_("Where none is taken from a book, for example 12-KH/BCĐ; empty: to be filled in by hand."),
    )
    day = DayField(label=_("Signed on"), required=False, help_text=_("Leave it empty to fill it in by hand."))
    to = forms.CharField(label=_("Addressed to"), max_length=200, required=False)
    bases = forms.CharField(
        label=_("Legal bases"), required=False, max_length=4000, widget=_LINES, help_text=_EACH_ON_A_LINE
    )
    superior = forms.CharField(label=_("Body above it, at the head of the paper"), max_length=200, required=False)
    issuer = forms.CharField(label=_("Body that issues it"), max_length=200)
    symbol = forms.CharField(label=_("Symbol of the issuer"), max_length=40)
    place = forms.CharField(label=_("Place named before the day"), max_length=80)
    authority = forms.ChoiceField(label=_("Authority to sign"), choices=Authority.choices)
    signs_for = forms.CharField(label=_("Signs for"), max_length=200, required=False)
    signs_as = forms.CharField(label=_("Signs as"), max_length=200)
    signer = forms.CharField(label=_("Full name of who signs"), max_length=150, required=False)
    recipients = forms.CharField(
        label=_("Recipients"), required=False, max_length=4000, widget=_LINES, help_text=_EACH_ON_A_LINE
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, books: list[Book], **kwargs: Any) -> None:
        """Ask only for what the document's template may use."""
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid4
        choice: Any = self.fields["book"]  # Any: a choice of records
        choice.queryset = Book.objects.filter(pk__in=[book.pk for book in books])
        unused = {"book"} if not books else set()
        if "h.number" not in document.needs:
            unused |= {"book", "number"}
        if "h.to" not in document.needs:
            unused.add("to")
        if not document.recipients:
            unused |= {"recipients", "bases"}
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a way to sign that the form does not know."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("form") and said.get("authority"):
            for reason in why_not_letterhead(said["form"], said["authority"], said.get("signs_for", "")):
                self.add_error("authority", reason)
        return said

    @property
    def head(self) -> Head:
        """Return what a valid form says."""
        said = dict(self.cleaned_data)
        for name in ("bases", "recipients"):
            said[name] = lines_of(said.get(name, ""))
        return Head(**said)


def usual(letterhead: Letterhead, document: Document, bases: list[str]) -> dict[str, object]:
    """Return what the form begins with: the body's letterhead, and who usually receives such a document."""
    names = ("form", "superior", "issuer", "symbol", "place", "authority", "signs_for", "signs_as", "signer")
    said: dict[str, object] = {name: getattr(letterhead, name) for name in names}
    said["recipients"] = letterhead.recipients or "\n".join(document.recipients)
    return said | {"bases": "\n".join(bases), "to": "Các cơ quan, đơn vị" if document.kind == "CV" else ""}
