"""What must be true of a contest and of a work that is sent in, what keeps a judge from a work, and who wins."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.vitext import exact_key, fold, normalise
from kheo.machinery.registers.kit import Fault, Said
from kheo.movement.press.models import Candidate, Edition, Entry, Round, Sheet
from kheo.movement.press.states import Check, Prize, Stage
from kheo.organisation.access.rules import require

MOST_JUDGES = 50
REASON_LIMIT = 500


# What is said of an edition and a work -----------------------------------------------------------------------------


def why_not_outlet(said: Said) -> list[Fault]:
    """Return what is against an outlet of the list: its licence ends after it begins."""
    if said["licensed_until"] and said["licensed_until"] < said["licensed_from"]:
        words = _("The licence cannot end before it begins (%(day)s).")
        return [Fault(words % {"day": short_date(said["licensed_from"])}, "licensed_until")]
    return []


def why_not_edition(said: Said) -> list[Fault]:
    """Return everything that is against the rules of an edition: its days in order, and at least one prize."""
    faults = []
    for name in ("published", "entries", "judging"):
        if said[f"{name}_to"] < said[f"{name}_from"]:
            words = _("The last day cannot be before the first (%(day)s).")
            faults.append(Fault(words % {"day": short_date(said[f"{name}_from"])}, f"{name}_to"))
    if said["judging_from"] < said["entries_from"]:
        words = _("Works are judged after they are sent in (from %(day)s).")
        faults.append(Fault(words % {"day": short_date(said["entries_from"])}, "judging_from"))
    if not any(said[f"{prize}_prizes"] for prize in Prize.values):
        faults.append(Fault(_("Say how many prizes there are: at least one."), "first_prizes"))
    return faults


def why_not_entry(said: Said) -> list[Fault]:
    """Return everything that is against a work: where it can be found, and its days in order."""
    faults = []
    if not said["address"] and not said["place"]:
        words = _("Say where it can be found: its address, or issue and page, or the broadcast.")
        faults.append(Fault(words, "address"))
    if said["address"] and not said["address"].startswith(("http://", "https://")):
        faults.append(Fault(_("An address begins with https:// or http://."), "address"))
    if said["sent_on"] < said["published_on"]:
        words = _("It cannot be sent in before it was published (%(day)s).")
        faults.append(Fault(words % {"day": short_date(said["published_on"])}, "sent_on"))
    return faults


# Checks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What one check says of a work: whether it holds, what is against it, and why it was let pass all the same."""

    check: Check
    against: str
    overruled: str = ""

    @property
    def holds(self) -> bool:
        return not self.against

    @property
    def passes(self) -> bool:
        return self.holds or bool(self.overruled)


def verdicts_on(entry: Entry, *, has_proof: bool, prized: str, overruled: Mapping[str, str]) -> list[Verdict]:
    """Return every check of a work one by one; `prized` names the edition in which it was prized before."""
    against = {
        Check.OUTLET: _against_outlet(entry),
        Check.PUBLISHED: _against_days(entry.published_on, entry.edition, "published"),
        Check.SENT: _against_days(entry.sent_on, entry.edition, "entries"),
        Check.PROOF: "" if has_proof else _("Attach a photo of the page, a print of it, or a paper of the outlet."),
        Check.NEW: _against_prized(entry, prized),
        Check.ANONYMOUS: _against_text(entry),
    }
    return [Verdict(check, said, overruled.get(check, "")) for check, said in against.items()]


def _against_outlet(entry: Entry) -> str:
    outlet, day = entry.outlet, entry.published_on
    if outlet.withdrawn_at or outlet.unit_id != entry.edition.unit_id:
        return _("The outlet is not in the list of the office that holds the contest.")
    if not outlet.licensed_from <= day <= (outlet.licensed_until or day):
        return _("Its licence did not hold on %(day)s.") % {"day": short_date(day)}
    return ""


def _against_days(day: date, edition: Edition, name: str) -> str:
    first, last = getattr(edition, f"{name}_from"), getattr(edition, f"{name}_to")
    if first <= day <= last:
        return ""
    said = {"day": short_date(day), "first": short_date(first), "last": short_date(last)}
    return _("%(day)s is not between %(first)s and %(last)s.") % said


def _against_prized(entry: Entry, prized: str) -> str:
    told = entry.prized_elsewhere or prized
    return _("It was prized before: %(prize)s.") % {"prize": told} if told else ""


def _against_text(entry: Entry) -> str:
    if not entry.text:
        return _("There is no text for the judges yet.")
    words = fold(entry.text)
    named = [name for name in (entry.author, entry.outlet.name) if fold(name) in words]
    return _("The text names: %(names)s.") % {"names": ", ".join(named)} if named else ""


