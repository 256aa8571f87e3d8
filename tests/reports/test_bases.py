"""The documents on which a figure rests: named by who keeps the register, and clickable where the figure is defined."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.machinery.directives.queries.citing import resting_on
from kheo.outlets.reports.actions import NotWritten, name_figure
from kheo.outlets.reports.models import NamedFigure
from tests import make
from tests.directives.made import document, office

__all__ = ["office"]
PAGE = reverse("reports:figure", args=["recognised"])


def test_a_figure_is_named_once(cast, office):
    one, other = (name_figure("recognised", by=office, at=make.NOW) for _time in range(2))
    assert (one, NamedFigure.objects.count()) == (other, 1)
    assert AuditEvent.objects.filter(act="reports.name_figure").count() == 1
    with pytest.raises(NotWritten):
        name_figure("nothing", by=office, at=make.NOW)
    with pytest.raises(PermissionDenied):
        name_figure("recognised", by=cast.commune_officer, at=make.NOW)


def test_the_office_names_a_document_and_everybody_can_follow_it(client, cast, office):
    make.campaign(cast.district)
    made = document(office, title="Hướng dẫn thống kê mô hình")
    client.force_login(office)
    assert "Chưa ghi văn bản nào" in client.get(PAGE).content.decode()
    address = client.post(reverse("reports:name_basis", args=["recognised"]))["Location"]
    answer = client.post(address, {"directive": made.pk, "clause": "Mục III"}, follow=True)
    assert answer.status_code == 200
    client.force_login(cast.commune_officer)
    page = client.get(PAGE).content.decode()
    assert reverse("directives:detail", args=[made.pk]) in page
    assert "Mục III" in page
    assert reverse("reports:name_basis", args=["recognised"]) not in page
    lines = [line for group in resting_on(made, cast.commune_officer) for line in group.lines]
    assert [(line.said, line.url, line.clauses) for line in lines] == [("Được công nhận", PAGE, "Mục III")]
