"""What the documents of a dossier say. Their words are Vietnamese whatever language the screens speak."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from kheo.lib.numbers import grouped
from kheo.lib.office.word_words import official
from kheo.lib.vitext import fold
from kheo.movement.commendation.models import Dossier
from kheo.movement.commendation.queries.dossiers import Row, rows_of
from kheo.movement.commendation.states import Giver, Layout
from kheo.movement.registry.models import Measure, Registration
from kheo.movement.registry.states import OwnerKind
from kheo.organisation.units.queries import installation


@dataclass(frozen=True)
class Letter:
    """What stands around the text of a document: who writes to whom, in which layout, and who signs."""

    layout: Layout
    issuer: str
    superior: str
    place: str
    to: str
    signs_as: str
    signer: str


@dataclass(frozen=True)
class Line:
    """A row as a document tells it."""

    holder: str
    unit: str
    kind: str
    achievement: str
    summary: str
    points: str
    received: Sequence[str]
    titles: Sequence[str]


@dataclass(frozen=True)
class Told:
    """What the register says of a model in one year, for a report on achievements."""

    name: str
    year: int
    field: str
    method: str
    outcome: str
    measures: Sequence[str]


@dataclass(frozen=True)
class Bundle:
    """All that the documents of one dossier are made of."""

    dossier: Dossier
    letter: Letter
    bases: Sequence[str]
    lines: Sequence[Line]
    by_kind: str
    movement: str


def usual_letter(dossier: Dossier) -> dict[str, str]:
    """Return what most documents of this dossier say around their text, to start with."""
    unit, here = dossier.unit, installation()
    own = here is not None and here.unit_id == unit.pk
    with override("vi"):
        giver = str(Giver(dossier.form.giver).label)
    return {
        "layout": Layout.STATE,
        "issuer": here.issuer_name if here and own else unit.name,
        "superior": here.superior_name if here and own else (unit.parent.name if unit.parent else ""),
        "place": here.place_name if here and own else "",
        "to": dossier.council or giver,
    }


@override("vi")
def bundle_of(dossier: Dossier, letter: Letter, today: date) -> Bundle:
    """Return what the documents of a dossier say."""
    rows = rows_of(dossier, today)
    return Bundle(
        dossier=dossier,
        letter=letter,
        bases=[part.strip() for part in dossier.form.basis.split(";") if part.strip()],
        lines=[_line(row) for row in rows],
        by_kind=_by_kind(rows),
        movement=_in_words(dossier.campaign.movement.name),
    )


def _in_words(movement: str) -> str:
    """Return a movement as a sentence names it."""
    if fold(movement).startswith("phong trao"):
        return movement[:1].lower() + movement[1:]
    return f"phong trào thi đua “{movement}”"


def _line(row: Row) -> Line:
    nominee, known = row.nominee, row.candidate
    titled = sorted({(title.year, title.level) for title in known.titles if title.stands})
    return Line(
        holder=nominee.holder,
        unit=nominee.unit.name,
        kind=str(OwnerKind(nominee.owner_kind).label),
        achievement=nominee.achievement,
        summary=nominee.summary,
        points=grouped(nominee.points.normalize()) if nominee.points is not None else "",
        received=[f"{each.name}, {each.told}" for each in row.before],
        titles=[f"Được công nhận danh hiệu năm {year}" for year, _level in titled],
    )


def _by_kind(rows: Sequence[Row]) -> str:
    """Return how many there are of each kind of holder: "03 tập thể, 12 cá nhân"."""
    counted = Counter(row.nominee.owner_kind for row in rows)
    return ", ".join(
        f"{official(counted[kind])} {str(kind.label).lower()}" for kind in OwnerKind if counted[kind.value]
    )


def told_of(registrations: Sequence[Registration]) -> list[Told]:
    """Return what the register says of models, each in its year."""
    return [
        Told(
            name=each.exemplar.name,
            year=each.campaign.year,
            field=each.field.name,
            method=each.particulars.method,
            outcome=each.particulars.outcome,
            measures=[_measure(measure) for measure in each.measures.all()],
        )
        for each in registrations
    ]


def _measure(measure: Measure) -> str:
    """Return an indicator with what was promised and reached."""
    unit = f" {measure.counted_in}" if measure.counted_in else ""
    promised = f"{measure.name}: chỉ tiêu {_number(measure.promised)}{unit}"
    return promised + (f", đạt {_number(measure.achieved)}{unit}" if measure.achieved is not None else "")


def _number(value: Decimal) -> str:
    text = grouped(value)
    return text.rstrip("0").rstrip(",") if "," in text else text
