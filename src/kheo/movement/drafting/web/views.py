from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kheo.lib.conversion.convert import can_convert
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.numbering.queries import books_of
from kheo.machinery.papers.actions import as_pdf
from kheo.machinery.papers.kit import DOCUMENTS, Document, expect_pdf
from kheo.machinery.papers.queries import letterhead_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.drafting import actions, queries
from kheo.movement.drafting.papers import KEYS
from kheo.movement.drafting.web.forms import HeadForm, usual
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.files import handed_out


def _guard(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, "drafting.write"):
        raise PermissionDenied("drafting.write")


@login_required
def start(request: OfficerRequest) -> HttpResponse:
    """Let a campaign and a document be chosen, and lead to what is made on other pages."""
    _guard(request)
    campaigns = list(queries.campaigns_for(request.user)[:50])
    named = request.GET.get("campaign")
    chosen = next((each for each in campaigns if each.slug == named), campaigns[0] if campaigns else None)
    given: dict[str, object] = {"campaigns": campaigns, "chosen": chosen}
    given |= {"documents": [DOCUMENTS[key] for key in KEYS], "elsewhere": queries.documents_elsewhere(request.user)}
    return render(request, "drafting/start.html", given)


@login_required
def draw_up(request: OfficerRequest, campaign: str, key: str) -> HttpResponseBase:
    """Show what a document of a campaign will say and what is missing for it, and hand it out."""
    _guard(request)
    found = get_object_or_404(queries.campaigns_for(request.user), slug=campaign)
    if key not in KEYS:
        raise Http404
    document = DOCUMENTS[key]
    form = _form(request, found, document)
    if request.method == "POST" and form.is_valid() and (made := _made(request, form, found, document)):
        return made
    expect_pdf()
    given = {"campaign": found, "document": document, "form": form, "has_pdf": can_convert()}
    given["wanting"] = queries.wanting(found, document)
    return render(request, "drafting/draw_up.html", given, status=422 if form.errors else 200)


def _form(request: OfficerRequest, campaign: Campaign, document: Document) -> HeadForm:
    """Return the form of what stands around the text, begun with what is usual."""
    bases = queries.usual_bases(campaign) if document.recipients and request.method == "GET" else []
    begun = usual(letterhead_of(campaign.unit, local_day(timezone.now())), document, bases)
    books = books_of(campaign.unit, document.kind) if document.recipients else []
    return HeadForm(request.POST or None, initial=begun, document=document, books=books)


def _made(request: OfficerRequest, form: HeadForm, campaign: Campaign, document: Document) -> HttpResponseBase | None:
    """Return the document as a file, in Word or as PDF; what is against it is put into the form."""
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"{document.key}-{campaign.slug}.docx"
        try:
            actions.draw_up(campaign, document, form.head, out=path, **who(request))
            return handed_out(as_pdf(path, **who(request)) if "pdf" in request.POST else path)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
    return None
