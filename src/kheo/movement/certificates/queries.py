from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Length
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib import seals
from kheo.lib.dates import document_date, short_date
from kheo.lib.refusals import Refused
from kheo.lib.typesetting.certificates import CertificateFacts, DoesNotFit, Field, calibrate, compose
from kheo.lib.typesetting.pdf_out import CannotTypeset, NoGlyph
from kheo.lib.vitext import sort_key
from kheo.movement.certificates.models import Certificate, Design, Edition, Key, Printing
from kheo.movement.certificates.rules import FIELD_NAMES, YEAR_MARK, DesignFacts, Spot, code_of, spaced, state_of
from kheo.movement.certificates.states import CertificateState, Paper, Stock
from kheo.movement.recognition.models import Decision, Recognition
from kheo.movement.recognition.states import Standing
from kheo.organisation.units.models import Lineage, UnitVersion

PLAIN = (
    ("form", "mode", "has_border", "superior", "issuer", "heading", "lead", "title_lead", "praise", "place")
    + ("authority", "post", "signer", "dx", "dy")
)  # fmt: skip
# The words of the paper are Vietnamese whatever language the screen speaks (docs/decisions/0006).
_DECISION = "Theo Quyết định số {number} ngày {day}"
_SERIAL = "Số vào sổ: {serial}"
_QR_WORDS = "Quét mã hoặc nhập {code}"
_PDF = "Giấy chứng nhận"
_LONG_UNIT = "Ban Chấp hành Hội Liên hiệp Phụ nữ thị trấn Yên Thịnh, huyện Yên Mô"
_LONG_TITLE = (
    "Vận động nhân dân hiến đất, góp công làm đường giao thông nông thôn gắn với xây dựng tuyến đường hoa kiểu mẫu"
)


class NotTypeset(Refused):
    """A certificate cannot be set on its page as it is."""


# Designs -------------------------------------------------------------------------------------------------------------


def edition_of(design: Design) -> Edition:
    """Return what a design says now."""
    return design.editions.latest("number")


def facts_of(edition: Edition) -> DesignFacts:
    """Return all that an edition says."""
    said = {name: getattr(edition, name) for name in PLAIN}
    said |= {"form": Paper(edition.form), "mode": Stock(edition.mode)}
    return DesignFacts(name=edition.design.name, spots=tuple(spots_of(edition)), **said)


def spots_of(edition: Edition) -> list[Spot]:
    """Return where the fields of an edition are printed."""
    numbers = ("x", "y", "width", "size")
    return [
        Spot(**row | {"field": Field(row["field"])} | {name: Decimal(row[name]) for name in numbers})
        for row in edition.places
    ]


def designs_for(user: User, decision: Decision) -> QuerySet[Design]:
    """Return the designs by which the certificates of a decision can be printed, the last one first."""
    return Design.objects.filter(unit=decision.unit_id).order_by("-pk")


def printed_editions(design: Design) -> QuerySet[Edition]:
    """Return the editions of a design by which something was printed, the last first, each with how often."""
    return design.editions.annotate(printed=Count("runs")).filter(printed__gt=0)


# Papers --------------------------------------------------------------------------------------------------------------


def sealed_facts(certificate: Certificate) -> dict[str, str]:
    """Return in full what is sealed in a certificate, by the names of `seals.FIELDS`."""
    return {
        "serial": certificate.serial,
        "number": certificate.decision_number,
        "decided_on": certificate.decided_on.isoformat(),
        "issued_on": certificate.issued_on.isoformat(),
        "level": certificate.level,
        "issuer": certificate.issuer,
        "holder": certificate.holder,
        "title": certificate.title,
    }


def composed(certificates: Sequence[Certificate], edition: Edition, *, base: str, on: date) -> bytes:
    """Return the PDF of certificates by an edition, a page each; the codes lead to addresses that begin with `base`.

    :raises NotTypeset: with the certificate and the field that does not fit, or the sign that cannot be printed.
    """
    return _typeset([paper_of(each, facts_of(edition), base) for each in certificates], edition, on)


