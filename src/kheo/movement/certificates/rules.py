import base64
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.typesetting.certificates import Field, FieldPlace, Form, Layout, Mode, Offset
from kheo.movement.certificates.models import Certificate
from kheo.movement.certificates.states import CertificateState, Paper, Stock
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import Standing

MANY = 50  # more are printed in the background
MOST = 2000  # in one run
AHEAD = timedelta(days=60)  # a certificate may bear the day of a ceremony that is to come
FARTHEST = Decimal(50)  # mm by which a printer may be off
YEAR_MARK = "[năm]"
FIELD_NAMES = {
    Field.SUPERIOR: pgettext_lazy("certificate", "Superior body"),
    Field.ISSUER: pgettext_lazy("certificate", "Issuing body"),
    Field.HEADING: pgettext_lazy("certificate", "Heading"),
    Field.LEAD: pgettext_lazy("certificate", "Words before the unit"),
    Field.HOLDER: pgettext_lazy("certificate", "Unit"),
    Field.TITLE_LEAD: pgettext_lazy("certificate", "Words before the model"),
    Field.TITLE: pgettext_lazy("certificate", "Name of the model"),
    Field.PRAISE: pgettext_lazy("certificate", "Words of recognition"),
    Field.PLACE_AND_DATE: pgettext_lazy("certificate", "Place and date"),
    Field.AUTHORITY: pgettext_lazy("certificate", "Authority that signs"),
    Field.POST: pgettext_lazy("certificate", "Post of the signer"),
    Field.SIGNER: pgettext_lazy("certificate", "Full name of the signer"),
    Field.DECISION: pgettext_lazy("certificate", "Decision"),
    Field.SERIAL: pgettext_lazy("certificate", "Serial number"),
    Field.QR: pgettext_lazy("certificate", "QR code"),
}


@dataclass(frozen=True)
class Spot:
    """Where a field is printed into a form: upper left corner and width in mm, size in points, and its side."""

    field: Field
    x: Decimal
    y: Decimal
    width: Decimal
    size: Decimal = Decimal(14)
    align: str = "center"
    bold: bool = False
    italic: bool = False

    @property
    def place(self) -> FieldPlace:
        """The spot as it is typeset: it may shrink to two thirds, and no smaller than 7 points."""
        size = float(self.size)
        return FieldPlace(
            self.field,
            float(self.x),
            float(self.y),
            float(self.width),
            size,
            min(size, max(7, size * 2 / 3)),
            self.align,  # type: ignore[arg-type]  # one of the three, as the form offers them
            self.bold,
            self.italic,
        )


@dataclass(frozen=True)
class DesignFacts:
    """All that a design says."""

    name: str
    issuer: str
    heading: str
    praise: str
    place: str
    authority: str
    signer: str
    form: Paper = Paper.STATE
    mode: Stock = Stock.BLANK
    has_border: bool = True
    superior: str = ""
    lead: str = ""
    title_lead: str = ""
    post: str = ""
    dx: Decimal = Decimal(0)
    dy: Decimal = Decimal(0)
    spots: tuple[Spot, ...] = ()

    @property
    def layout(self) -> Layout:
        """How it is typeset.

        :raises ValueError: if a field lies off the paper.
        """
        return Layout(
            form=Form(self.form),
            mode=Mode(self.mode),
            has_border=self.has_border,
            places=tuple(spot.place for spot in self.spots),
            offset=Offset(float(self.dx), float(self.dy)),
        )


def why_not_design(facts: DesignFacts) -> list[str]:
    """Return every reason against a design as it is said."""
    reasons = []
    named = [spot.field for spot in facts.spots]
    if twice := sorted({str(FIELD_NAMES[field]) for field in named if named.count(field) > 1}):
        reasons.append(_("A field has its place once: %(fields)s.") % {"fields": ", ".join(twice)})
    if facts.mode == Stock.PREPRINTED and not {Field.HOLDER, Field.TITLE} & set(named):
        reasons.append(_("Printed forms need at least a place for the unit or for the name of the model."))
    if max(abs(facts.dx), abs(facts.dy)) > FARTHEST:
        reasons.append(_("Everything can be moved by at most %(most)s mm.") % {"most": FARTHEST})
    return reasons + [reason for spot in facts.spots for reason in _why_not_spot(spot, facts)]


