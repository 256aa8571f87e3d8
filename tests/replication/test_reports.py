"""The reports of a year tell how models were copied, and name the figures that count it."""

import docx
import pytest

from kheo.movement.campaigns.models import Campaign
from kheo.outlets.reports.actions import write_year_end
from kheo.outlets.reports.queries.frozen import annex_with_sources
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db


def test_the_year_end_report_tells_what_was_copied_and_its_keys(cast, tmp_path):
    model = made.origin(cast)
    campaign = Campaign.objects.get()
    assert year_end(campaign, cast.district, drawn_on=campaign.ends_on).copied is None
    first, _second = made.asked(cast, model, cast.mac, cast.farmers)
    made.begun(first, cast.other_officer, campaign=campaign)
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = report.copied
    assert (told.begun, told.asked, told.agreed, told.kept) == (1, 2, 1, 1)
    sources = annex_with_sources(report)[-1].rows
    assert [row[-1] for row in sources if row[1] == "replication_asked"] == [2]
    out = tmp_path / "bao-cao.docx"
    write_year_end(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=None, at=make.NOW)
    (said,) = [each.text for each in docx.Document(out).paragraphs if each.text.startswith("Nhân rộng mô hình:")]
    assert said.startswith("Nhân rộng mô hình: 01 mô hình được đơn vị khác làm theo trong năm; 02 lượt đơn vị")
