"""The papers of a conference as Word documents, or as PDF where the server can make it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kheo.lib.conversion.convert import can_convert
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.papers.actions import as_pdf
from kheo.machinery.papers.kit import expect_pdf
from kheo.machinery.papers.queries import letterhead_of
from kheo.movement.committees.models import Committee
from kheo.movement.conferences import actions
from kheo.movement.conferences.models import Conference, Guest
from kheo.movement.conferences.web import forms
from kheo.movement.conferences.web.desk import found
from kheo.movement.conferences.web.door import address_of
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.units.queries import installation
from kheo.ui.files import handed_out


@login_required
def invitations(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the invitations, a page for each delegate."""
    conference = found(request, pk, "conferences.keep")
    rows = Guest.objects.filter(conference=conference, is_walk_in=False).expected().in_order()

    def write(head: actions.Head, out: Path) -> None:
        actions.write_invitations(
            conference, rows, head, address=lambda guest: address_of(request, guest), out=out, **who(request)
        )

    return _handed_out(request, conference, "giay-moi", "invitations", write)


@login_required
def programme(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the programme of the conference."""
    conference = found(request, pk, "conferences.keep")

    def write(head: actions.Head, out: Path) -> None:
        actions.write_programme(conference, head, out=out, **who(request))

    return _handed_out(request, conference, "chuong-trinh-hoi-nghi", "programme_paper", write)


@login_required
def notice(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the notice of the conclusions."""
    conference = found(request, pk, "conferences.keep")

    def write(head: actions.Head, out: Path) -> None:
        actions.write_notice(conference, head, out=out, **who(request))

    return _handed_out(request, conference, "thong-bao-ket-luan", "notice", write)


@login_required
def honour_list(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the list of what is handed over at the conference."""
    conference = found(request, pk, "conferences.keep")

    def write(head: actions.Head, out: Path) -> None:
        actions.write_honours(conference, head, out=out, **who(request))

    return _handed_out(request, conference, "danh-sach-trao-thuong", "honour_list", write)


def _handed_out(
    request: OfficerRequest, conference: Conference, name: str, page: str, write: Callable[[actions.Head, Path], None]
) -> HttpResponseBase:
    """Ask for the head of a paper, and return the paper."""
    form = forms.HeadForm(request.POST or None, initial=_usual_head(conference))
    if request.method == "POST" and form.is_valid():
        with TemporaryDirectory() as desk:
            path = Path(desk) / f"{name}-{conference.held_on:%Y%m%d}.docx"
            try:
                write(form.head, path)
                return handed_out(as_pdf(path, **who(request)) if "pdf" in request.POST else path)
            except Refused as refusal:
                form.add_error(None, [str(reason) for reason in refusal.reasons])
    expect_pdf()
    shown = {"conference": conference, "form": form, "has_pdf": can_convert()}
    return render(request, f"conferences/{page}.html", shown, status=422 if form.errors else 200)


def _usual_head(conference: Conference) -> dict[str, str]:
    """Return what most papers of this body say at their head and below, to start with."""
    here, usual = installation(), letterhead_of(conference.unit, local_day(timezone.now()))
    rows = Committee.objects.filter(unit=conference.unit_id, movement=conference.campaign.movement_id)
    own = here is not None and here.unit_id == conference.unit_id
    said = {name: getattr(usual, name) for name in ("form", "superior", "signs_as", "signer")}
    return said | {
        "issuer": rows.values_list("name", flat=True).first() or conference.unit.name,
        "place": here.place_name if here and own else "",
    }
