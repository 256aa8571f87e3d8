"""What may be done with a dossier, and what is against its results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.movement.commendation.models import BaseSalary, Commendation, Dossier, Nominee, RewardForm
from kheo.movement.commendation.rules.catalogue import FormFacts
from kheo.movement.commendation.states import EDITABLE, MOVES, Standing
from kheo.organisation.units.models import Lineage, Unit

NAME_LIMIT = 300
TEXT_LIMIT = 4000
ACHIEVEMENT_LIMIT = 1000
# So many rows can be filled in at once with their results.
ROW_LIMIT = 200
_FORM = (
    *("kind", "name", "level", "giver", "basis", "valid_from", "valid_to", "collective", "individual", "household"),
    *("round_up_to", "needs_title", "title_level", "years_needed", "years_of", "needs_kind", "note"),
)


@dataclass(frozen=True)
class GrantFacts:
    """The decision by which holders of a dossier are rewarded."""

    number: str
    signed_on: date
    signed_by: str
    giver: str
    body: str


@dataclass(frozen=True)
class Result:
    """What became of one row: awarded (with its number in the book, if it has one), or not and why."""

    nominee: Nominee
    is_awarded: bool
    refused: str = ""
    book_number: str = ""


def form_facts(form: RewardForm) -> FormFacts:
    """Return what a row of the catalogue says."""
    return FormFacts(**{name: getattr(form, name) for name in _FORM})


def why_not_move(dossier: Dossier, act: str, reason: str = "") -> list[str]:
    """Return what is against a step of the table from where a dossier is."""
    move, reasons = MOVES[act], []
    if dossier.state not in move.sources:
        told = {"step": move.label, "state": dossier.get_state_display()}
        reasons.append(_("“%(step)s” is not open for a dossier in this state: %(state)s.") % told)
    if move.needs_reason and not reason.strip():
        reasons.append(_("Give a reason."))
    return reasons


def why_not_write(dossier: Dossier) -> list[str]:
    """Return what is against changing what a dossier says."""
    if dossier.state in EDITABLE:
        return []
    return [_("What has been submitted can only be changed after it is returned.")]


def why_not_more(there: int, more: int) -> list[str]:
    """Return what is against so many more rows in a dossier."""
    if there + more <= ROW_LIMIT:
        return []
    return [_("A dossier has at most %(most)s rows. Open another one for the rest.") % {"most": ROW_LIMIT}]


def why_not_form(unit: Unit, form_unit_id: int, day: date) -> list[str]:
    """Return what is against a unit proposing for a form of another unit's catalogue."""
    if Lineage.objects.reaching(day).filter(unit=unit, ancestor=form_unit_id).exists():
        return []
    return [_("This form stands in the catalogue of a body that is not above %(unit)s.") % {"unit": unit.name}]


def why_not_submit(dossier: Dossier, rows: int) -> list[str]:
    """Return what the dossier itself lacks before it may be submitted, its rows apart."""
    reasons = []
    if not dossier.number or not dossier.dated:
        reasons.append(_("Give the number and the day of the submission."))
    if not rows:
        reasons.append(_("The dossier has no row yet. Add who is proposed."))
    return reasons


def why_not_grant(grant: GrantFacts, dossier: Dossier, day: date) -> list[str]:
    """Return what is against entering a decision of reward on a day."""
    reasons = []
    if not (grant.number and grant.signed_by and grant.body):
        reasons.append(_("A decision needs its number, who signed it and the awarding body."))
    if grant.signed_on > day:
        told = {"day": short_date(grant.signed_on)}
        reasons.append(_("The decision is dated %(day)s, a day still to come. Enter it when it is signed.") % told)
    if dossier.dated and grant.signed_on < dossier.dated:
        told = {"day": short_date(grant.signed_on), "dated": short_date(dossier.dated)}
        reasons.append(_("The decision of %(day)s lies before the submission of %(dated)s.") % told)
    return reasons


def why_not_results(results: Mapping[int, Result], nominees: list[Nominee]) -> list[str]:
    """Return what is against the results as they are said: every row has one, and what was not awarded has a reason."""
    reasons = []
    if set(results) != {nominee.pk for nominee in nominees}:
        reasons.append(_("The rows of the dossier have changed. Reload the page and enter the results again."))
    reasons += [
        _("%(holder)s: say why it was not awarded.") % {"holder": result.nominee.holder}
        for result in results.values()
        if not result.is_awarded and not result.refused
    ]
    return reasons


def why_not_reckon(form: RewardForm, salary: BaseSalary | None, multiples: set[Decimal], day: date) -> list[str]:
    """Return what is against reckoning money by a form on a day, with the base salary that is known for it."""
    reasons = []
    if form.confirmed_at is None:
        told = {"name": form.name}
        reasons.append(
            _("“%(name)s” in the catalogue is not confirmed. Hold it against the official text first.") % told
        )
    if any(multiples):
        told = {"day": short_date(day)}
        if salary is None:
            reasons.append(_("No base salary is known for %(day)s. Enter it in the catalogue.") % told)
        elif salary.confirmed_at is None:
            reasons.append(_("The base salary for %(day)s is not confirmed. Hold it against the official text.") % told)
    return reasons


def why_not_revoke(found: Commendation, revoked_on: date, number: str, why: str, day: date) -> list[str]:
    """Return every reason against noting that a commendation was revoked (law 06/2022/QH15, chapter VII)."""
    reasons = []
    if found.standing == Standing.REVOKED:
        reasons.append(_("It has been revoked already."))
    if not number or not why:
        reasons.append(_("Give the number of the decision that revokes it, and why."))
    if not found.signed_on <= revoked_on <= day:
        told = {"first": short_date(found.signed_on), "last": short_date(day)}
        reasons.append(_("The day lies between the decision of reward (%(first)s) and today (%(last)s).") % told)
    return reasons
