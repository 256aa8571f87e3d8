"""Every write of a press contest beside its registers: checks overruled, rounds opened, judged and closed, results
announced."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.queries import most_of
from kheo.movement.press.models import Candidate, Edition, Entry, Mark, Overrule, Round, Sheet
from kheo.movement.press.queries import (
    all_editions,
    all_entries,
    candidates_of,
    criteria_for,
    judges_of,
    kept_from,
    passed,
    standings_of,
    verdicts_of,
    works_of,
)
from kheo.movement.press.rules import (
    REASON_LIMIT,
    going_on,
    require_judge,
    why_not_announce,
    why_not_close,
    why_not_judge,
    why_not_open,
    why_not_overrule,
)
from kheo.movement.press.signals import results_announced
from kheo.movement.press.states import Check, Stage
from kheo.movement.scoring import actions as scoring
from kheo.movement.scoring.kit import Scoring
from kheo.movement.scoring.states import VERBS, SheetState
from kheo.organisation.access.rules import require, today
from kheo.ui.addresses import address


class NotJudged(Refused):
    """The rules are against this step of a press contest now."""


def _hold(sheet: Sheet) -> None:
    """Hold the round of a sheet for the rest of the transaction, and read again whether it is closed."""
    held = Round.objects.select_for_update(of=("self",)).only("closed_at").get(pk=sheet.candidate.round_id)
    sheet.candidate.round.closed_at = held.closed_at


def _why_barred(user: User, sheet: Sheet) -> str:
    work, edition = sheet.candidate.entry, sheet.candidate.round.edition
    why = kept_from(edition, [user], [work], today()).get((work.pk, user.pk))
    return _("You have to do with this work: %(reason)s.") % {"reason": why} if why else ""


JUDGED = Scoring(
    room="press",
    subject="candidate",
    sheets=Sheet,
    marks=Mark,
    refused=NotJudged,
    criteria=criteria_for,
    why_not_change=why_not_judge,
    hold=_hold,
    require=require_judge,
    why_barred=_why_barred,
)


@transaction.atomic
def overrule(entry: Entry, check: Check, *, reason: str, by: User, at: datetime) -> Overrule:
    """Let a work pass although a check is against it, with the reason. Said twice it is one.

    :raises NotJudged: with every reason against.
    """
    require(by, "press.overrule", on=entry.edition.unit_id)
    if known := Overrule.objects.filter(entry=entry, check_name=check).first():
        return known
    verdict = next(each for each in verdicts_of([entry])[entry.pk] if each.check == check)
    is_judged = Candidate.objects.filter(entry=entry).exists()
    if reasons := why_not_overrule(verdict, reason, is_judged=is_judged):
        raise NotJudged(*reasons)
    why = normalise(reason)[:REASON_LIMIT]
    made = Overrule.objects.create(entry=entry, check_name=check, reason=why, by=by, at=at)
    record("press.overrule", on=entry, by=by, at=at, check=check, reason=why)
    return made


@transaction.atomic
def open_round(
    edition: Edition, stage: Stage, *, each: int, judges: Sequence[User], by: User, at: datetime
) -> tuple[Round, list[Candidate]]:
    """Open a round: of all works that passed their checks, or of those that go on to the final. Each goes to so many
    judges, evenly, whoever has to do with it left out; its criteria stand from now on. Returns the round, and the works
    for which there were not enough judges.

    :raises NotJudged: with every reason against.
    """
    require(by, "press.open", on=edition.unit_id)
    Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)  # two officers at once wait here
    works = _to_judge(edition, stage)
    reasons = why_not_open(edition, stage, each, len(works), list(edition.rounds.all()))
    allowed = {person.pk for person in judges_of(edition, local_day(at))}
    if strangers := [str(person) for person in judges if person.pk not in allowed]:
        reasons.append(_("They hold no post to judge with: %(names)s.") % {"names": ", ".join(strangers)})
    if reasons:
        raise NotJudged(*reasons)
    freeze(edition.criteria_set, by=by, at=at)
    opened = Round.objects.create(edition=edition, stage=stage, each=each, opened_at=at)
    numbered = enumerate(works, start=1)
    Candidate.objects.bulk_create(Candidate(round=opened, entry=work, number=number) for number, work in numbered)
    record("press.open", on=edition, by=by, at=at, stage=stage, each=each, works=[work.pk for work in works])
    return opened, _given_out(opened, judges, by=by, at=at)


def _to_judge(edition: Edition, stage: Stage) -> list[Entry]:
    """Return the works of a round in an order that tells nothing of who sent them in."""
    if stage == Stage.PRELIMINARY:
        return sorted(passed(works_of(edition)), key=lambda work: work.form_key.int if work.form_key else work.pk)
    kept = Candidate.objects.filter(round__edition=edition, round__stage=Stage.PRELIMINARY, goes_on=True)
    return list(all_entries().filter(pk__in=kept.values("entry")).order_by("pk"))


def _given_out(opened: Round, judges: Sequence[User], *, by: User, at: datetime) -> list[Candidate]:
    """Give out the works of a round, let the judges hear of them, and return those with too few judges."""
    rows = {row.pk: row for row in candidates_of(opened)}
    by_work = {row.entry_id: row.pk for row in rows.values()}
    kept = kept_from(opened.edition, judges, [row.entry for row in rows.values()], local_day(at))
    spread = scoring.give_out(
        JUDGED,
        dict.fromkeys(rows, most_of(opened.edition.criteria_set_id)),
        judges,
        each=opened.each,
        among=Sheet.objects.filter(candidate__round=opened),
        barred={(by_work[work], person) for work, person in kept},
        on=opened.edition,
        by=by,
        at=at,
    )
    for judge in judges:
        _tell(judge, opened, sum(1 for pair in spread.pairs if pair[1] == judge.pk), by=by, at=at)
    return [rows[number] for number in spread.short]


def _tell(judge: User, opened: Round, number: int, *, by: User, at: datetime) -> None:
    if not number:
        return
    said = ngettext("%(number)s work waits for your points.", "%(number)s works wait for your points.", number)
    message = Message(
        kind="press.assign",
        key=f"press.assign:{opened.pk}:{judge.pk}:{at.isoformat()}",
        title=_("To be judged: %(edition)s") % {"edition": opened.edition},
        text=said % {"number": number},
        url=address("press:mine"),
        unit_id=opened.edition.unit_id,
    )
    tell([judge], message, by=by, at=at)


@transaction.atomic
def give_again(opened: Round, judges: Sequence[User], *, by: User, at: datetime) -> list[Candidate]:
    """Give out again what has too few judges, after some stepped aside; what was given stays. Returns the works that
    still have too few.

    :raises NotJudged: if the round is closed, or somebody may not judge in it.
    """
    require(by, "press.assign", on=opened.edition.unit_id)
    allowed = {person.pk for person in judges_of(opened.edition, local_day(at))}
    if opened.closed_at or not {person.pk for person in judges} <= allowed:
        raise NotJudged(_("The round is closed, or somebody holds no post to judge with."))
    return _given_out(opened, judges, by=by, at=at)


@transaction.atomic
def mark(
    sheet: Sheet,
    points: Mapping[int, Decimal | None],
    *,
    comments: Mapping[int, str] | None = None,
    version: int,
    by: User,
    at: datetime,
) -> Sheet:
    """Keep points and comments for criteria of a sheet (`scoring.actions.mark`)."""
    scoring.mark(JUDGED, sheet, points, comments=comments, version=version, by=by, at=at)
    return sheet


@transaction.atomic
def hand_in(sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand a sheet in: from now on it counts, and its judge sees what others gave.

    :raises NotJudged: with every criterion that is still missing, or what keeps the judge from the work.
    """
    scoring.hand_in(JUDGED, sheet, comment=comment, version=version, by=by, at=at)


