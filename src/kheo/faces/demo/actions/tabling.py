"""Two statistical tables of the demo district are taken over; one is made of the year 2017."""

from uuid import UUID

from kheo.faces.demo.actions.district import District
from kheo.movement.campaigns.models import Campaign
from kheo.outlets.reports.states import DocumentForm
from kheo.outlets.tables.actions import TableFacts, make_table, take_over

PAPER = {
    "form": DocumentForm.PARTY.value,
    "issuer": "Ban Chỉ đạo phong trào thi đua “Dân vận khéo”",
    "superior": "Huyện ủy Yên Mô",
    "place": "Yên Mô",
    "day": "",
    "signs_for": "Ban Chỉ đạo",
    "signs_as": "Trưởng ban",
    "signer": "",
    "maker": "",
}
KEY = UUID("5f0c4c5e-6d0b-4d43-9a1e-2b6a3c1d7e20")


def tabulate(district: District, campaign: Campaign) -> None:
    """Take over the tables of what was registered and of what was recognised, and make the second."""
    body = district.units["huyen-yen-mo"]
    for key in ("dang-ky", "cong-nhan"):
        form = take_over(key, unit=body, by=None, at=district.at)
    facts = TableFacts(campaign, body, None, {}, {**PAPER, "maker": district.office.full_name}, KEY)
    make_table(form, facts, by=district.office, at=district.at)
