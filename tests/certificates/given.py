"""Certificates of the tests, made through the real actions."""

import uuid
from dataclasses import replace
from datetime import timedelta

from kheo.foundation.accounts.models import User
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.actions import draw, issue, keep_run
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.queries import composed, edition_of, loaded
from kheo.movement.certificates.rules import DesignFacts
from kheo.movement.recognition.actions import issue as issue_decision
from kheo.movement.recognition.actions import recognise
from kheo.movement.recognition.models import Decision, Recognition
from tests import make

SIGNED = make.NOW.date()
LATER = make.NOW + timedelta(days=30)
BASE = "https://yenmo.example/xac-thuc/"
FACTS = DesignFacts(
    name="Giấy chứng nhận huyện",
    issuer="BAN CHỈ ĐẠO DÂN VẬN KHÉO",
    superior="HUYỆN ỦY YÊN MÔ",
    heading="GIẤY CHỨNG NHẬN",
    lead="Chứng nhận",
    title_lead="với mô hình",
    praise="đạt danh hiệu “Dân vận khéo” năm [năm]",
    place="Yên Mô",
    authority="T/M BAN CHỈ ĐẠO",
    post="TRƯỞNG BAN",
    signer="Đỗ Trọng Luận",
)


def decided(cast, campaign, names, number="15-QĐ/BCĐ"):
    """Return a decision of the district that names models: of which unit, and how they are called."""
    said = {"number": number, "signed_on": SIGNED, "signed_by": "Trưởng ban", "title": "Công nhận"}
    decision = issue_decision(Decision(unit=cast.district, **said), by=None, at=make.NOW)
    people = {cast.hoa: cast.commune_officer, cast.mac: cast.other_officer}
    rows = [
        make.registration(campaign, unit, people[unit], name=name, state="registered", office=cast.district_office)
        for unit, name in names
    ]
    recognise(rows, decision=decision, level=Level.DISTRICT, by=cast.district_office, at=make.NOW)
    return decision


def named(decision):
    return list(Recognition.objects.filter(decision=decision).order_by("pk"))


def issued(decision, by, **more):
    given = {"issued_on": SIGNED, "at": make.NOW} | more
    issue(named(decision), decision=decision, by=by, **given)
    return live(decision)


def live(decision):
    return list(loaded(Certificate.objects.live().filter(decision=decision)).order_by("number"))


def drawn(unit, **changes):
    return draw(replace(FACTS, **changes), unit=unit, by=None, at=make.NOW)


def kept(certificates, design, by: User, *, reason="", key=None, at=make.NOW, pdf=None):
    """Return the run of certificates printed by a design."""
    made = pdf or composed(certificates, edition_of(design), base=BASE, on=SIGNED)
    return keep_run(
        made,
        certificates,
        edition=edition_of(design),
        reason=reason,
        form_key=key or uuid.uuid4(),
        by=by,
        at=at,
    )