def same_work(one: Entry, other: Entry) -> bool:
    """Return whether two entries are one work: the same address, or the same title by the same author."""
    if one.address and one.address == other.address:
        return True
    return (exact_key(one.title), fold(one.author)) == (exact_key(other.title), fold(other.author))


def why_not_overrule(verdict: Verdict, reason: str, *, is_judged: bool) -> list[str]:
    """Return every reason against letting a work pass although a check is against it."""
    reasons = []
    if is_judged:
        reasons.append(_("The work is being judged already."))
    if verdict.holds:
        reasons.append(_("Nothing is against it here; there is nothing to overrule."))
    if not normalise(reason):
        reasons.append(_("Please give the reason."))
    return reasons


# Rounds ------------------------------------------------------------------------------------------------------------


def why_not_open(edition: Edition, stage: Stage, each: int, works: int, rounds: Sequence[Round]) -> list[str]:
    """Return every reason against opening a round with so many works; `rounds` are those of the edition so far."""
    known = {one.stage: one for one in rounds}
    reasons = []
    if edition.withdrawn_at or edition.decided_on:
        reasons.append(_("This contest is over."))
    if stage in known:
        reasons.append(_("This round is open already."))
    if stage == Stage.FINAL and (Stage.PRELIMINARY not in known or known[Stage.PRELIMINARY].closed_at is None):
        reasons.append(_("Close the preliminary round first."))
    if not works:
        reasons.append(_("No work has passed its checks."))
    if not 1 <= each <= MOST_JUDGES:
        reasons.append(_("Each work is judged by 1 to %(most)s people.") % {"most": MOST_JUDGES})
    return reasons


def why_not_judge(sheet: Sheet) -> list[str]:
    """Return what is against changing a sheet at all: its round is closed."""
    return [_("The round is closed; its sheets cannot be changed.")] if sheet.candidate.round.closed_at else []


def require_judge(sheet: Sheet, by: User) -> None:
    """Let nobody write on the sheet of somebody else."""
    if sheet.scorer_id != by.pk:
        raise PermissionDenied("press.mark")
    require(by, "press.mark", on=sheet.candidate.round.edition.unit_id)


def why_tied(judge: User, entry: Entry, ties: Mapping[tuple[int, int], str]) -> str:
    """Return why a judge has to do with a work by its author or its outlet; empty if not. `ties` are the reasons by
    judge and outlet."""
    if fold(judge.full_name) == fold(entry.author):
        return _("has the author's name")
    return ties.get((judge.pk, entry.outlet_id), "")


def why_not_close(round_: Round, *, waiting: int, unjudged: Sequence[Candidate], keep: int | None) -> list[str]:
    """Return every reason against closing a round; `keep` is how many works go on to the final, of the preliminary."""
    reasons = [_("The round is closed already.")] if round_.closed_at else []
    if waiting:
        reasons.append(_("%(number)s sheets are still out. Wait for them, or take them back.") % {"number": waiting})
    if unjudged:
        named = ", ".join(str(each.number) for each in unjudged)
        reasons.append(_("Nobody has judged the works numbered %(numbers)s.") % {"numbers": named})
    if round_.stage == Stage.PRELIMINARY and not keep:
        reasons.append(_("Say how many works go on to the final."))
    return reasons


def going_on(points: Mapping[int, Decimal], keep: int) -> set[int]:
    """Return which works go on: so many of the best, and all that have the same points as the last of these."""
    ordered = sorted(points.values(), reverse=True)
    if not ordered:
        return set()
    bound = ordered[min(keep, len(ordered)) - 1]
    return {key for key, given in points.items() if given >= bound}


def proposed(points: Sequence[tuple[int, Decimal]], limits: Mapping[str, int]) -> dict[int, str]:
    """Return which prize each work would win by its place, the best first; those that none is left for, none."""
    in_order = sorted(points, key=lambda each: (-each[1], each[0]))
    prizes = [prize for prize in Prize.values for _number in range(limits[prize])]
    return {key: prize for (key, _points), prize in zip(in_order, prizes, strict=False)}


def why_not_announce(
    edition: Edition, final: Round | None, prizes: Collection[str], number: str, day: date, *, today: date
) -> list[str]:
    """Return every reason against announcing the results of an edition by a decision."""
    reasons = [_("The results are announced already.")] if edition.decided_on else []
    if final is None or final.closed_at is None:
        reasons.append(_("Close the final round first."))
    if not normalise(number):
        reasons.append(_("Give the number of the decision."))
    if day > today:
        reasons.append(_("The decision is signed in the future. Announce it once it is signed."))
    if not prizes:
        reasons.append(_("Give at least one prize."))
    words = pgettext("press", "%(prize)s: %(given)s are given, the rules know %(limit)s.")
    for prize, given in Counter(prizes).items():
        if given > edition.limit_of(prize):
            reasons.append(words % {"prize": Prize(prize).label, "given": given, "limit": edition.limit_of(prize)})
    return reasons
