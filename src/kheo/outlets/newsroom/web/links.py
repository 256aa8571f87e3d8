"""What a link in an article may lead to."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.queries import suggest
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom.states import WRITE

LONGEST = 100  # characters of a question


@login_required
@require_safe
def targets(request: OfficerRequest) -> HttpResponse:
    """Answer with name, address and kind of the public pages whose names have the words that a writer has typed."""
    if not can_anywhere(request.user, WRITE):
        raise PermissionDenied
    found = suggest(request.GET.get("q", "")[:LONGEST])
    told = [[hit.title, hit.url, str(KINDS[hit.kind].label)] for hit in found]
    return JsonResponse({"found": told}, json_dumps_params={"ensure_ascii": False})
