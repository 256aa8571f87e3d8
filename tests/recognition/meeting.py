"""Models that a closed meeting has decided on, as the drafts of these tests find them."""

from datetime import date
from decimal import Decimal

from kheo.movement.campaigns.models import CampaignLevel
from kheo.movement.campaigns.states import Level, Procedure
from kheo.movement.committees.models import Committee
from kheo.movement.meetings.models import Item, Meeting
from kheo.movement.recognition.actions import draft, give_number, promulgate
from kheo.movement.recognition.queries import changes_of, outcomes_of
from kheo.movement.recognition.rules import BasisFacts, DraftFacts, mark_of
from kheo.movement.registry.actions import move, propose, report
from tests import make

HELD, SIGNED = date(2017, 3, 8), make.NOW.date()


def campaign(cast, **said):
    """Return a campaign whose title is given here, by the district."""
    made = make.campaign(cast.district, procedure=Procedure.FULL, **said)
    CampaignLevel.objects.create(campaign=made, level=Level.DISTRICT, unit=cast.district)
    return made


def at_meeting(cast, campaign, unit=None, by=None, **more):
    """Return a registration that stands before a meeting."""
    by = by or cast.commune_officer
    made = make.registration(campaign, unit or cast.hoa, by, state="submitted", **more)
    make.carried_out(made, office=cast.district_office)
    report(made, outcome="20 hộ tham gia", achieved={}, version=made.version, by=by, at=make.NOW)
    propose(made, by=by, at=make.NOW)
    for act in ("appraisal.self_score", "appraisal.score", "meetings.table"):
        move(made, act, by=None, at=make.NOW)
    return made


def meeting(campaign, results, *, level=Level.DISTRICT, held_on=HELD, closed=True, closed_at=make.NOW):
    """Return a meeting with what it made of registrations: a result, or a result and its reason."""
    committee = Committee.objects.filter(unit=campaign.unit).first() or make.committee(campaign.unit)
    said = {"committee": committee, "called_at": closed_at, "closed_at": closed_at if closed else None}
    made = Meeting.objects.create(campaign=campaign, level=level, held_on=held_on, **said)
    for order, (registration, result) in enumerate(results):
        said, reason = result if isinstance(result, tuple) else (result, "")
        facts = {"name": registration.exemplar.name, "points": Decimal(80), "earns": True}
        Item.objects.create(meeting=made, registration=registration, order=order, result=said, reason=reason, **facts)
    return made


def facts(cast, campaign=None, **changes):
    said = {
        "unit": cast.district,
        "title": "Về việc công nhận",
        "signed_on": SIGNED,
        "signer_post": "Trưởng Ban Chỉ đạo",
        "signer_name": "Đỗ Trọng Luận",
        "campaign": campaign,
        "level": Level.DISTRICT if campaign else "",
        "bases": (BasisFacts("Hướng dẫn số 01-HD/BCĐ"),),
    }
    return DraftFacts(**said | changes)


def drafted(cast, campaign, *, number="15-QĐ/BCĐ", **changes):
    """Return a draft of recognition with everything but its list."""
    made = draft(facts(cast, campaign, **changes), by=cast.district_office, at=make.NOW)
    return numbered(cast, made, number)


def numbered(cast, decision, number):
    if number:
        give_number(decision, number, by=cast.district_office, at=make.NOW)
        decision.refresh_from_db()
    return decision


def seen(decision):
    """Return the mark of a draft as its page shows it now."""
    decision.refresh_from_db()
    return mark_of(decision, outcomes_of(decision), changes_of(decision))


def issued(cast, decision):
    return promulgate(decision, seen=seen(decision), by=cast.district_office, at=make.NOW)
