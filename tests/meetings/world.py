"""A campaign with scored models, and a committee of five that meets about them."""

from datetime import date
from decimal import Decimal

from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.models import Campaign, CampaignLevel
from kheo.movement.campaigns.states import Base, Bound, Level, Procedure
from kheo.movement.meetings import actions
from kheo.movement.meetings.actions.calling import MeetingFacts
from kheo.movement.meetings.models import Meeting
from kheo.movement.meetings.queries import agenda_of, seats_of
from kheo.movement.meetings.states import Presence, Tie, Voting
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests import make

NAMES = ["Đỗ Trọng Luận", "Vũ Văn An", "Lê Thị Thu", "Trần Văn Nam", "Phạm Thị Hà"]
DAY = date(2017, 3, 9)


def scored(cast, campaign, *, points="92", earns=True, field="economy", unit=None, veto=None, **more):
    """Return a scored registration with what its scoring came to."""
    made = make.registration(
        campaign, unit or cast.hoa, cast.commune_officer, state="registered", office=cast.district_office,
        field=field, **more,
    )  # fmt: skip
    appraised(made, make.criteria(cast.district), by=cast.district_office, points=points, earns=earns, veto=veto)
    return made


def appraised(registration, criteria, *, by, points="92", earns=True, veto=None):
    """Let a registration be scored, and return what its scoring came to."""
    Registration.objects.filter(pk=registration.pk).update(state=State.SCORED)
    registration.refresh_from_db()
    said = dict.fromkeys(["mean", "middle", "lowest", "highest", "final"], Decimal(points))
    said |= {
        "criteria_set": criteria,
        "most": 100,
        "scorers": 3,
        "earns": earns,
        "closed_by": by,
        "closed_at": make.NOW,
    }
    said |= {"grade": "Tiêu biểu" if earns else "Theo dõi thêm", "veto": criteria.vetoes.first() if veto else None}
    known = {field.name for field in Appraisal._meta.get_fields()}  # its room is being built: some are yet to come
    return Appraisal.objects.create(
        registration=registration, **{name: value for name, value in said.items() if name in known}
    )


def campaign(cast, *, quorum=Bound.TWO_THIRDS, threshold=Bound.OVER_HALF, base=Base.PRESENT):
    """Return a campaign whose title is given here, with what its vote must reach."""
    made = make.campaign(cast.district)
    Campaign.objects.filter(pk=made.pk).update(procedure=Procedure.FULL)
    made.refresh_from_db()
    CampaignLevel.objects.create(campaign=made, level=Level.DISTRICT, quorum=quorum, threshold=threshold, base=base)
    members = [make.sitting(name, "member" if n else "head") for n, name in enumerate(NAMES)]
    make.committee(cast.district, members)
    return made


def meeting(cast, *, items=2, voting=Voting.OPEN, tie=Tie.FAIL, present=5, models=(), **rules) -> Meeting:
    """Return a meeting about so many models, with so many of its five members present."""
    year = campaign(cast, **rules)
    for more in models or [{}] * items:
        scored(cast, year, **more)
    facts = MeetingFacts(DAY, "Hội trường Huyện ủy", "Bùi Thị Thư", "Chuyên viên", voting, tie)
    made = actions.call(year, Level.DISTRICT, facts, by=cast.district_office, at=make.NOW)
    comes(cast, made, present)
    return made


def comes(cast, made, present):
    """Note that so many came; what was refused before left the meeting as it was."""
    made.refresh_from_db()
    rows = {
        seat.pk: (Presence.PRESENT, "") if n < present else (Presence.ABSENT, "Đi công tác")
        for n, seat in enumerate(seats_of(made))
    }
    actions.attend(made, rows, version=made.version, by=cast.district_office, at=make.NOW)


def vote(cast, made, *said, items=None):
    """Hold an open ballot: for each item a word of y, n and a, one letter for each voter who may vote on it."""
    items = items if items is not None else agenda_of(made)
    ballot = actions.open_ballot(made, items, by=cast.district_office, at=make.NOW)
    choices, hands = {"y": "yes", "n": "no", "a": "abstain"}, {}
    for question, letters in zip(ballot.questions.all(), said, strict=True):
        aside = set(question.item.recusals.values_list("seat", flat=True))
        voters = [voter.seat_id for voter in ballot.voters.all() if voter.seat_id not in aside]
        hands |= {(question.pk, seat): choices[c] for seat, c in zip(voters, letters, strict=True)}
    actions.show_hands(ballot, hands, version=ballot.version, by=cast.district_office, at=make.NOW)
    actions.close_ballot(ballot, by=cast.district_office, at=make.NOW)
    return ballot


def results(made):
    return [item.result for item in agenda_of(made)]
