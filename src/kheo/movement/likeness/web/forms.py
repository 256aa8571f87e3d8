"""Which pairs are listed, and the verdict on one."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.models import Campaign
from kheo.movement.likeness.models import Pair
from kheo.movement.likeness.rules import REASON_LIMIT
from kheo.movement.likeness.states import Verdict
from kheo.movement.registry.models import Registration
from kheo.ui.lists import Filters

_ALL = "all"


class PairFilters(Filters):
    """Pairs by verdict, and those of which one is registered in a campaign."""

    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=[*Verdict.choices, (_ALL, _("All"))])
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Campaign"), required=False, to_field_name="slug", empty_label=_("All years")
    )
    lookups: ClassVar[dict[str, str]] = {}

    def __init__(self, data: Any, *, user: User) -> None:
        """Offer the campaigns that the user sees."""
        super().__init__(data)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).newest_first()  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that pass; those that wait unless others are asked for."""
        rows = super().narrow(rows)
        verdict = self.cleaned_data.get("verdict", "")
        if verdict != _ALL:
            rows = rows.filter(verdict=verdict)
        if campaign := self.cleaned_data.get("campaign"):
            ours = Registration.objects.filter(campaign=campaign).values("exemplar")
            rows = rows.filter(Q(first__in=ours) | Q(second__in=ours))
        return rows


class VerdictForm(forms.Form):
    """What two look-alikes are, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("What are they?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, pair: Pair) -> None:
        """Offer what the two can be: only one unit's can be the same or siblings."""
        super().__init__(data, initial={"version": pair.version})
        offered = [Verdict.COPIED, Verdict.DISTINCT]
        if pair.first.unit_id == pair.second.unit_id:
            offered = [Verdict.SAME, Verdict.SIBLINGS, *offered]
        says = {
            Verdict.SAME: _("The same, continued: one model, both histories under the older name"),
            Verdict.SIBLINGS: _("Siblings of one name: brought by units that were merged, each lives on"),
            Verdict.COPIED: _("Copied: the newer one follows the older one’s example"),
            Verdict.DISTINCT: _("Different: they only look alike"),
        }
        self.fields["verdict"].choices = [(verdict, says[verdict]) for verdict in offered]  # type: ignore[attr-defined]
