"""Committees as a workbook: a row for each person. The rows of one committee are its whole list by one decision: who is
not on it leaves, who is new comes, and all of it is one restaffing."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key
from kheo.machinery.intake.kit import (
    Act,
    Choices,
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Sheet,
    Values,
    declare,
    official,
    units_by_name,
)
from kheo.machinery.intake.rules import day_column, limit_of
from kheo.machinery.intake.states import Verdict
from kheo.movement.campaigns.models import Movement
from kheo.movement.committees.actions import restaff, set_up_committee
from kheo.movement.committees.models import Membership, Staffing
from kheo.movement.committees.queries import committees_to_restaff, committees_to_set_up, ever_sat_on
from kheo.movement.committees.rules import Sitting
from kheo.movement.committees.sheets.lists import (
    MemberList,
    Row,
    act_of,
    by_name,
    is_entered_already,
    judge_decision,
    judge_list,
)
from kheo.movement.committees.states import Seat

COLUMNS = (
    Column(
        "id",
        pgettext_lazy("sheet", "Code in Khéo"),
        width=12,
        is_fixed=True,
        hint=gettext_lazy("Leave it as it is; leave it empty for somebody new."),
    ),
    Column(
        "unit",
        pgettext_lazy("sheet", "Committee of"),
        width=26,
        needed=True,
        hint=gettext_lazy("The unit whose committee it is; choose it from the list."),
    ),
    Column(
        "name",
        pgettext_lazy("sheet", "Full name"),
        width=24,
        needed=True,
        limit=limit_of(Membership, "name"),
        example=pgettext_lazy("sheet example", "A person's full name"),
    ),
    Column(
        "title",
        pgettext_lazy("sheet", "Post"),
        width=34,
        needed=True,
        limit=limit_of(Membership, "title"),
        hint=gettext_lazy("What the person is otherwise, and where."),
        example=pgettext_lazy("sheet example", "Deputy secretary of the district's Youth Union"),
    ),
    Column("seat", pgettext_lazy("sheet", "Seat on the committee"), width=20, needed=True),
    Column("since", pgettext_lazy("sheet", "Sits since"), width=13, is_fixed=True),
    Column("seated_by", pgettext_lazy("sheet", "Seated by decision"), width=20, is_fixed=True),
    Column(
        "number",
        pgettext_lazy("sheet", "Number of the new decision"),
        width=18,
        limit=limit_of(Staffing, "number"),
        hint=gettext_lazy("The decision by which the committee is restaffed, once for each committee or in every row."),
    ),
    day_column("signed_on", pgettext_lazy("sheet", "Signed on")),
    Column(
        "signed_by",
        pgettext_lazy("sheet", "Signed by"),
        width=26,
        limit=limit_of(Staffing, "signed_by"),
        hint=gettext_lazy("Post and full name of who signed."),
    ),
    day_column(
        "valid_from",
        pgettext_lazy("sheet", "In force from"),
        hint=gettext_lazy("Leave it empty if in force from the day of signing."),
    ),
)


class CommitteeClerk(Clerk):
    """Knows the committees that the bringer may set up or restaff, who sits on them and who ever did."""

    def __init__(self, occasion: Occasion) -> None:
        """Read the committees.

        :raises Refused: if there is none.
        """
        self._occasion = occasion
        movement = Movement.objects.filter(slug=occasion.period).first()
        place = (occasion.by, occasion.unit, local_day(occasion.at))
        there = committees_to_restaff(movement, *place)
        self._committees = [*there, *committees_to_set_up(movement, *place)]
        if not self._committees:
            raise Refused(
                _("At and below %(unit)s there is no committee that you may set up or restaff.")
                % {"unit": occasion.unit.name}
            )
        self._staffings, self._ever = defaultdict(list), defaultdict(list)
        for staffing in Staffing.objects.filter(committee__in=there):
            self._staffings[staffing.committee_id].append(staffing)
        for member in ever_sat_on(there):
            self._ever[member.committee_id].append(member)
        self._members = {str(member.pk): member for ever in self._ever.values() for member in ever}
        self._begin()
        units = sorted((each.unit for each in self._committees), key=lambda unit: unit.sort_key)
        self.implied = {"unit": units[0]} if len(units) == 1 else {}
        self.choices = {"unit": units_by_name(units), "seat": Choices({official(seat.label): seat for seat in Seat})}

    def _begin(self) -> None:
        """Begin the list of each committee, by the number of its unit."""
        self._rows: dict[Hashable, Row] = {}
        self._lists = {
            each.unit_id: MemberList(each, self._staffings[each.pk], self._ever[each.pk]) for each in self._committees
        }

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return everybody who sits, committee by committee; the decision is for the bringer to tell."""
        for one in self._lists.values():
            for member in one.present:
                yield {
                    "id": str(member.pk),
                    "unit": self.choices["unit"].label(one.committee.unit),
                    "name": member.name,
                    "title": member.title,
                    "seat": official(Seat(member.seat).label),
                    "since": short_date(member.valid_from),
                    "seated_by": member.staffing.number,
                }

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; for somebody new, the committee, the name and the post."""
        return values.get("id") or (values["unit"].pk, exact_key(values["name"]), exact_key(values["title"]))

    def pass_over(self, rows: Sequence[Values]) -> None:
        """Note which lists have rows that cannot be read, so that nobody is taken to leave because of it."""
        self._begin()
        for values in rows:
            told, member = values.get("unit"), self._members.get(values.get("id", ""))
            for unit in (told, member.committee.unit if member else None):
                if unit:
                    self._lists[unit.pk].is_whole = False

    def look_up(self, rows: Sequence[Values]) -> None:
        """Gather the rows of each committee; find out whom they mean, what changes, and what is against it."""
        for values in rows:
            key = self.key_of(values)
            if key not in self._rows:
                self._rows[key] = Row(values, Sitting(values["name"], values["title"], values["seat"]).tidied())
                self._lists[values["unit"].pk].rows.append(self._rows[key])
        today = local_day(self._occasion.at)
        for one in self._lists.values():
            if one.rows and not is_entered_already(one):
                self._find(one)
                if one.changes or one.first.tells:
                    judge_decision(one, today)
                    judge_list(one)

    def _find(self, one: MemberList) -> None:
        """Find who is meant by each row of a list: first by the codes, then by the names."""
        for row in one.rows:
            if code := row.values.get("id"):
                self._find_by_code(one, row, self._members.get(code))
        for row in one.rows:
            if not row.values.get("id"):
                row.member = by_name(one, row.sitting)

    def _find_by_code(self, one: MemberList, row: Row, member: Membership | None) -> None:
        """Note who bears the code of a row; where that is nobody who sits on the committee, say why."""
        if member is None:
            row.wrong("id", _("Nobody on these committees has that code. Leave it empty for somebody new."))
        elif member.committee_id != one.committee.pk:
            words = _("%(name)s has that code on another committee. Leave it empty for somebody new.")
            row.wrong("id", words % {"name": member.name})
        elif member.valid_to:
            words = _("%(name)s sat so until %(day)s only. Download the list anew.")
            row.wrong("id", words % {"name": member.name, "day": short_date(member.valid_to)})
        else:
            row.member = member

    def check(self, values: Values) -> Finding:
        """Return whether a row seats somebody, changes a seat or a post, or neither; who leaves is told in `acts`."""
        row, one = self._rows[self.key_of(values)], self._lists[values["unit"].pk]
        before = row.before
        if row.reasons:
            return Finding(Verdict.REFUSED, tuple(row.reasons), before)
        if one.is_entered:
            return Finding(Verdict.SAME)
        if one.changes and row is one.first and one.staffings:
            # Whoever only leaves has no row: the row that tells of the decision enters it.
            before = before | {"number": one.staffings[-1].number}
        if row.member is None:
            return Finding(Verdict.NEW, before=before)
        return Finding(Verdict.CHANGED if before else Verdict.SAME, before=before)

    def acts(self) -> list[Act]:
        """Return each setting up and restaffing: its decision, and who stays, changes, comes and leaves."""
        return [act_of(one) for one in self._lists.values() if one.rows and one.changes and one.facts]

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Staff the committee of a row by the whole of its list, once; return the number of the staffing."""
        one = self._lists[values["unit"].pk]
        one.made = one.made or self._staffed(one)
        return one.made.pk

    def _staffed(self, one: MemberList) -> Staffing:
        """Set up or restaff a committee."""
        said: dict[str, Any] = {"members": one.members, "facts": one.facts}  # Any: what each verb asks for
        said |= {"by": self._occasion.by, "at": self._occasion.at}
        if one.staffings:
            return restaff(one.committee, after=one.staffings[-1], **said)
        return set_up_committee(one.committee, **said).staffings.get()


def _periods(_user: User) -> list[Period]:
    """Return the movements: each unit has one committee for each."""
    return [Period(movement.slug, movement.name, True) for movement in Movement.objects.order_by("pk")]


declare(
    Sheet(
        key="committees",
        act="committees.restaff",
        title=pgettext_lazy("sheet", "List of steering committees"),
        tab=pgettext_lazy("sheet", "Committees"),
        columns=COLUMNS,
        periods=_periods,
        period_label=gettext_lazy("Movement"),
        clerk=CommitteeClerk,
        home=lambda _period: reverse("committees:list"),
        shown=("name", "title", "seat", "unit"),
        is_edited=True,
        guide=(
            gettext_lazy(
                "The rows of one committee are its whole list by the new decision: keep whoever stays; whoever is left"
                " out leaves. A committee without rows is not touched."
            ),
            gettext_lazy(
                "Everything that changes on one committee is one restaffing: give the number of its decision, the day"
                " and who signed it. Standing office and term stay as they are."
            ),
            gettext_lazy(
                "The rows of a unit without a committee set one up; its standing office and term are given on its page."
            ),
        ),
    )
)
