"""What the pages of reporting share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from kheo.movement.reporting.models import Period, Report
from kheo.movement.reporting.queries.reports import with_all, with_rights
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere


def found(request: OfficerRequest, pk: int) -> Report:
    """Return a report that the user may see, which says what the user may do."""
    seen = with_rights(with_all(Report.objects.visible_to(request.user)), request.user)
    return get_object_or_404(seen, pk=pk)


def written(request: OfficerRequest, pk: int) -> Report:
    """Return a report that the user writes."""
    report = found(request, pk)
    if not report.may_write:  # type: ignore[attr-defined]  # with_rights says it
        raise PermissionDenied("reporting.write")
    return report


def version_of(request: OfficerRequest) -> int:
    """Return the version that a page was drawn with; 0, which is none, if it does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


def period_of(request: OfficerRequest, pk: int) -> Period:
    """Return a period that the user may see."""
    if not can_anywhere(request.user, "reporting.view"):
        raise Http404
    seen = Period.objects.visible_to(request.user).select_related("form", "unit", "campaign__unit")
    return get_object_or_404(seen, pk=pk)


def posted(request: OfficerRequest) -> tuple[Any, Any]:
    """Return what was sent with a form and its files; nothing where the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
