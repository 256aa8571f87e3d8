"""What moderators look for in remarks, and their usual reasons."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.voice import actions, queries
from kheo.outlets.voice.models import Pattern
from kheo.outlets.voice.rules import REMARK_LIMIT, found_in
from kheo.outlets.voice.web import forms
from kheo.outlets.voice.web.views import moderators_only


@login_required
def patterns(request: OfficerRequest) -> HttpResponse:
    """List the words and patterns, and try them on a text."""
    moderators_only(request)
    rows, tried = list(Pattern.objects.all()), request.GET.get("thu", "")[:REMARK_LIMIT]
    refused, marks = found_in("", tried, [each for each in rows if each.is_on])
    context = {"patterns": rows, "tried": tried, "refused": refused, "marks": marks}
    return render(request, "voice/patterns.html", context)


@login_required
def pattern(request: OfficerRequest, pk: int = 0) -> HttpResponse:
    """Show a word or pattern and take what is changed; without a number, a new one."""
    moderators_only(request)
    found = get_object_or_404(Pattern, pk=pk) if pk else None
    form = forms.PatternForm(request.POST or None, pattern=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_pattern(found, facts=form.facts(), by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("text", list(refusal.reasons))
        else:
            messages.success(request, _("The list is changed."))
            return redirect("voice:patterns")
    return render(request, "voice/pattern.html", {"form": form, "found": found}, status=422 if form.errors else 200)


@login_required
def reasons(request: OfficerRequest) -> HttpResponse:
    """Show the usual reasons for hiding and take them as they are changed."""
    moderators_only(request)
    form = forms.ReasonsForm(request.POST or None, initial={"texts": "\n".join(queries.reasons())})
    if request.method == "POST" and form.is_valid():
        texts = form.cleaned_data["texts"].splitlines()
        try:
            actions.keep_reasons(texts=texts, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("texts", list(refusal.reasons))
        else:
            messages.success(request, _("The list is changed."))
            return redirect("voice:remarks")
    return render(request, "voice/reasons.html", {"form": form}, status=422 if form.errors else 200)
