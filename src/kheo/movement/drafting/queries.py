"""What the documents of a campaign say. Their words are Vietnamese whatever language the screens speak."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.lib.numbers import grouped
from kheo.lib.office.word_words import lower_first, official, official_day
from kheo.lib.vitext import fold, sort_key
from kheo.machinery.directives.models import Directive
from kheo.machinery.papers.kit import DOCUMENTS, Document
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.models import Campaign, CampaignQuerySet, Target
from kheo.movement.campaigns.queries import calendar
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.committees.queries import committee_of
from kheo.movement.criteria.models import CriteriaSet, Use
from kheo.movement.criteria.queries import facts_of, uses_of
from kheo.movement.meetings.models import Item
from kheo.movement.meetings.states import Result
from kheo.movement.registry.models import Registration
from kheo.movement.registry.queries import quotas
from kheo.organisation.access.rules import can, can_anywhere, held_by
from kheo.organisation.units.states import UnitKind

START = "drafting:start"  # the page where the documents of a campaign are drawn up
_WORK = {
    PhaseKind.PLAN: "Ban hành kế hoạch của cơ quan, đơn vị",
    PhaseKind.LAUNCH: "Phát động phong trào thi đua",
    PhaseKind.REGISTRATION: "Đăng ký mô hình, điển hình",
    PhaseKind.REVISION: "Rà soát mô hình, điển hình đã đăng ký",
    PhaseKind.CARRYING_OUT: "Tổ chức thực hiện",
    PhaseKind.HALF_YEAR: "Kiểm tra, sơ kết 6 tháng",
    PhaseKind.SELF_SCORING: "Đề nghị công nhận, tự chấm điểm",
    PhaseKind.SURVEY: "Khảo sát thực tế",
    PhaseKind.APPRAISAL: "Thẩm định, chấm điểm",
    PhaseKind.MEETING: "Họp xét, đề nghị công nhận",
    PhaseKind.DECISION: "Quyết định công nhận",
    PhaseKind.COMMENDATION: "Khen thưởng",
    PhaseKind.YEAR_END: "Tổng kết",
}


def campaigns_for(user: User) -> CampaignQuerySet:
    """Return the campaigns whose documents the user may draw up."""
    units = {post.unit_id for post in held_by(user, "drafting.write")}
    targets = Prefetch("targets", Target.objects.select_related("basis"))
    found = Campaign.objects.filter(unit__in=units).select_related("unit__parent", "movement")
    return found.prefetch_related(targets).newest_first()


def documents_elsewhere(user: User) -> list[tuple[str, list[Document]]]:
    """Return the documents that the user may make on other pages than here, by what their kind is called, in the order
    of the alphabet."""
    others = [document for document in DOCUMENTS.values() if document.desk.page != START]
    allowed = {act for act in {document.desk.act for document in others} if can_anywhere(user, act)}
    kinds: dict[str, list[Document]] = {}
    for document in others:
        if document.desk.act in allowed:
            kinds.setdefault(document.kind_name, []).append(document)
    return sorted(kinds.items(), key=lambda kind: sort_key(kind[0]))


def may_draw_up(user: User, campaign: Campaign) -> bool:
    """Return whether the user may draw up documents of a campaign."""
    return can(user, "drafting.write", on=campaign.unit_id)


@override("vi")
def facts_for(campaign: Campaign, document: Document) -> dict[str, Any]:
    """Return what a document says of a campaign: only what its template may ask for is read."""
    found: dict[str, Any] = {
        "campaign": campaign.name,
        "movement": movement_in_words(campaign.movement.name),
        "year": campaign.year,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "opens_on": campaign.registration_opens_on,
        "closes_on": campaign.registration_closes_on,
        "fields": [field.name for field in campaign.fields.all()],
        "committee": getattr(committee_of(campaign.unit, campaign.movement), "name", "Ban Chỉ đạo"),
    }
    return found | lists_for(campaign, document, _WAYS)


@override("vi")
def lists_for(campaign: Campaign, document: Document, among: Collection[str]) -> dict[str, Any]:
    """Return the lists that a document's template may ask for, of those named."""
    asked = {field.name.split(".")[0].removesuffix("[]") for field in document.fields}
    found: dict[str, Any] = {}
    for name in sorted(asked & set(among)):
        found |= _WAYS[name](campaign)
    return found


def movement_in_words(name: str) -> str:
    """Return the movement as a sentence names it."""
    return lower_first(name) if fold(name).startswith("phong trao") else f"phong trào thi đua “{name}”"


def _phases(campaign: Campaign) -> dict[str, Any]:
    rows = [
        {"name": _WORK[each.kind], "starts_on": each.starts_on, "ends_on": each.ends_on} for each in calendar(campaign)
    ]
    return {"phases": rows}


def _targets(campaign: Campaign) -> dict[str, Any]:
    words = []
    for target in campaign.targets.all():
        whom = lower_first(str(UnitKind(target.unit_kind).label)) if target.unit_kind else "cơ quan, đơn vị"
        words.append(f"Mỗi {whom} đăng ký xây dựng ít nhất {official(target.minimum)} mô hình, điển hình")
    return {"targets": words}


def _uses(campaign: Campaign) -> list[Use]:
    """Return by which criteria a campaign appraises: asked once, for what it rests on and for what is missing."""
    known: list[Use] | None = vars(campaign).get("_uses")
    if known is None:
        known = uses_of(campaign)
        vars(campaign)["_uses"] = known
    return known


