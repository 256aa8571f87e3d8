"""Dossiers of commendation for tests, through the real actions, on the cast of 2017."""

from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.dates import LOCAL
from kheo.movement.campaigns.models import Campaign
from kheo.movement.commendation import actions
from kheo.movement.commendation.actions.dossiers import DossierFacts
from kheo.movement.commendation.models import BaseSalary
from kheo.movement.commendation.queries.dossiers import rows_of
from kheo.movement.commendation.queries.histories import Proposal
from kheo.movement.commendation.rules.catalogue import FormFacts
from kheo.movement.commendation.rules.dossiers import GrantFacts, Result
from kheo.movement.recognition.models import Decision, Recognition
from tests import make

NOW = datetime(2018, 3, 10, 9, 0, tzinfo=LOCAL)
DAY = date(2018, 1, 20)
SIGNED = date(2018, 2, 1)
SALARY = Decimal(1_300_000)


def facts(**more):
    """Return a certificate of merit of the commune, with money, that needs the title."""
    said = {
        "kind": "certificate",
        "name": "Giấy khen",
        "level": "commune",
        "giver": "commune_chair",
        "basis": "Luật thử",
        "valid_from": date(2017, 1, 1),
        "collective": Decimal("0.3"),
        "individual": Decimal("0.15"),
        "needs_title": True,
    }
    return FormFacts(**said | more)


def form(cast, *, confirmed=True, **more):
    made = actions.write_form(facts(**more), unit=cast.district, by=None, at=NOW)
    if confirmed:
        actions.confirm_form(made, version=1, by=cast.district_office, at=NOW)
    return made


def salary(cast, *, day=date(2017, 7, 1), amount=SALARY):
    actions.set_salary(cast.district, day, amount, "Nghị định thử", by=None, at=NOW)
    made = BaseSalary.objects.get(valid_from=day)
    actions.confirm_salary(made, amount=amount, by=cast.district_office, at=NOW)
    return made


def model(cast, campaign, *, unit=None, titled="commune", **more):
    """Return a registered model of Yên Hòa (or another unit), recognised at a level unless that is empty."""
    unit = unit or cast.hoa
    by = cast.district_office
    made = make.registration(campaign, unit, by, state="registered", office=by, **more)
    if titled:
        title(made, titled)
    return made


def title(registration, level="commune", standing="valid"):
    """Recognise a registration at a level, as the room of recognition would."""
    unit, number = registration.campaign.unit, f"{registration.pk}-QĐ/{level}"
    decision = Decision.objects.create(unit=unit, number=number, signed_on=DAY, signed_by="Trưởng ban", title="")
    said = {"called": registration.exemplar.name, "recognised_at": NOW, "standing": standing}
    return Recognition.objects.create(registration=registration, decision=decision, level=level, **said)


def dossier(cast, form, campaign, *, unit=None, by=None, **more):
    said = {"number": "12/TTr-ĐU", "dated": DAY} | more
    by = by or cast.commune_officer
    return actions.open_dossier(
        DossierFacts(form=form, **said), unit=unit or cast.hoa, campaign=campaign, by=by, at=NOW
    )


def add(dossier, *registrations, by):
    """Add models, and write a summary for each."""
    dossier.refresh_from_db()
    actions.add_models(dossier, [each.pk for each in registrations], by=by, at=NOW)
    for row in dossier.nominees.all():
        row.dossier = dossier
        said = proposal(row, summary="Vận động nhân dân hiến đất làm đường, 45 hộ tham gia.")
        actions.change_row(row, said, by=by, at=NOW)


def proposal(row, **more):
    said = {name: getattr(row, name) for name in ("unit_id", "owner_kind", "holder", "achievement", "summary")}
    return Proposal(**said | {"registrations": [basis.registration for basis in row.bases.all()]} | more)


def submitted(cast, form, campaign, *registrations, **more):
    made = dossier(cast, form, campaign, **more)
    by = more.get("by") or cast.commune_officer
    add(made, *registrations, by=by)
    actions.submit(made, by=by, at=NOW)
    return made


