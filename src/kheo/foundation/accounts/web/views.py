from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from kheo.foundation.accounts import actions
from kheo.foundation.accounts.web.forms import RedeemForm
from kheo.lib.refusals import Refused


@sensitive_post_parameters("code", "password", "again")
def redeem(request: HttpRequest) -> HttpResponse:
    """Open an account with its one-time code."""
    form = RedeemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("username", "code", "password")}
        try:
            actions.redeem(**given, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, _("Your password is set. You can sign in now."))
            return redirect("account_login")
    return render(request, "accounts/redeem.html", {"form": form}, status=422 if form.errors else 200)
