"""Dossiers, their rows, steps and results, as they are filled in."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.commendation.actions.dossiers import DossierFacts
from kheo.movement.commendation.models import Dossier, Nominee, RewardForm
from kheo.movement.commendation.queries.catalogue import forms_open_to
from kheo.movement.commendation.queries.documents import Letter
from kheo.movement.commendation.queries.histories import Proposal
from kheo.movement.commendation.rules.dossiers import ACHIEVEMENT_LIMIT, NAME_LIMIT, TEXT_LIMIT, GrantFacts, Result
from kheo.movement.commendation.states import Giver, Layout, PaperKind, State
from kheo.movement.commendation.web.tables import period_of
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import units_to_choose
from kheo.movement.registry.states import OwnerKind
from kheo.organisation.access.rules import today
from kheo.organisation.units.models import Lineage, Unit
from kheo.ui.forms import DayField
from kheo.ui.lists import Filters
from kheo.ui.rows import Rows


class DossierFilters(Filters):
    """How the list of dossiers is narrowed."""

    lookups = {"campaign": "campaign__slug", "state": "state"}
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])

    def __init__(self, data: QueryDict, *, campaigns: Sequence[Campaign]) -> None:
        """Offer the campaigns that the user sees."""
        super().__init__(data)
        choice: Any = self.fields["campaign"]  # Any: a field of choices
        choice.choices = [("", _("All")), *((each.slug, each.name) for each in campaigns)]


class FormChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    """A form of reward, told with its period: one form is there once for each law."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what a choice is called."""
        return f"{obj.name} ({period_of(obj)})"


class DossierForm(forms.Form):
    """What a dossier says of itself; its unit and campaign stand from the beginning."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Proposing unit"))
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"))
    form = FormChoice(
        RewardForm.objects.none(),
        label=_("Form of reward"),
        help_text=_("Of the catalogue of your unit or a body above it; in force on the day of submission."),
    )
    number = forms.CharField(
        label=_("Number of the submission"),
        max_length=60,
        required=False,
        help_text=_("Needed before submitting."),
    )
    dated = DayField(label=_("Day of the submission"), required=False)
    about = forms.CharField(label=_("Subject"), max_length=500, required=False)

    def __init__(self, data: QueryDict | None, *, user: User, dossier: Dossier | None, campaign: Any = None) -> None:
        """Offer the user's units, campaigns and forms; `campaign` is the slug of the one to begin with."""
        said = (
            {name: getattr(dossier, name) for name in ("version", "form", "number", "dated", "about")}
            if dossier
            else {}
        )
        super().__init__(data, initial={"form_key": uuid4()} | said)
        fields: dict[str, Any] = self.fields  # Any: choices of records
        units = [dossier.unit] if dossier else units_to_choose(user, "commendation.write")
        fields["form"].queryset = forms_open_to([unit.pk for unit in units], today())
        if dossier:
            del fields["unit"], fields["campaign"]
            return
        fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            fields["unit"].initial, fields["unit"].widget = units[0].pk, forms.HiddenInput()
        campaigns = Campaign.objects.visible_to(user).newest_first()
        fields["campaign"].queryset = campaigns
        fields["campaign"].initial = campaigns.filter(slug=campaign).first() or campaigns.first()

    @property
    def facts(self) -> DossierFacts:
        """Return what a valid form says."""
        return DossierFacts(**{name: self.cleaned_data[name] for name in ("form", "number", "dated", "about")})


class RowForm(forms.Form):
    """Who is proposed, and for what; a row of a model says on which of its years it rests."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    owner_kind = forms.ChoiceField(label=_("Kind of holder"), choices=OwnerKind.choices, widget=forms.RadioSelect)
    holder = forms.CharField(
        label=_("Name of the holder"),
        max_length=NAME_LIMIT,
        help_text=_("As it is to stand on the paper: a collective, or the full name of a person or head of household."),
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    achievement = forms.CharField(label=_("Achievement"), max_length=ACHIEVEMENT_LIMIT)
    years = forms.MultipleChoiceField(
        label=_("It rests on the model's years"), widget=forms.CheckboxSelectMultiple, required=False
    )
    summary = forms.CharField(
        label=_("Summary of achievements"),
        max_length=TEXT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("At most 80 words, as the short list prints it."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        dossier: Dossier,
        row: Nominee | None = None,
        years: Sequence[Registration] = (),
    ) -> None:
        """Offer the dossier's unit and those below it, and the years of the row's models."""
        said: dict[str, Any] = {"version": dossier.version, "owner_kind": OwnerKind.COLLECTIVE, "unit": dossier.unit_id}
        if row:
            said |= {name: getattr(row, name) for name in ("owner_kind", "holder", "achievement", "summary")}
            said |= {"unit": row.unit_id, "years": [basis.registration_id for basis in row.bases.all()]}
        super().__init__(data, initial=said)
        fields: dict[str, Any] = self.fields  # Any: choices of records
        below = Lineage.objects.reaching(today()).filter(ancestor=dossier.unit_id).values("unit_id")
        fields["unit"].queryset = Unit.objects.filter(pk__in=below).in_order()
        self.rests_on = {str(each.pk): each for each in years}
        fields["years"].choices = [
            (pk, f"{each.exemplar.name}, {each.campaign.year}") for pk, each in self.rests_on.items()
        ]
        if not years:
            del fields["years"]

    @property
    def proposal(self) -> Proposal:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Proposal(
            unit_id=said["unit"].pk,
            owner_kind=said["owner_kind"],
            holder=said["holder"],
            achievement=said["achievement"],
            summary=said["summary"],
            registrations=[self.rests_on[pk] for pk in said.get("years", [])],
        )


class ReasonForm(forms.Form):
    """Why a step is taken; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=TEXT_LIMIT)


