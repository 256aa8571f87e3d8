"""An appraisal under way, made through the real actions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.actions import assign, begin_own, hand_in, mark, open_round, self_score, survey
from kheo.movement.appraisal.models import Sheet
from kheo.movement.appraisal.queries import criteria_for
from kheo.movement.appraisal.rules import VisitFacts
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import Procedure
from kheo.movement.criteria.actions import apply
from kheo.movement.registry.actions import propose, report, start
from kheo.movement.registry.models import Registration
from kheo.organisation.access.actions import appoint
from kheo.organisation.access.states import Role
from tests import make

NOW = make.NOW


@dataclass
class Council:
    """A campaign whose title is given here, its criteria, and who scores in it."""

    campaign: Campaign
    scorers: list[User]


def scorer(cast, number):
    """Return one more person who scores at the district."""
    user = make.user(f"cham_{number}", f"Thẩm định viên {number}")
    appoint(user, role=Role.APPRAISER, unit=cast.district, valid_from=date(2017, 1, 1), by=None, at=NOW)
    return user


def council(cast, *, scorers=3, each=3, is_open=True, **said):
    """Return a council for a year in the full procedure."""
    campaign = make.campaign(cast.district, procedure=Procedure.FULL, **said)
    criteria = make.criteria(cast.district)
    apply(campaign, [(criteria, None, "")], by=cast.district_office, at=NOW)
    people = [scorer(cast, number) for number in range(1, scorers + 1)]
    if is_open:
        open_round(campaign, each=each, by=cast.district_office, at=NOW)
    return Council(campaign, people)


def proposed(cast, campaign, name="Đường hoa thôn 5", unit=None, by=None):
    """Return a model that its unit has proposed for the title."""
    unit, by = unit or cast.hoa, by or cast.commune_officer
    it = make.registration(campaign, unit, by, name=name, state="registered", office=cast.district_office)
    start(it, by=by, at=NOW)
    report(it, outcome="Đạt 2 km", achieved={}, version=it.version, by=by, at=NOW)
    propose(it, by=by, at=NOW)
    return it


def full_marks(registration, part=Decimal(1)):
    """Return points for every criterion: a part of the most, in steps of a quarter."""
    return {each.pk: (each.points * part * 4).quantize(Decimal(1)) / Decimal(4) for each in criteria_for(registration)}


def self_scored(cast, campaign, part=Decimal("0.9"), **said):
    """Return a model that its unit has scored itself."""
    it = proposed(cast, campaign, **said)
    by = said.get("by") or cast.commune_officer
    sheet = begin_own(it, by=by, at=NOW)
    mark(sheet, full_marks(it, part), version=sheet.version, by=by, at=NOW)
    self_score(sheet, comment="", version=sheet.version, by=by, at=NOW)
    return it


VISIT = VisitFacts(NOW.date(), "Nhà văn hóa thôn 5", "Phạm Văn Trực, Ban Dân vận", "Đường đã trồng hoa 2 km")


def surveyed(cast, campaign, **said):
    """Return a model that has been surveyed on the spot."""
    it = self_scored(cast, campaign, **said)
    survey(it, VISIT, by=cast.district_office, at=NOW)
    return it


def given(cast, council, registrations, people=None):
    """Give models out to the scorers of a council, and return the sheets."""
    assign(council.campaign, registrations, people or council.scorers, by=cast.district_office, at=NOW)
    rows = Sheet.objects.of_members().filter(registration__in=registrations)
    return list(rows.select_related("scorer", "registration__campaign__unit", "registration__exemplar").order_by("pk"))


def scores(sheet, part=Decimal("0.9"), *, is_in=True):
    """Let the scorer of a sheet give a part of the most by every criterion, and hand it in."""
    by = sheet.scorer
    mark(sheet, full_marks(sheet.registration, part), version=sheet.version, by=by, at=NOW)
    if is_in:
        hand_in(sheet, comment="", version=sheet.version, by=by, at=NOW)
    return sheet


def fresh(registration):
    """Return a registration as it is now."""
    rows = Registration.objects.select_related("campaign__unit", "exemplar", "unit", "field", "particulars")
    return rows.get(pk=registration.pk)