@transaction.atomic
def reopen(sheet: Sheet, *, version: int, by: User, at: datetime) -> None:
    """Take a sheet back to change it, as long as the round is open."""
    scoring.reopen(JUDGED, sheet, version=version, by=by, at=at)


@transaction.atomic
def put_aside(sheet: Sheet, to: SheetState, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Abstain from a sheet, or step aside from its work, with the reason; what was given counts no more."""
    scoring.put_aside(JUDGED, sheet, to, reason=reason, version=version, by=by, at=at)


@transaction.atomic
def withdraw(sheet: Sheet, *, reason: str, by: User, at: datetime) -> None:
    """Take a sheet back from its judge, with the reason; what was given counts no more.

    :raises NotJudged: with every reason against.
    """
    require(by, "press.withdraw", on=sheet.candidate.round.edition.unit_id)
    scoring.withdraw(JUDGED, sheet, reason=reason, by=by, at=at)


@transaction.atomic
def close_round(opened: Round, *, keep: int | None = None, by: User, at: datetime) -> None:
    """Close a round with the mean of each work; of the preliminary the best `keep` go on, and all that have the same
    points as the last of these. Who has come to have to do with a work is taken out of its total first.

    :raises NotJudged: with every reason against.
    """
    require(by, "press.close", on=opened.edition.unit_id)
    Round.objects.select_for_update(of=("self",)).get(pk=opened.pk)  # no sheet is taken back meanwhile
    _bar(opened, by=by, at=at)
    standing = next(each for each in standings_of(opened.edition) if each.round.pk == opened.pk)
    means = {row.pk: told.summary.mean for row, told in standing.lines if told.summary}
    unjudged = [row for row, _told in standing.lines if row.pk not in means]
    if reasons := why_not_close(opened, waiting=standing.waiting, unjudged=unjudged, keep=keep):
        raise NotJudged(*reasons)
    further = going_on(means, keep) if keep and opened.stage == Stage.PRELIMINARY else set()
    for row, _told in standing.lines:
        row.points, row.goes_on = means[row.pk], row.pk in further
    Candidate.objects.bulk_update([row for row, _told in standing.lines], ["points", "goes_on"])
    opened.closed_at = at
    opened.save(update_fields=["closed_at"])
    told = {str(number): mean for number, mean in means.items()}
    record("press.close", on=opened.edition, by=by, at=at, stage=opened.stage, means=told, goes_on=sorted(further))


def _bar(opened: Round, *, by: User, at: datetime) -> None:
    """Take the sheets of all who have to do with a work out of its total: ties are entered after sheets are given."""
    rows = Sheet.objects.filter(candidate__round=opened).select_related("scorer", "candidate__entry__exemplar")
    sheets = [sheet for sheet in rows if SheetState.BARRED in VERBS[SheetState(sheet.state)]]
    people = list({sheet.scorer_id: sheet.scorer for sheet in sheets if sheet.scorer}.values())
    with override(settings.LANGUAGE_CODE):  # the reason is kept, whatever language somebody reads
        kept = kept_from(opened.edition, people, {sheet.candidate.entry for sheet in sheets}, local_day(at))
    for sheet in sheets:
        if why := kept.get((sheet.candidate.entry_id, sheet.scorer_id)):
            scoring.take(JUDGED, sheet, SheetState.BARRED, version=sheet.version, by=by, at=at, reason=why[:300])


@transaction.atomic
def announce(
    edition: Edition, prizes: Mapping[int, str], *, number: str, signed_on: date, by: User, at: datetime
) -> None:
    """Announce the results by a signed decision: the prize of each work of the final (by the work's number; empty for
    none). From now on readers are shown the prized works.

    :raises NotJudged: with every reason against.
    """
    require(by, "press.announce", on=edition.unit_id)
    Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    edition.refresh_from_db(fields=["decided_on"])
    final = Round.objects.filter(edition=edition, stage=Stage.FINAL).first()
    given = {work: prize for work, prize in prizes.items() if prize}
    day = local_day(at)
    reasons = why_not_announce(edition, final, list(given.values()), number, signed_on, today=day)
    judged = set(Candidate.objects.filter(round=final).values_list("entry_id", flat=True)) if final else set()
    if set(given) - judged:
        reasons.append(_("Only works of the final win a prize."))
    if reasons:
        raise NotJudged(*reasons)
    for work, prize in given.items():
        all_entries().filter(pk=work).update(prize=prize)
    edition.decision_number, edition.decided_on = normalise(number), signed_on
    said = {"decision_number": edition.decision_number, "decided_on": signed_on}
    all_editions().filter(pk=edition.pk).update(**said)
    told = {str(work): prize for work, prize in given.items()}
    record("press.announce", on=edition, by=by, at=at, number=edition.decision_number, signed_on=signed_on, prizes=told)
    results_announced.send(Edition, edition=edition)