def paper_of(certificate: Certificate, design: DesignFacts, base: str) -> CertificateFacts:
    """Return the words of one certificate; its recognition, registration and campaign are loaded with it."""
    year = certificate.recognition.registration.campaign.year
    return CertificateFacts(
        superior=design.superior,
        issuer=design.issuer,
        heading=design.heading,
        lead=design.lead,
        holder=certificate.holder,
        title_lead=design.title_lead,
        title=certificate.title,
        praise=design.praise.replace(YEAR_MARK, str(year)),
        place_and_date=f"{design.place}, {document_date(certificate.issued_on)}",
        authority=design.authority,
        post=design.post,
        signer=design.signer,
        decision=_DECISION.format(number=certificate.decision_number, day=short_date(certificate.decided_on)),
        serial=_SERIAL.format(serial=certificate.serial),
        qr=base + certificate.token + "/",
        qr_words=_QR_WORDS.format(code=spaced(certificate.code)),
    )


def preview(edition: Edition, *, base: str, on: date) -> bytes:
    """Return a page by an edition with the longest names of its unit, and no code that anything could be proved by.

    :raises NotTypeset: with the field that does not fit.
    """
    unit = edition.design.unit_id
    decided = Recognition.objects.filter(decision__unit=unit).order_by(Length("called").desc(), "pk")
    below = Lineage.objects.reaching(on).filter(ancestor=unit).values("unit")
    versions = UnitVersion.objects.on(on).filter(unit__in=below)
    names = versions.order_by(Length("name").desc(), "pk").values_list("name", flat=True)
    design, token = facts_of(edition), "XEM-THU-" * 50
    facts = CertificateFacts(
        **{name: getattr(design, name) for name in PLAIN if name in CertificateFacts.__dataclass_fields__},
        holder=names.first() or _LONG_UNIT,
        title=decided.values_list("called", flat=True).first() or _LONG_TITLE,
        place_and_date=f"{design.place}, {document_date(on)}",
        decision=_DECISION.format(number="0000-QĐ/BCĐ", day=short_date(on)),
        serial=_SERIAL.format(serial="0000/0000"),
        qr=base + token,
        qr_words=_QR_WORDS.format(code="XXXX-XXXX-XXXX"),
    )
    return _typeset([_with_year(facts, on.year)], edition, on)


def _with_year(facts: CertificateFacts, year: int) -> CertificateFacts:
    return CertificateFacts(**vars(facts) | {"praise": facts.praise.replace(YEAR_MARK, str(year))})


def calibration(edition: Edition, *, on: date) -> bytes:
    """Return the page by which a printer is measured: rulers and the frame of every field that has a place."""
    with translation.override(settings.LANGUAGE_CODE):
        names = {field: str(name) for field, name in FIELD_NAMES.items()}
        title = _("Calibration page – %(name)s") % {"name": edition.design.name}
    return calibrate(facts_of(edition).layout, names, title=title, on=on)


def _typeset(papers: Sequence[CertificateFacts], edition: Edition, on: date) -> bytes:
    try:
        return compose(papers, facts_of(edition).layout, title=_PDF, on=on)
    except DoesNotFit as long:
        raise NotTypeset(_too_long(papers[long.index], long.field)) from long
    except NoGlyph as lacking:
        said = _("“%(text)s” holds a sign that cannot be printed. Correct it and print again.")
        raise NotTypeset(said % {"text": lacking.cause}) from lacking
    except CannotTypeset as failure:
        raise NotTypeset(_("The PDF could not be made in time. Print fewer certificates at a time.")) from failure


def _too_long(paper: CertificateFacts, field: Field) -> str:
    said = _(
        "%(serial)s, “%(title)s”: “%(field)s” is too long for its place even in the smallest letters."
        " Widen its place in the design, or shorten the words there."
    )
    return said % {"serial": paper.serial, "title": paper.title, "field": FIELD_NAMES[field]}


# What an office asks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Named:
    """A recognition of a decision, with the certificate that it has, if any, and how often that was printed."""

    recognition: Recognition
    certificate: Certificate | None
    state: CertificateState | None
    printed: int

    @property
    def may_be_issued(self) -> bool:
        return self.recognition.standing != Standing.REVOKED and self.state in (None, CertificateState.AMENDED)

    @property
    def may_be_printed(self) -> bool:
        return self.state == CertificateState.VALID


