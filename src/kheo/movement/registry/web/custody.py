"""Who takes over a model of a divided unit, chosen anew."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kheo.lib.refusals import Refused
from kheo.movement.registry import actions
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import heirs_to_choose
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class HeirForm(forms.Form):
    """One of the heirs, and why."""

    heir = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Taken over by"),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="slug",
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, heirs: list[Unit], **kwargs: Any) -> None:
        """Offer the heirs."""
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in heirs]).in_order()  # type: ignore[attr-defined]


@login_required
def hand_to(request: OfficerRequest, pk: int) -> HttpResponse:
    """Choose anew which heir of a divided unit takes over a model."""
    seen = Registration.objects.visible_to(request.user).select_related("exemplar__unit", "campaign")
    registration = get_object_or_404(seen, pk=pk)
    require(request.user, "registry.hand_to", on=registration.holder_id)
    exemplar = registration.exemplar
    heirs = heirs_to_choose(exemplar)
    if not heirs:
        raise Http404
    form = HeirForm(request.POST or None, heirs=heirs, initial={"heir": exemplar.unit.slug})
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, request.user
        try:
            actions.hand_to(exemplar, said["heir"], reason=said["reason"], by=by, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            told = {"exemplar": exemplar.name, "heir": said["heir"].name}
            messages.success(request, gettext("“%(exemplar)s” is held by %(heir)s.") % told)
            return redirect("registry:detail", pk)
    context = {"registration": registration, "form": form}
    return render(request, "registry/hand_to.html", context, status=422 if form.errors else 200)
