"""A draft as it is filled in: what it says, a row for each legal basis, its number, and what it changes."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kheo.lib.dates import short_date
from kheo.machinery.directives.models import Directive
from kheo.machinery.numbering.models import Book
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Level
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.rules import MOST_APPEAL_DAYS, BasisFacts, DraftFacts
from kheo.movement.recognition.states import APPEAL_DAYS, Kind
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField
from kheo.ui.rows import Rows, is_sent


class DraftForm(forms.Form):
    """What a decision says beside its list; `version` is the one that was read."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), to_field_name="slug")
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Issuing unit"))
    title = forms.CharField(
        label=_("Subject"), max_length=500, help_text=_("What the decision is about, as its heading says.")
    )
    signed_on = DayField(label=_("To be signed on"))
    signer_post = forms.CharField(label=_("Post of who signs"), max_length=200, required=False)
    signer_name = forms.CharField(label=_("Full name of who signs"), max_length=150, required=False)
    appeal_days = NumberField(
        label=_("Days to appeal"),
        min_value=0,
        max_value=MOST_APPEAL_DAYS,
        initial=APPEAL_DAYS,
        help_text=_("So many days after it is signed a unit may ask to look again at what was not recognised."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, initial: dict[str, Any], units: list[Unit], campaigns: QuerySet[Campaign], kind: Kind
    ) -> None:
        """Offer the user's own units and campaigns; what concerns another decision is of its unit and campaign."""
        super().__init__(data, initial=initial)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()
        if kind == Kind.RECOGNISE:
            offered: Any = self.fields["campaign"]  # Any: a choice of records
            offered.queryset = campaigns
        else:
            for name in ("campaign", "level", "appeal_days"):
                del self.fields[name]


class BasisRow(forms.Form):
    """A legal basis: a document of the list, or words of one's own; both: the words cite the document."""

    directive = forms.ModelChoiceField(
        Directive.objects.standing().order_by("-signed_on", "pk"),
        label=_("Document"),
        required=False,
        empty_label=pgettext_lazy("document", "None"),
    )
    text = forms.CharField(
        label=_("In words"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DraftSheet:
    """A draft as one thing to fill in."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any],
        bases: Sequence[BasisFacts],
        units: list[Unit],
        campaigns: QuerySet[Campaign],
        kind: Kind,
    ) -> None:
        """Begin with what is known."""
        is_kept = is_sent(data)
        asked = data.dict() if data is not None and not is_kept else initial
        self.form = DraftForm(data if is_kept else None, initial=asked, units=units, campaigns=campaigns, kind=kind)
        known = [{"directive": each.directive and each.directive.pk, "text": each.text} for each in bases]
        self.rows = Rows(BasisRow, data, prefix="bases", known=known, blank=({},) * (2 if known else 4))
        self.tables = [(gettext("Legal bases"), self.rows)]

    def is_ready(self) -> bool:
        """Return whether it was sent and can be read; what is wrong in a row is told at the form."""
        if not self.form.is_bound:
            return False
        valid, whole = self.form.is_valid(), self.rows.is_valid()
        if not whole:
            self.form.add_error(None, [*self.rows.wrong()])
        return valid and whole

    @property
    def facts(self) -> DraftFacts:
        """Return what a valid sheet says."""
        said = {name: value for name, value in self.form.cleaned_data.items() if name not in {"version", "form_key"}}
        return DraftFacts(**said, bases=tuple(map(_basis, self.rows.said)))


def _basis(row: dict[str, Any]) -> BasisFacts:
    """Return a basis in the words in which it is cited: those that were typed, or what is known of the document."""
    directive: Directive | None = row["directive"]
    return BasisFacts(row["text"] or (cited(directive) if directive else ""), directive)


def cited(directive: Directive) -> str:
    """Return a document as a legal basis cites it, in the language of what is kept."""
    with override(settings.LANGUAGE_CODE):
        said = {"document": str(directive), "issuer": directive.issuer, "title": directive.title}
        if not directive.number:
            return directive.title
        if directive.signed_on is None:
            return gettext("%(document)s of %(issuer)s: %(title)s") % said
        said["day"] = short_date(directive.signed_on)
        return gettext("%(document)s dated %(day)s of %(issuer)s: %(title)s") % said


def first_said(campaign: Campaign | None, level: str, today: date) -> dict[str, Any]:
    """Return what a new draft of recognition begins with, in the language of what is kept."""
    title, slug = "", ""
    if campaign:
        said = {"movement": campaign.movement.name, "year": campaign.year}
        with override(settings.LANGUAGE_CODE):
            title = gettext("On recognising models and exemplars of “%(movement)s” in %(year)s") % said
        slug = campaign.slug
    return {"campaign": slug, "level": level, "title": title, "signed_on": today, "form_key": uuid4()}


def title_on(earlier: Decision, kind: Kind) -> str:
    """Return the usual subject of a decision about an earlier one, in the language of what is kept."""
    said = {"number": earlier.number, "day": short_date(earlier.signed_on)}
    with override(settings.LANGUAGE_CODE):
        if kind == Kind.AMEND:
            return gettext("On amending decision %(number)s of %(day)s") % said
        return gettext("On revoking recognitions given by decision %(number)s of %(day)s") % said


def known_of(decision: Decision) -> dict[str, Any]:
    """Return what a draft says now."""
    names = ("level", "title", "signed_on", "signer_post", "signer_name", "appeal_days", "version")
    said = {name: getattr(decision, name) for name in names}
    return said | {"unit": decision.unit_id, "campaign": decision.campaign.slug if decision.campaign else ""}


def bases_of(decision: Decision) -> list[BasisFacts]:
    """Return the legal bases that a decision rests on."""
    return [BasisFacts(basis.text, basis.directive) for basis in decision.bases.select_related("directive")]


class ReserveForm(forms.Form):
    """From which book of its unit a draft takes its number."""

    book = forms.ModelChoiceField(Book.objects.none(), label=_("Take the number from"), empty_label=None)

    def __init__(self, data: Any, *, books: list[Book]) -> None:
        """Offer the books of the unit."""
        super().__init__(data)
        choice: Any = self.fields["book"]  # Any: a choice of records
        choice.queryset = Book.objects.filter(pk__in=[book.pk for book in books])


class NumberForm(forms.Form):
    """The number that the office of the unit gave."""

    number = forms.CharField(
        label=_("Number and symbol"),
        max_length=80,
        help_text=_("As on paper, such as 15-QĐ/BCĐ."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(ReasonForm):
    """The right name and level of a recognition, and why they are put right."""

    called = forms.CharField(label=_("Name in the decision"), max_length=300)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    field_order = ("called", "level", "reason")


class ConfirmForm(forms.Form):
    """That a draft is issued as it was shown: `seen` is the mark of what stood there."""

    seen = forms.CharField(widget=forms.HiddenInput)
    signed = forms.BooleanField(
        label=_("The decision is signed, as it stands here."),
        error_messages={"required": _("Tick this once it is signed: issuing cannot be undone.")},
    )