def loaded(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Return certificates with what their state and their papers ask for."""
    return rows.select_related("recognition__decision", "recognition__registration__campaign", "key")


def named_in(decision: Decision) -> list[Named]:
    """Return what a decision names, in order, each with its live certificate."""
    rows = Recognition.objects.filter(decision=decision).select_related("decision", "registration__unit")
    live = loaded(Certificate.objects.live().filter(decision=decision)).annotate(printed=Count("printings"))
    by_recognition = {each.recognition_id: each for each in live}
    return [_named(row, by_recognition.get(row.pk)) for row in sorted(rows, key=in_order)]


def in_order(row: Recognition) -> tuple[str, str, int]:
    """Return where a recognition stands among those of its decision: by unit, then by name."""
    return row.registration.unit.sort_key, sort_key(row.called), row.pk


def _named(recognition: Recognition, certificate: Certificate | None) -> Named:
    if certificate is None:
        return Named(recognition, None, None, 0)
    return Named(recognition, certificate, state_of(certificate), certificate.printed)  # type: ignore[attr-defined]


def printed_of(certificates: Sequence[Certificate]) -> set[int]:
    """Return the numbers of those certificates that have been printed before."""
    pks = [each.pk for each in certificates]
    return set(Printing.objects.filter(certificate__in=pks).values_list("certificate_id", flat=True))


def log_of(certificate: Certificate) -> QuerySet[Printing]:
    """Return when a certificate was printed, by whom and why again, the last first."""
    return certificate.printings.select_related("run__by", "run__edition__design").order_by("-run__at", "-pk")


def last_number(unit: int, year: int) -> int:
    """Return the last serial number that a unit gave in a year."""
    found = Certificate.objects.filter(unit=unit, year=year).aggregate(last=Max("number"))
    return found["last"] or 0


# What anybody asks ---------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What can be said of a code that somebody holds."""

    GENUINE = "genuine"  # sealed here, and in the register
    UNKNOWN = "unknown"  # sealed here, and not in the register
    FORGED = "forged"  # changed since it was sealed
    FOREIGN = "foreign"  # by a key that is not ours
    UNREADABLE = "unreadable"  # no code of a certificate


@dataclass(frozen=True)
class Finding:
    """What a code says, and how its certificate stands today. What is not genuine tells nothing: it proves nothing."""

    verdict: Verdict
    facts: Mapping[str, str]
    certificate: Certificate | None = None
    state: CertificateState | None = None


def check(text: str) -> Finding:
    """Return what can be said of a code, of its short form, or of an address that ends with one."""
    token = tidied(text)
    by_code = loaded(Certificate.objects.filter(code=token)).first() if len(token) == 12 else None
    token = by_code.token if by_code else token
    publics = [key.public for key in Key.objects.all()]
    try:
        payload = seals.verify(token, publics)
    except seals.Unreadable:
        return Finding(Verdict.UNREADABLE, {})
    except seals.Forged as forged:
        is_ours = str(forged) in {seals.key_id(public) for public in publics}
        return Finding(Verdict.FORGED if is_ours else Verdict.FOREIGN, {})
    rows = Certificate.objects.select_related("replacement")
    found = by_code or loaded(rows.filter(code=code_of(token), token=token)).first()
    if found is None:
        return Finding(Verdict.UNKNOWN, payload.facts)
    return Finding(Verdict.GENUINE, sealed_facts(found), found, state_of(found))


def tidied(text: str) -> str:
    """Return the code in what somebody typed, pasted or scanned: without its address, spaces, lines and hyphens."""
    last = "".join(text.split()).rstrip("/").rpartition("/")[2]
    return last.replace("-", "").upper()


def replacement_of(certificate: Certificate) -> Certificate | None:
    """Return the certificate that replaced one."""
    return Certificate.objects.filter(replaces=certificate).first()


def published_keys() -> list[Key]:
    """Return every key that ever sealed a certificate, the first one first."""
    return list(Key.objects.order_by("made_at", "pk"))


def private_key_file() -> Path:
    """Return where the private side of the present key lies: beside the data, as the other secrets do."""
    return Path(settings.DATA_DIR) / "certificates.key"
