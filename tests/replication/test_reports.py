"""The reports of a year tell how models were copied, and name the figures that count it."""

import docx
import pytest

from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.outlets.reports.actions import write_year_end
from kheo.outlets.reports.queries.frozen import annex_with_sources
from kheo.outlets.reports.queries.passages import told_in
from kheo.outlets.reports.queries.year_end import year_end
from kheo.outlets.reports.states import DocumentForm
from tests import make
from tests.replication import made

pytestmark = pytest.mark.django_db


def test_the_year_end_report_tells_what_was_copied_and_its_keys(cast, tmp_path):
    model = made.origin(cast)
    campaign = Campaign.objects.get()
    assert told_in(scope_of(campaign, cast.district), campaign.ends_on) == []
    first, _second = made.asked(cast, model, cast.mac, cast.farmers)
    made.begun(first, cast.other_officer, campaign=campaign)
    report = year_end(campaign, cast.district, drawn_on=campaign.ends_on)
    told = next(each for each in report.passages if each.sources[0].key == "replication_begun")
    assert [source.number for source in told.sources] == [1, 2, 1, 1]
    sources = annex_with_sources(report)[-1].rows
    assert [row[-1] for row in sources if row[1] == "replication_asked"] == [2]
    out = tmp_path / "bao-cao.docx"
    write_year_end(report, form=DocumentForm.PARTY, out=out, has_annex=False, by=None, at=make.NOW)
    (said,) = [each.text for each in docx.Document(out).paragraphs if "Nhân rộng mô hình:" in each.text]
    assert "01 mô hình được đơn vị khác làm theo trong năm. 02 lượt đơn vị" in said
