"""Registers at random, what every place must say of them, and how many records a link opens."""

import random
import re
from datetime import date, timedelta

from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import records_of
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.commendation.models import Basis, Commendation, Dossier, Grant, Nominee, RewardForm
from kheo.movement.commendation.states import State as DossierState
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.registry.models import Particulars, Registration, Step
from kheo.movement.registry.states import TITLED, ExemplarKind, OwnerKind, State, YearStatus
from kheo.movement.reporting.models import Period, Report, ReportForm
from kheo.movement.reporting.states import ReportState
from kheo.movement.selfmanaged.states import GroupKind
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation
from tests import make
from tests.selfmanaged import made as groups

LIST, REPORTS, GALLERY = "/lam-viec/dang-ky/", "/lam-viec/bao-cao-dinh-ky/", "/mo-hinh/"
GROUPS = "/lam-viec/so/to-tu-quan/"
# Every state more than once, and the title oftener, so that rewards and what came after have something to stand on.
STATES = [*State, *TITLED, State.RECOGNISED, State.REGISTERED]


def at_random(cast, seed):
    """Return a finished campaign with a random register, and the units that may be asked about."""
    dice = random.Random(seed)
    said = {"portal_name": "Huyện Yên Mô", "issuer_name": "Ban Chỉ đạo", "place_name": "Yên Mô"}
    install(Installation(unit=cast.district, **said), by=None, at=make.NOW)
    hamlets = [make.unit(f"Thôn {name}", "hamlet", parent=cast.hoa) for name in ("Trinh Nữ", "Liên Trì")]
    units = [cast.district, cast.hoa, cast.mac, cast.farmers, *hamlets]
    # Another year of the same units: nothing of it may be counted.
    early = {"registration_closes_on": date(2016, 3, 31), "ends_on": date(2016, 6, 30)}
    late = {"registration_closes_on": date(2017, 3, 31), "ends_on": date(2017, 6, 30)}
    other, campaign = make.campaign(cast.district, year=2016, **late), make.campaign(cast.district)
    make.cluster(cast.district, "Cụm 1", [cast.hoa])
    fill(other, units, cast, dice, 6)
    fill(campaign, units, cast, dice, 30)
    reward(campaign, cast, dice)
    years = [other, make.campaign(cast.district, year=2015, **early)]
    go_back(campaign, years, cast, dice)
    report(campaign, units, cast, dice)
    found_groups(units, dice)
    if dice.random() < 0.5:  # units that are asked for models stand below others that are
        campaign.targets.create(unit_kind="hamlet", minimum=1)
    for each in (*years, campaign):
        move(each, to="closed", by=None, at=make.NOW)
    return campaign, [cast.district, cast.hoa]


def fill(campaign, units, cast, dice, how_many):
    """Enter registrations in every state there is, with and without results, titles that stand, and such as do not."""
    fields = [field.slug for field in campaign.fields.all()]
    said = {"signed_on": campaign.ends_on, "signed_by": "Trưởng ban", "title": ""}
    decision = Decision.objects.create(unit=cast.district, number=f"05-QĐ/{campaign.year}", **said)
    for _ in range(how_many):
        kind = {"owner_kind": dice.choice(list(OwnerKind)), "year_status": dice.choice(list(YearStatus))}
        kind["kind"] = dice.choice(list(ExemplarKind))
        made = make.registration(campaign, dice.choice(units), cast.district_office, field=dice.choice(fields), **kind)
        state = dice.choice(STATES)
        sent = dice.choice([None, make.NOW, make.NOW + timedelta(days=400)])
        Registration.objects.filter(pk=made.pk).update(state=state, submitted_at=sent)
        outcome = dice.choice(["", "Đã hiến 45 m² đất"])
        Particulars.objects.filter(pk=made.pk).update(outcome=outcome)
        for passed in dice.sample([State.MAINTAINED, State.REPLICATED], dice.randint(0, 2)):
            Step.objects.create(registration=made, act="x", source=State.RECOGNISED, to=passed, at=make.NOW)
        if state in TITLED | {State.REVOKED}:
            standing = "revoked" if state == State.REVOKED else "valid"
            given = {"level": "district", "recognised_at": make.NOW, "called": made.exemplar.name}
            Recognition.objects.create(registration=made, decision=decision, standing=standing, **given)


