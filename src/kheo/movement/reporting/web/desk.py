"""What the pages of reporting share."""

from django.shortcuts import get_object_or_404

from kheo.movement.reporting.models import Report
from kheo.movement.reporting.queries.reports import with_all
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import require


def found(request: OfficerRequest, pk: int, act: str = "") -> Report:
    """Return a report that the user may see; with `act`, one at whose unit the user may do it."""
    report = get_object_or_404(with_all(Report.objects.visible_to(request.user)), pk=pk)
    if act:
        require(request.user, act, on=report.unit_id)
    return report


def version_of(request: OfficerRequest) -> int:
    """Return the version that a page was drawn with; 0, which is none, if it does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0