def sent(cast, form, campaign, *registrations, **more):
    made = submitted(cast, form, campaign, *registrations, **more)
    actions.send(made, council="Hội đồng TĐKT xã Yên Hòa", by=cast.district_office, at=NOW)
    return made


def grant(**more):
    said = {"number": "25/QĐ-UBND", "signed_on": SIGNED, "signed_by": "Chủ tịch", "giver": "commune_chair"}
    return GrantFacts(**said | {"body": "Chủ tịch UBND xã Yên Hòa"} | more)


def results(dossier, *refused):
    """Return that all rows are awarded, but those refused by their place from 0."""
    rows = rows_of(dossier, NOW.date())
    return [
        Result(row.nominee, place not in refused, "Chưa đủ thành tích" if place in refused else "", f"0{place + 1}")
        for place, row in enumerate(rows)
    ]


def decided(cast, form, campaign, *registrations, signed_on=SIGNED, **more):
    made = sent(cast, form, campaign, *registrations, **more)
    said = {"grant": grant(signed_on=signed_on, giver=form.giver), "by": cast.district_office, "at": NOW}
    actions.decide(made, results(made), **said)
    return made


class InDemo:
    """Rewards of Yên Hòa in the demo district, for the tests of rights: a dossier brought to a state."""

    def __init__(self, hoa, officer, office):
        self.hoa, self.district = hoa, hoa.parent
        self.commune_officer, self.district_office = officer, office
        self.campaign = Campaign.objects.get(year=2017)
        salary(self)
        self.form = form(self)
        self.unconfirmed = form(self, confirmed=False, name="Giấy khen khác")
        actions.set_salary(self.district, date(2018, 7, 1), Decimal(1_390_000), "Nghị định", by=None, at=NOW)
        self.salary = BaseSalary.objects.get(confirmed_at=None)
        named = Recognition.objects.filter(registration__holder=hoa, registration__campaign=self.campaign)
        self.models = [each.registration for each in named.order_by("pk")[:2]]
        self.dossier = dossier(self, self.form, self.campaign)
        add(self.dossier, self.models[0], by=officer)
        self.row = self.dossier.nominees.get()

    def brought_to(self, state):
        """Return the dossier after the steps up to a state."""
        made, by, office = self.dossier, self.commune_officer, self.district_office
        if made.state == "draft":
            actions.submit(made, by=by, at=NOW)
        if state in {"sent", "decided"} and made.state == "submitted":
            actions.send(made, council="Hội đồng", by=office, at=NOW)
        if state == "decided" and made.state == "sent":
            actions.decide(made, results(made), grant=grant(), by=office, at=NOW)
        return made

    @property
    def given(self):
        return self.brought_to("decided").grant.commendations.get()

    @property
    def paper(self):
        known = self.dossier.papers.first()
        if known is None:
            upload = SimpleUploadedFile("bb.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
            file = keep(upload, kinds=PAPER_KINDS, by=self.commune_officer, at=NOW)
            known = actions.attach(self.dossier, file, kind="minutes", by=self.commune_officer, at=NOW)
        return known

    def decision(self):
        """Return what the sheet of results sends."""
        row = {"results-0-nominee": self.row.pk, "results-0-result": "awarded"}
        said = {"number": "25/QĐ", "signed_on": "01/02/2018", "signed_by": "Chủ tịch", "giver": "commune_chair"}
        counts = {"results-TOTAL_FORMS": 1, "results-INITIAL_FORMS": 1}
        return row | counts | said | {"body": "UBND xã", "version": self.brought_to("sent").version}

    def written(self, **more):
        """Return what the form of a row sends."""
        said = {"owner_kind": "collective", "holder": "Xã Yên Hòa", "unit": self.hoa.pk, "achievement": "Đường hoa"}
        return said | {"version": self.dossier.version, "years": self.models[0].pk, "summary": "Tốt"} | more
