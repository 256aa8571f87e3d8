"""A conference of the district, prepared by its real actions."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL, local_day
from kheo.movement.conferences import actions
from kheo.movement.conferences.rules import ConferenceFacts, Person
from kheo.movement.conferences.states import ConferenceKind
from tests import make

DAY = date(2018, 1, 17)
HEAD = {"form": "party", "issuer": "Ban Chỉ đạo huyện", "place": "Yên Mô", "signs_as": "Trưởng ban"}
MORNING = datetime.combine(DAY, time(7, 20), LOCAL)


def facts(campaign, **more):
    """Return what is said of a conference; `more` says it otherwise."""
    said = {"kind": ConferenceKind.YEAR_END, "campaign": campaign, "title": "Hội nghị tổng kết", "held_on": DAY}
    return ConferenceFacts(**said | {"begins_at": time(7, 30), "place": "Hội trường"} | more)


def prepared(cast, people=(), **more):
    """Return a conference in preparation with delegates."""
    campaign = more.pop("campaign", None) or make.campaign(cast.district)
    by = {"by": cast.district_office, "at": make.NOW}
    made = actions.prepare(facts(campaign, **more), unit=cast.district, **by)
    actions.add_people(made, people, **by)
    return made


def of(unit, name="Nguyễn Văn Đạt", title="Phó Chủ tịch"):
    """Return a delegate of a unit."""
    return Person(name, title, unit.name, unit)


def coming(held, unit):
    """Return a conference of the body that held another, of today, with a point and a delegate of a unit."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    made = actions.prepare(facts(held.campaign, held_on=local_day(timezone.now())), unit=held.unit, **by)
    actions.add_item(made, content="Đón tiếp", who="", minutes=30, **by)
    actions.add_people(made, [of(unit)], **by)
    actions.ask_units(made, {unit.pk: 2}, **by)
    return made


def met(made):
    """Return a conference that is held now, with a conclusion."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    actions.open_(made, **by)
    actions.write_conclusion(made, text="Nhân rộng mô hình", **by)
    return made


def said(held):
    """Return what a form says of a conference to be prepared."""
    day = timezone.localdate() + timedelta(days=3)
    return {"kind": "half_year", "campaign": held.campaign_id, "title": "Sơ kết", "held_on": f"{day:%d/%m/%Y}"}
