"""What a printed decision says that sets up or restaffs a committee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from kheo.lib.office.word_words import in_sentence, official_day
from kheo.movement.committees.models import Staffing
from kheo.movement.committees.queries import Staffed, staffing_of
from kheo.movement.committees.states import Seat
from kheo.organisation.units.queries import installation
from kheo.outlets.reports.kit import Letterhead, bare_place
from kheo.outlets.reports.rules import signs_for
from kheo.outlets.reports.states import DocumentForm


@dataclass(frozen=True)
class Issuing:
    """Who issues a decision, as the paper names it, and on what it rests."""

    form: DocumentForm
    issuer: str
    superior: str
    signs_as: str
    signer: str
    bases: Sequence[str]


@dataclass(frozen=True)
class StaffingPaper:
    """What a decision on a committee says."""

    letterhead: Letterhead
    form: DocumentForm
    staffed: Staffed
    bases: Sequence[str]
    decider: str
    seats: Mapping[str, str]
    term: str


@override("vi")
def staffing_paper(staffing: Staffing, issuing: Issuing) -> StaffingPaper:
    """Return the paper of one staffing as recorded."""
    committee, here = staffing.committee, installation()
    own = here is not None and here.unit_id == committee.unit_id
    letterhead = Letterhead(
        superior=issuing.superior,
        issuer=issuing.issuer,
        symbol="",
        number=staffing.number,
        place=here.place_name if here and own else bare_place(committee.unit.name),
        day=staffing.signed_on,
        signs_for=_signs_for(issuing),
        signs_as=issuing.signs_as,
        signer=issuing.signer,
    )
    return StaffingPaper(
        letterhead=letterhead,
        form=issuing.form,
        staffed=staffing_of(staffing),
        bases=issuing.bases,
        decider=_decider(issuing),
        seats={seat.value: str(seat.label) for seat in Seat},
        term=_term(committee.term_starts_on, committee.term_ends_on),
    )


def facts_of_staffing(paper: StaffingPaper) -> dict[str, object]:
    """Return what the template of the decision reads."""
    staffed, committee = paper.staffed, paper.staffed.staffing.committee
    return {
        "h": paper.letterhead,
        "party": paper.form == DocumentForm.PARTY,
        "bases": paper.bases,
        "decider": paper.decider,
        "name": committee.name,
        "is_first": staffed.follows is None,
        "follows": staffed.follows,
        "members": staffed.members,
        "left": staffed.left,
        "seats": paper.seats,
        "office": committee.standing_office and committee.standing_office.name,
        "term": paper.term,
        "day": staffed.staffing.valid_from,
    }


def _signs_for(issuing: Issuing) -> str:
    """Return the body for which somebody signs: the standing body of a Party committee, or the issuer itself."""
    known = signs_for(issuing.issuer)
    return known if known == "BAN THƯỜNG VỤ" else issuing.issuer.upper()


def _decider(issuing: Issuing) -> str:
    """Return who decides: of a people's committee its chairman, of a Party committee its standing body."""
    name, known = issuing.issuer.upper(), signs_for(issuing.issuer)
    if issuing.form == DocumentForm.STATE and known == "ỦY BAN NHÂN DÂN":
        return f"CHỦ TỊCH {name}"
    return f"BAN THƯỜNG VỤ {name}" if known == "BAN THƯỜNG VỤ" else name


def _term(first: date | None, last: date | None) -> str:
    """Return a term in words, as much of it as is known."""
    begins = f"từ ngày {official_day(first)}" if first else ""
    ends = f"đến hết ngày {official_day(last)}" if last else ""
    return " ".join(part for part in (begins, ends) if part)


def usual_issuing(staffing: Staffing) -> dict[str, str]:
    """Return what most decisions on this committee say of who issues them, to start with."""
    unit, here = staffing.committee.unit, installation()
    own = here is not None and here.unit_id == unit.pk
    issuer = (here.superior_name if here and own else "") or f"Ủy ban nhân dân {in_sentence(unit.name)}"
    staffed = staffing_of(staffing)
    bases = [f"Căn cứ chức năng, nhiệm vụ, quyền hạn của {issuer}"]
    if before := staffed.follows:
        bases.append(f"Căn cứ Quyết định số {before.number} ngày {official_day(before.signed_on)} về Ban Chỉ đạo")
    if office := staffing.committee.standing_office:
        bases.append(f"Xét đề nghị của {office.name}")
    return {"issuer": issuer, "signs_as": staffing.signed_by, "bases": "\n".join(bases)}