class CouncilForm(forms.Form):
    """To which council a dossier is sent."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    council = forms.CharField(
        label=_("Council of the awarding body"),
        max_length=200,
        help_text=_("For example: Hội đồng Thi đua - Khen thưởng xã Yên Hòa."),
    )


class FilesForm(forms.Form):
    """A file to hang on a dossier, and what it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PaperKind.choices)
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word (.docx), Excel (.xlsx), or a photo of the page."))


class GrantForm(forms.Form):
    """The decision of the awarding body; where nothing was awarded there is none."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False)
    signed_on = DayField(label=_("Signed on"), required=False)
    signed_by = forms.CharField(
        label=_("Signed by"), max_length=200, required=False, help_text=_("Post and full name of who signed.")
    )
    giver = forms.ChoiceField(label=_("Kind of awarding body"), choices=Giver.choices)
    body = forms.CharField(
        label=_("Awarding body"),
        max_length=200,
        required=False,
        help_text=_("For example: Chủ tịch Ủy ban nhân dân xã Yên Hòa."),
    )


class ResultRow(forms.Form):
    """What became of one row."""

    nominee = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("Result"), choices=[("awarded", _("Awarded")), ("refused", _("Not awarded"))])
    book_number = forms.CharField(label=_("Number in the book"), max_length=60, required=False)
    refused = forms.CharField(label=_("Why not"), max_length=500, required=False)


class ResultSheet:
    """The decision on a dossier and the results of all its rows as one thing to fill in."""

    def __init__(self, data: QueryDict | None, dossier: Dossier, nominees: Sequence[Nominee]) -> None:
        """Begin with every row awarded."""
        usual = {"version": dossier.version, "giver": dossier.form.giver}
        self.form = GrantForm(data, initial=usual)
        self.known = {nominee.pk: nominee for nominee in nominees}
        rows = [{"nominee": nominee.pk, "result": "awarded"} for nominee in nominees]
        self.results = Rows(ResultRow, data, prefix="results", known=rows, blank=(), heading=str(_("Holder")))
        for row in self.results:
            number = str(row["nominee"].value())
            found = self.known.get(int(number)) if number.isdecimal() else None
            row.caption = f"{found.holder} – {found.achievement}" if found else ""  # type: ignore[attr-defined]  # what heads the row

    @property
    def tables(self) -> list[tuple[Any, Rows]]:
        """The table with its caption."""
        return [(_("Results"), self.results)]

    def is_ready(self) -> bool:
        """Tell whether all of it was sent and can be read."""
        if not self.form.is_bound:
            return False
        if not self.results.is_valid() and self.form.is_valid():
            self.form.add_error(None, list(self.results.wrong()))
        return self.form.is_valid()

    @property
    def said(self) -> list[Result]:
        """What a valid sheet says of the rows that are still there."""
        return [
            Result(
                self.known[row["nominee"]],
                row["result"] == "awarded",
                "" if row["result"] == "awarded" else row["refused"],
                row["book_number"],
            )
            for row in self.results.said
            if row["nominee"] in self.known
        ]

    @property
    def grant(self) -> GrantFacts | None:
        """The decision as far as it is said; without a day there is none."""
        said = self.form.cleaned_data
        names = ("number", "signed_on", "signed_by", "giver", "body")
        return GrantFacts(**{name: said[name] for name in names}) if said["signed_on"] else None


class RevokeForm(forms.Form):
    """The decision that revokes a reward."""

    number = forms.CharField(label=_("Number of the decision that revokes it"), max_length=60)
    revoked_on = DayField(label=_("Signed on"))
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: false declaration. The reward is to be recovered."),
    )


class LetterForm(forms.Form):
    """What stands around the text of the documents of a dossier."""

    layout = forms.ChoiceField(label=_("Form of the document"), choices=Layout.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(label=_("Body that issues it"), max_length=200)
    superior = forms.CharField(label=_("Body above it, at the head of the paper"), max_length=200, required=False)
    place = forms.CharField(label=_("Place named in documents"), max_length=80)
    to = forms.CharField(label=_("Addressed to"), max_length=200)
    signs_as = forms.CharField(label=_("Signs as"), max_length=200, required=False)
    signer = forms.CharField(label=_("Full name of who signs"), max_length=150, required=False)

    @property
    def letter(self) -> Letter:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Letter(**said | {"layout": Layout(said["layout"])})
