from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.faces.setup import actions
from kheo.faces.setup.queries import is_begun, is_setup_key
from kheo.faces.setup.web.forms import BeginForm
from kheo.foundation.accounts.actions import Person
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused

SAID = ("name", "kind", "superior_name", "issuer_name", "place_name")


def begin(request: HttpRequest) -> HttpResponse:
    """Set up an empty copy for a real office; gone once that is done."""
    if is_begun():
        raise Http404
    form = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not is_setup_key(form.cleaned_data["key"]):
            form.add_error("key", _("This is not the key. Look at the terminal in which Khéo was started."))
        elif begun := _begun(form):
            return render(request, "setup/begun.html", {"begun": begun})
    return render(request, "setup/begin.html", {"form": form}, status=422 if form.errors else 200)


def _begun(form: BeginForm) -> actions.Begun | None:
    """Return what was set up, or None with the reasons on the form."""
    given, now = form.cleaned_data, timezone.now()
    office = actions.Office(
        **{key: given[key] for key in SAID},
        units=form.named_units(),
        administrator=Person(given["username"], given["full_name"]),
        valid_from=local_day(now),
    )
    try:
        return actions.begin(office, at=now)
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return None
