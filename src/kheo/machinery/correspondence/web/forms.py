import uuid
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kheo.machinery.correspondence.models import Entry
from kheo.machinery.correspondence.queries import below_on
from kheo.machinery.correspondence.rules import ArrivalFacts, SendingFacts
from kheo.machinery.correspondence.states import Direction, Handling
from kheo.machinery.directives.rules import ISSUER_LIMIT, NUMBER_LIMIT, TITLE_LIMIT, DirectiveFacts
from kheo.machinery.directives.states import DirectiveKind
from kheo.machinery.numbering.models import Book
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField
from kheo.ui.lists import Filters

FIRST_YEAR = 2000
_ABOUT = ("kind", "number", "issuer", "signed_on", "title", "is_public", "form_key")


class EntryFilters(Filters):
    """What narrows the book."""

    lookups = {"direction": "direction", "year": "day__year"}
    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    direction = forms.ChoiceField(
        label=pgettext_lazy("correspondence", "Book"),
        choices=[("", pgettext_lazy("correspondence", "In and out")), *Direction.choices],
        required=False,
    )
    handling = forms.ChoiceField(
        label=pgettext_lazy("correspondence", "Settled?"), choices=[("", _("All")), *Handling.choices], required=False
    )
    year = NumberField(label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=2100)

    def __init__(self, data: Any, *, day: date) -> None:
        """Know the day on which one is overdue."""
        super().__init__(data)
        self.day = day

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: as in the class above
        """Return the rows that pass, by words of number, subject, issuer, sender or receiver too."""
        rows = super().narrow(rows)
        for word in (self.cleaned_data.get("words") or "").split():
            names = ("directive__number", "directive__title", "directive__issuer", "sender", "recipients")
            rows = rows.filter(Q(*[(f"{name}__icontains", word) for name in names], _connector=Q.OR))
        if handling := self.cleaned_data.get("handling"):
            rows = rows.handled(handling, self.day)  # type: ignore[attr-defined]  # of the book
        return rows


class _DocumentForm(forms.Form):
    """What the office says of a document and of its way; of one in the register only the way is asked."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("document", "Kind"), choices=DirectiveKind.choices)
    number = forms.CharField(label=_("Number"), max_length=NUMBER_LIMIT, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=ISSUER_LIMIT)
    signed_on = DayField(label=_("Signed on"), required=False)
    title = forms.CharField(label=_("Subject"), max_length=TITLE_LIMIT, widget=forms.Textarea(attrs={"rows": 3}))
    is_public = forms.BooleanField(
        label=pgettext_lazy("document", "Show it on the portal"),
        required=False,
        help_text=_("Only for what the public should read. You can change it later in the list of documents."),
    )

    def __init__(self, data: Any = None, *, is_known: bool, first: dict[str, Any]) -> None:
        """Begin with a key of its own; leave out what the register knows."""
        super().__init__(data, initial={"form_key": uuid.uuid4()} | first)
        for name in _ABOUT if is_known else ():
            del self.fields[name]

    @property
    def document(self) -> DirectiveFacts:
        """Return what a valid form says of a new document."""
        said = {name: self.cleaned_data[name] for name in _ABOUT}
        return DirectiveFacts(**said | {"kind": DirectiveKind(said["kind"])})


class ArrivalForm(_DocumentForm):
    """A document that came in."""

    day = DayField(label=pgettext_lazy("correspondence", "Day of arrival"))
    arrival = NumberField(
        label=pgettext_lazy("correspondence", "Number of arrival"),
        required=False,
        min_value=1,
        max_value=999_999,
        help_text=_("Leave it empty to take the next number of the year."),
    )
    sender = forms.CharField(
        label=pgettext_lazy("correspondence", "Sent by"),
        max_length=200,
        required=False,
        help_text=_("Only if another body than the issuer sent it."),
    )
    forwarded_to = forms.CharField(
        label=pgettext_lazy("correspondence", "Forwarded to"),
        max_length=300,
        required=False,
        help_text=_("Who got it to read or to deal with."),
    )
    handled_by = forms.ModelChoiceField(
        Unit.objects.none(), label=pgettext_lazy("correspondence", "Unit that handles it"), required=False
    )
    due_on = DayField(label=pgettext_lazy("correspondence", "To be settled by"), required=False)

    def __init__(
        self, data: Any = None, *, here: Unit, day: date, entry: Entry | None = None, known: bool = False
    ) -> None:
        """Offer the units at and below the body; begin with today or with what is kept."""
        super().__init__(data, is_known=known or entry is not None, first=_kept(entry, "arrival") or {"day": day})
        choice: Any = self.fields["handled_by"]  # Any: a choice of records
        choice.queryset = below_on(here, day).in_order()

    @property
    def facts(self) -> ArrivalFacts:
        """Return what a valid form says of the arrival."""
        said = self.cleaned_data
        names = ("day", "sender", "forwarded_to", "handled_by", "due_on")
        return ArrivalFacts(number=said["arrival"], **{name: said[name] for name in names})


class SendingForm(_DocumentForm):
    """A document that goes out."""

    day = DayField(label=pgettext_lazy("correspondence", "Day of sending"))
    book = forms.ModelChoiceField(
        Book.objects.none(),
        label=pgettext_lazy("correspondence", "Number from the book"),
        required=False,
        help_text=_("It takes the next number of this book. Leave it empty if the document bears a number already."),
    )
    signer = forms.CharField(
        label=pgettext_lazy("correspondence", "Signed by"),
        max_length=200,
        help_text=_("Post and full name of who signed."),
    )
    recipients = forms.CharField(
        label=pgettext_lazy("correspondence", "Sent to"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5_000,
        help_text=_("One recipient in each line."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        books: QuerySet[Book],
        first: dict[str, Any],
        entry: Entry | None = None,
        known: bool = False,
        numbered: bool = False,
    ) -> None:
        """Offer the books of the body, except to a document that bears a number."""
        super().__init__(data, is_known=known or entry is not None, first=_kept(entry, "") or first)
        choice: Any = self.fields["book"]  # Any: a choice of records
        choice.queryset = books
        if numbered or entry:
            del self.fields["book"]

    def clean(self) -> dict[str, Any]:
        """Refuse a number from two sides."""
        said = super().clean() or self.cleaned_data
        if said.get("number") and said.get("book"):
            self.add_error("book", _("You typed a number above: leave one of the two empty."))
        return said

    @property
    def facts(self) -> SendingFacts:
        """Return what a valid form says of the sending."""
        return SendingFacts(**{name: self.cleaned_data[name] for name in ("day", "signer", "recipients")})


class SettleForm(forms.Form):
    """How an incoming document was settled."""

    day = DayField(label=pgettext_lazy("correspondence", "Settled on"))
    note = forms.CharField(
        label=pgettext_lazy("correspondence", "How it was settled"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=_("For example: answered by letter 12-CV/BCĐ; a plan was issued."),
    )


def _kept(entry: Entry | None, arrival: str) -> dict[str, Any]:
    """Return what is kept of an entry, by the names of the fields."""
    if entry is None:
        return {}
    names = ("day", "sender", "forwarded_to", "handled_by", "due_on", "signer", "recipients")
    kept = {name: getattr(entry, name) for name in names}
    return kept | ({arrival: entry.number} if arrival else {})