def reward(campaign, cast, dice):
    """Propose registrations for rewards, some of them twice; some are given, some of these revoked."""
    form = RewardForm.objects.create(
        unit=cast.district, kind="certificate", name="Giấy khen", level="commune", giver="commune_chair", basis="Luật",
        valid_from=campaign.starts_on,
    )  # fmt: skip
    made = list(Registration.objects.filter(campaign=campaign))
    for state in [*DossierState, DossierState.DECIDED]:
        stamps = {"created_at": make.NOW, "updated_at": make.NOW}
        dossier = Dossier.objects.create(unit=cast.hoa, campaign=campaign, form=form, state=state, **stamps)
        signed = {"signed_on": campaign.ends_on, "signed_by": "Chủ tịch", "giver": "commune_chair", "body": "UBND xã"}
        grant = Grant.objects.create(dossier=dossier, number="7", **signed) if state == DossierState.DECIDED else None
        for place in range(4):
            row = Nominee.objects.create(dossier=dossier, unit=cast.hoa, owner_kind="collective", order=place)
            for each in dice.sample(made, 2):
                Basis.objects.create(nominee=row, registration=each)
            if grant and dice.random() < 0.7:
                revoked = dice.random() < 0.3
                standing = {"standing": "revoked", "revoked_on": campaign.ends_on} if revoked else {}
                kept = {"kind": "certificate", "level": "commune", "name": "Giấy khen", "multiple": 0, "amount": 0}
                Commendation.objects.create(nominee=row, grant=grant, signed_on=campaign.ends_on, **kept, **standing)


def go_back(campaign, years, cast, dice):
    """Let some models of the campaign be of the years before too, recognised, and rewarded for it."""
    said = {"signed_on": campaign.starts_on, "signed_by": "Trưởng ban", "title": ""}
    decision = Decision.objects.create(unit=cast.district, number="04-QĐ/2016", **said)
    for registration in dice.sample(list(Registration.objects.filter(campaign=campaign)), 12):
        for year in years:
            made = Registration.objects.create(
                campaign=year, exemplar=registration.exemplar, registered_by=cast.hoa, unit=registration.unit,
                holder=registration.unit, field=year.fields.get(slug=registration.field.slug), state=State.RECOGNISED,
                owner_kind=registration.owner_kind, created_at=make.NOW, updated_at=make.NOW,
            )  # fmt: skip
            given = {"level": "district", "recognised_at": make.NOW, "called": made.exemplar.name}
            Recognition.objects.create(registration=made, decision=decision, **given)
    for year in years:
        reward(year, cast, dice)


def report(campaign, units, cast, dice):
    """Ask for two reports of every unit; some are late, sent back, accepted, taken back, or not sent at all."""
    form = ReportForm.objects.create(unit=cast.district, name="Báo cáo", span="quarter", text="phần a | Kết quả")
    for number in (1, 2):
        days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on, "last_day": campaign.ends_on}
        about = {"form": form, "campaign": campaign, "unit": cast.district}
        period = Period.objects.create(name=f"Quý {number}", **about, **days)
        for unit in units:
            state = dice.choice(list(ReportState))
            due = dice.choice([campaign.ends_on, local_day(timezone.now()) + timedelta(days=9)])
            sent_at = make.NOW + timedelta(days=dice.choice([0, 900])) if state != ReportState.DRAFT else None
            owed = {"last_day": due, "state": state, "first_sent_at": sent_at}
            Report.objects.create(period=period, unit=unit, receiver=cast.district, **owed)


def found_groups(units, dice):
    """Found groups, some of which ended before the campaign did, came of a model, or told what they did in its year."""
    models = list(Registration.objects.select_related("exemplar")[:5])
    for number in range(12):
        said = {"unit": dice.choice(units), "name": f"Tổ tự quản số {number}", "members": 9}
        said |= {"kind": dice.choice(list(GroupKind)), "ended_on": dice.choice([None, None, date(2017, 5, 1)])}
        said["exemplar"] = dice.choice([None, *(each.exemplar for each in models)])
        group = groups.group(**said)
        if dice.random() < 0.5:
            groups.year(group)


def told(campaign, unit):
    """Return each figure of a campaign in a unit, counted from its own definition: what every place must say."""
    scope = scope_of(campaign, unit)
    return {key: len({*records_of(key, scope).values_list("pk", flat=True)}) for key in CATALOGUE}


def numbers(client, address):
    """Return what a page of the workspace tells, as its template is given it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.context


def read(client, address):
    """Return a page as it is sent."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def records_behind(client, link):
    """Return how many records the page that a figure links to lists."""
    if not link:
        return 0
    if link.startswith(GALLERY):
        return len(re.findall(r'<li class="card-model">', read(client, link)))
    page = numbers(client, link)
    if link.startswith((LIST, REPORTS, GROUPS)):
        return page["page"].total
    if "listed" in page:
        return page["listed"]
    return len(page["shortfall"].below) if "shortfall" in page else page["sheet"].table.units
