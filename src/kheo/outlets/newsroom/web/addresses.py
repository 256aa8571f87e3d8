"""Where an older portal had the articles: whoever asks there is led on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.kit import readers_page
from kheo.outlets.newsroom.models import OldAddress
from kheo.outlets.newsroom.web import address_forms as forms
from kheo.ui.lists import page_of


@login_required
def addresses(request: OfficerRequest) -> HttpResponse:
    """List the old addresses, and add one."""
    _ask(request)
    form = forms.OldAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _led_on(request, form, [(form.cleaned_data["path"], form.cleaned_data["article"])])
    return _desk(request, form, forms.OldAddressesForm())


@login_required
@require_POST
def bring(request: OfficerRequest) -> HttpResponse:
    """Add the old addresses of a file."""
    _ask(request)
    form = forms.OldAddressesForm(request.POST, request.FILES)
    if form.is_valid():
        return _led_on(request, form, form.cleaned_data["file"])
    return _desk(request, forms.OldAddressForm(), form)


def _ask(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, "newsroom.publish"):
        raise PermissionDenied


def _led_on(
    request: OfficerRequest, form: forms.OldAddressForm | forms.OldAddressesForm, pairs: list[tuple[str, int]]
) -> HttpResponse:
    try:
        kept = actions.lead_on(pairs, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons)[: forms.MOST_TOLD])
        one, many = (form, None) if isinstance(form, forms.OldAddressForm) else (None, form)
        return _desk(request, one or forms.OldAddressForm(), many or forms.OldAddressesForm())
    said = ngettext("%(number)s old address leads on.", "%(number)s old addresses lead on.", kept)
    messages.success(request, said % {"number": kept})
    return redirect("newsroom:addresses")


def _desk(request: OfficerRequest, form: forms.OldAddressForm, file_form: forms.OldAddressesForm) -> HttpResponse:
    rows = OldAddress.objects.visible_to(request.user).select_related("article")
    filters = forms.OldAddressFilters(request.GET)
    page = page_of(rows, request.GET, sorts={"newest": ("-pk",)}, filters=filters)
    lines = [(old, readers_page(old.article_id, old.article.slug)) for old in page.rows]
    context = {"page": page, "lines": lines, "form": form, "file_form": file_form}
    status = 422 if form.errors or file_form.errors else 200
    return render(request, "newsroom/addresses.html", context, status=status)


@login_required
@require_POST
def forget(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lead nobody on from an old address any more."""
    old = get_object_or_404(OldAddress.objects.visible_to(request.user).select_related("article"), pk=pk)
    path = old.path
    actions.forget_address(old, by=request.user, at=timezone.now())
    messages.success(request, _("The old address %(path)s no longer leads on.") % {"path": path})
    return redirect("newsroom:addresses")