def _criteria(campaign: Campaign) -> dict[str, Any]:
    used = next(iter(_uses(campaign)), None)
    empty: dict[str, Any] = {"criteria": [], "vetoes": [], "grades": [], "most": ""}
    if used is None:
        return empty
    facts = facts_of(used.criteria_set)
    groups: dict[str, list[dict[str, str]]] = {}
    for each in facts.criteria:
        part = {"name": each.name, "points": grouped((each.points * each.weight).normalize())}
        groups.setdefault(each.group, []).append(part)
    grades = [
        {"name": each.name, "minimum": grouped(each.minimum.normalize()), "earns": each.earns} for each in facts.grades
    ]
    return {
        "criteria": [{"name": name, "parts": parts} for name, parts in groups.items()],
        "vetoes": list(facts.vetoes),
        "grades": grades,
        "most": grouped(facts.total.normalize()),
    }


def _units(campaign: Campaign) -> dict[str, Any]:
    rows = [
        {"name": each.unit.name, "asked": each.unit.minimum, "registered": each.registered, "missing": each.missing}
        for each in quotas(campaign, campaign.unit)
    ]
    return {"units": rows}


def _rows(campaign: Campaign) -> dict[str, Any]:
    found = Registration.objects.filter(campaign=campaign).counted().named_on(campaign.map_day, as_held=False)
    ordered = found.select_related("exemplar", "field").order_by("unit__sort_key", "unit_id", "exemplar__name", "pk")
    rows = [
        {
            "name": each.exemplar.name,
            "unit": each.unit_then,  # type: ignore[attr-defined]  # named by named_on
            "field": each.field.name,
            "owner": each.get_owner_kind_display(),
            "status": each.get_year_status_display(),
        }
        for each in ordered
    ]
    by_field = [
        {"name": field.name, "number": sum(1 for row in rows if row["field"] == field.name)}
        for field in campaign.fields.all()
    ]
    return {"rows": rows, "total": len(rows), "by_field": by_field}


def _scored(campaign: Campaign) -> dict[str, Any]:
    found = Appraisal.objects.filter(registration__campaign=campaign).select_related(
        "registration__exemplar", "registration__unit", "registration__field", "veto"
    )
    rows = [
        {
            "name": each.registration.exemplar.name,
            "unit": each.registration.unit.name,
            "field": each.registration.field.name,
            "points": each.final,
            "grade": each.grade,
            "veto": each.veto.text if each.veto else "",
            "earns": each.earns and not each.veto,
        }
        for each in found.order_by("-final", "registration__exemplar__name", "pk")
    ]
    return {"scored": rows}


def _passed(campaign: Campaign) -> dict[str, Any]:
    found = Item.objects.filter(meeting__campaign=campaign, result=Result.PASSED).exclude(meeting__closed_at=None)
    items = list(found.select_related("meeting").order_by("-points", "name", "pk"))
    rows = [
        {"name": each.name, "unit": each.unit_name, "field": each.field_name, "points": each.points} for each in items
    ]
    return {"passed": rows, "held_on": max((each.meeting.held_on for each in items), default=None)}


_WAYS: dict[str, Callable[[Campaign], dict[str, Any]]] = {
    "phases": _phases,
    "targets": _targets,
    "criteria": _criteria,
    "units": _units,
    "rows": _rows,
    "scored": _scored,
    "passed": _passed,
}


@override("vi")
def usual_bases(campaign: Campaign) -> list[str]:
    """Return what documents of a campaign usually rest on: the documents behind its targets and its criteria."""
    found = [_directive_in_words(each.basis) for each in campaign.targets.all() if each.basis]
    found += [_criteria_in_words(each.criteria_set) for each in _uses(campaign) if each.criteria_set.number]
    return [f"Căn cứ {text}" for text in dict.fromkeys(found)]


def _directive_in_words(found: Directive) -> str:
    number = f" số {found.number}" if found.number else ""
    day = f" ngày {official_day(found.signed_on)}" if found.signed_on else ""
    return f"{found.get_kind_display()}{number}{day} của {found.issuer}"


def _criteria_in_words(found: CriteriaSet) -> str:
    day = f" ngày {official_day(found.issued_on)}" if found.issued_on else ""
    return f"văn bản số {found.number}{day} của {found.issuer}"


@dataclass(frozen=True)
class Wanting:
    """What is missing for a document, and whether it can be made without."""

    words: str
    is_needed: bool


def wanting(campaign: Campaign, document: Document) -> Sequence[Wanting]:
    """Return what is missing in the register before a document is made."""
    known = {
        "phases": (_("Only registration has its days: set the days of the other phases in the campaign."), False),
        "targets": (_("The campaign asks no unit for models: set its targets."), False),
        "criteria": (_("The campaign has no criteria: choose them first."), True),
        "rows": (_("Nothing has been registered yet."), True),
        "scored": (_("Nothing has been scored yet."), True),
        "passed": (_("No closed meeting has agreed to a model yet."), True),
    }
    least, facts = {"phases": 2}, lists_for(campaign, document, known)
    return [
        Wanting(words, is_needed)
        for name, (words, is_needed) in known.items()
        if name in facts and len(facts[name]) < least.get(name, 1)
    ]
