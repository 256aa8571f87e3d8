"""A conference of the district, prepared by its real actions."""

import io
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdfium2 import PdfDocument

from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.lib.dates import LOCAL, local_day
from kheo.lib.file_kinds import Kind
from kheo.lib.typesetting.binder import Bound
from kheo.movement.conferences import actions, queries
from kheo.movement.conferences.models import Honour
from kheo.movement.conferences.rules import ConferenceFacts, Person, SpeechFacts
from kheo.movement.conferences.states import ConferenceKind, SpeechState
from kheo.movement.recognition.models import Decision
from tests import make
from tests.commendation import made as rewards

DAY = date(2018, 1, 17)
NO_ROWS = {"duties-TOTAL_FORMS": "0", "duties-INITIAL_FORMS": "0"}
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


def pdf(pages=1):
    """Return the bytes of a PDF with so many pages, each with a word."""
    document = PdfDocument.new()
    for _page in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sent(made, unit, *, by, at=make.NOW, title="Vận động hiến đất", to=None, item=None, pages=1):
    """Return a paper that a unit was asked for and sent; `to` says what it was then chosen for."""
    office = {"by": by, "at": at}
    speech = actions.ask_speech(made, unit, SpeechFacts(title, minutes=10, due_on=made.held_on), **office)
    file = keep(ContentFile(pdf(pages), name="tham-luan.pdf"), kinds={Kind.PDF}, **office)
    actions.send_speech(speech, file, SpeechFacts(title, "Nguyễn Văn Đạt", "Phó Chủ tịch", 10), **office)
    if to:
        actions.choose_speech(speech, SpeechState(to), item=item, **office)
    return speech


def recognised(made, cast, *units, word="Đường hoa"):
    """Return the decisions by which models of units were recognised in the campaign of a conference."""
    for unit in units:
        rewards.title(
            make.registration(
                made.campaign,
                unit,
                cast.district_office,
                state="registered",
                office=cast.district_office,
                name=f"{word} {unit.name}",
            )
        )
    Decision.objects.update(state="issued")
    return queries.decisions_for(made)


def honoured(made, cast, word="Đường hoa"):
    """Put who was recognised on the list of a conference, and return it."""
    decisions = recognised(made, cast, cast.hoa, cast.mac, word=word)
    by = {"by": cast.district_office, "at": make.NOW}
    actions.take_in_honours(made, decisions, hands="Đồng chí Bí thư Huyện ủy", **by)
    return list(made.honours.all())


def coming(held, unit):
    """Return a conference of the body that held another, of today, with a point and a delegate of a unit."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    made = actions.prepare(facts(held.campaign, held_on=local_day(timezone.now())), unit=held.unit, **by)
    actions.add_item(made, content="Đón tiếp", who="", minutes=30, **by)
    actions.add_people(made, [of(unit)], **by)
    actions.ask_units(made, {unit.pk: 2}, **by)
    actions.ask_speech(made, unit, SpeechFacts("Xây dựng đường hoa", due_on=made.held_on), **by)
    return made


def arrived(made, unit):
    """Return the paper that a unit was asked for, which came."""
    return sent(made, unit, by=User.objects.get(username="thuongtruc"), at=timezone.now(), title="Xây dựng đường hoa")


def offered(made, unit):
    """Return a paper that a unit offers unasked, entered by the office."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    return actions.offer_speech(made, unit, SpeechFacts("Vận động hiến đất làm đường"), **by)


def to_hand_over(made):
    """Return what is first on the list of a conference, of the latest decision."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    Honour.objects.exclude(conference=made).delete()  # the demo handed them over at the conference that it held
    actions.take_in_honours(made, queries.decisions_for(made)[:1], **by)
    return made.honours.first()


def packed(made):
    """Return the papers of a conference, bound."""
    by = {"by": User.objects.get(username="thuongtruc"), "at": timezone.now()}
    return actions.keep_pack(made, Bound(pdf(), 1, [("Chương trình", 1)]), form_key=uuid4(), **by)


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