def _why_not_spot(spot: Spot, facts: DesignFacts) -> list[str]:
    try:
        Layout(places=(spot.place,), offset=Offset(float(facts.dx), float(facts.dy)))
    except ValueError:
        said = _("“%(field)s” lies off the paper, which is 297 mm wide and 210 mm high. Change its place or width.")
        return [said % {"field": FIELD_NAMES[spot.field]}]
    return []


def serial_of(number: int, year: int) -> str:
    """Return the serial number as it is written."""
    return f"{number:04}/{year}"


def code_of(token: str) -> str:
    """Return the short code of a token, to type where nothing can be scanned: 60 bits of its digest."""
    return base64.b32encode(hashlib.sha256(token.encode()).digest())[:12].decode()


def spaced(code: str) -> str:
    """Return a code in fours, as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def is_outdated(certificate: Certificate, recognition: Recognition) -> bool:
    """Return whether a certificate says something else than its recognition as it stands now."""
    decision = recognition.decision
    said = (certificate.title, certificate.level, certificate.decision_number, certificate.decided_on)
    stands = (recognition.called, recognition.level, decision.number, decision.signed_on)
    is_amended_since = recognition.standing == Standing.AMENDED and not certificate.is_of_amended
    return said != stands or is_amended_since


def state_of(certificate: Certificate) -> CertificateState:
    """Return how a certificate stands; its recognition and decision are loaded with it."""
    if certificate.recognition.standing == Standing.REVOKED:
        return CertificateState.REVOKED
    if certificate.replaced_at:
        return CertificateState.REPLACED
    if is_outdated(certificate, certificate.recognition):
        return CertificateState.AMENDED
    return CertificateState.VALID


def why_not_issue(decision: Decision, recognitions: Iterable[Recognition], issued_on: date, today: date) -> list[str]:
    """Return every reason against giving certificates to recognitions of a decision, with a day on them."""
    reasons = []
    if issued_on < decision.signed_on:
        reasons.append(
            _("The decision was signed on %(day)s; a certificate cannot be dated before it.")
            % {"day": short_date(decision.signed_on)}
        )
    if issued_on > today + AHEAD:
        reasons.append(
            _("A certificate can be dated at most %(days)s days ahead: until %(day)s.")
            % {"days": AHEAD.days, "day": short_date(today + AHEAD)}
        )
    for recognition in recognitions:
        if recognition.decision_id != decision.pk:
            reasons.append(_("“%(name)s” is not named in this decision.") % {"name": recognition.called})
        elif recognition.standing == Standing.REVOKED:
            reasons.append(
                _("The recognition of “%(name)s” was revoked, so it is given no certificate.")
                % {"name": recognition.called}
            )
    return reasons


def why_not_print(certificates: Collection[Certificate], printed: Collection[int], reason: str) -> list[str]:
    """Return every reason against printing certificates of which those of the numbers in `printed` were printed."""
    if not certificates:
        return [_("Choose at least one certificate.")]
    if len(certificates) > MOST:
        return [_("At most %(most)s certificates can be printed at a time.") % {"most": MOST}]
    words = {
        CertificateState.REVOKED: _("No. %(serial)s “%(title)s” is revoked and cannot be printed."),
        CertificateState.REPLACED: _("No. %(serial)s “%(title)s” was replaced by another and cannot be printed."),
        CertificateState.AMENDED: _(
            "No. %(serial)s “%(title)s”: the recognition has been amended since. Issue its certificate anew first."
        ),
    }
    reasons = [
        words[state] % {"serial": each.serial, "title": each.title}
        for each in certificates
        if (state := state_of(each)) in words
    ]
    again = [each.serial for each in certificates if each.pk in printed]
    if again and not reason:
        reasons.append(
            _("Already printed: %(serials)s. Say why they are printed again.") % {"serials": _shortened(again)}
        )
    return reasons


def _shortened(serials: list[str]) -> str:
    more = len(serials) - 10
    told = ", ".join(serials[:10])
    return f"{told} … (+{more})" if more > 0 else told
