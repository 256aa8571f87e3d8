"""The files that go with lines."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS, PHOTO_KINDS
from kheo.machinery.registers import actions
from kheo.machinery.registers.kit import Record
from kheo.machinery.registers.models import Enclosure
from kheo.machinery.registers.web.desk import found, register_asked
from kheo.machinery.registers.web.forms import EnclosureForm
from kheo.machinery.registers.web.tables import address_of
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.ui.acts import press
from kheo.ui.files import served


@require_POST
@login_required
def enclose(request: OfficerRequest, key: str, pk: int) -> HttpResponse:
    """Let files go with a line, all or none."""
    register = register_asked(request, key)
    record = found(request, register, pk, "correct")
    form = EnclosureForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["enclosures"]:
        press(request, lambda: _enclose(request, record, form), _("The files go with the line now."))
    else:
        messages.error(request, _("Choose at least one file."))
    return redirect(address_of(register, record))


@transaction.atomic
def _enclose(request: OfficerRequest, record: Record, form: EnclosureForm) -> None:
    for sent in form.cleaned_data["enclosures"]:
        file = keep(sent, kinds=PAPER_KINDS | PHOTO_KINDS, **who(request))
        actions.enclose(record, file, **who(request))


@require_POST
@login_required
def leave_out(request: OfficerRequest, key: str, pk: int, number: int) -> HttpResponse:
    """Let a file go with a line no more."""
    register = register_asked(request, key)
    record = found(request, register, pk, "correct")
    enclosure = get_object_or_404(Enclosure.objects.select_related("file"), register=key, line=pk, pk=number)
    done = _("“%(name)s” is taken off.") % {"name": enclosure.file.name}
    press(request, lambda: actions.leave_out(record, enclosure, **who(request)), done)
    return redirect(address_of(register, record))


@login_required
def enclosure(request: OfficerRequest, key: str, pk: int, number: int) -> FileResponse:
    """Hand out a file that goes with a line."""
    found(request, register_asked(request, key), pk)
    enclosures = Enclosure.objects.select_related("file")
    return served(request, get_object_or_404(enclosures, register=key, line=pk, pk=number).file)
