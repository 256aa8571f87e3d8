"""Phases that follow deadlines of documents: chosen, shown, and told when a deadline changes."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.correspondence.actions import ask_otherwise, drop
from kheo.machinery.correspondence.rules import DeadlineFacts, nearest_day
from kheo.machinery.directives.actions import cite
from kheo.machinery.directives.queries.citing import bases_of, resting_on
from kheo.machinery.notices.queries import waiting_for
from kheo.movement.campaigns.actions import NotSetUp, change
from kheo.movement.campaigns.models import Campaign, Phase
from kheo.movement.campaigns.queries import calendar, setting_of
from kheo.movement.campaigns.rules import for_year, out_of_step, phase_by, registration_by
from kheo.movement.campaigns.states import PhaseKind
from tests import make
from tests.campaigns.test_setting import as_it_stands
from tests.correspondence.made import deadline
from tests.directives.made import document, office

__all__ = ["office"]

LAST = date(2017, 3, 31)
SURVEY = PhaseKind.SURVEY, date(2017, 8, 1), date(2017, 8, 31)


@pytest.fixture
def asked(office):
    """Return a deadline of one day and one of each year."""
    made = document(office)
    once = deadline(office, made, asked="Đăng ký mô hình", due_on=LAST)
    yearly = deadline(office, made, asked="Khảo sát", due_on=None, each_day=31, each_month=8)
    return once, yearly


@pytest.fixture
def campaign(cast, office, asked):
    """Return a campaign whose registration and survey follow them."""
    once, yearly = asked
    made = make.campaign(cast.district)
    setting = replace(
        setting_of(made),
        **registration_by(once, made.registration_closes_on),
        phases=(phase_by(*SURVEY, yearly),),
    )
    change(made, setting, version=1, by=office, at=make.NOW)
    return Campaign.objects.get()


def moved(deadline, office, **said):
    facts = {"asked": deadline.asked, "unit_kinds": ["commune"], "due_on": deadline.due_on} | said
    ask_otherwise(deadline, DeadlineFacts(**facts), confirmed=True, version=deadline.version, by=office, at=make.NOW)


def out(campaign, office):
    """Return what is out of step, by the page's rule; it must be what the first page says."""
    found = [phase.kind for phase in calendar(Campaign.objects.get(pk=campaign.pk)) if out_of_step(phase)]
    waits = {line.waiting.key: line.number for line in waiting_for(office, local_day(timezone.now()))}
    assert waits.get("campaigns.registration_deadline", 0) == (PhaseKind.REGISTRATION in found)
    assert waits.get("campaigns.phase_deadlines", 0) == (PhaseKind.SURVEY in found)
    return found


@pytest.mark.parametrize(
    ("day", "nearest"),
    [(date(2017, 4, 5), LAST), (date(2018, 1, 2), date(2018, 3, 31)), (date(2017, 12, 20), date(2018, 3, 31))],
)
def test_a_yearly_deadline_counts_by_the_day_that_is_nearest(office, day, nearest):
    yearly = deadline(office, due_on=None, each_day=31, each_month=3)
    assert nearest_day(yearly, day) == nearest


def test_phases_that_follow_a_deadline_keep_it_and_lead_to_its_document(client, campaign, asked, office):
    once, yearly = asked
    follows = {phase.kind: (phase.deadline, phase.deadline_on) for phase in calendar(campaign)}
    assert follows == {PhaseKind.REGISTRATION: (once, LAST), PhaseKind.SURVEY: (yearly, date(2017, 8, 31))}
    client.force_login(office)
    page = client.get(reverse("campaigns:detail", args=[campaign.slug])).content.decode()
    assert page.count(reverse("correspondence:deadlines", args=[once.directive_id])) == 2
    assert "Xem lại các ngày trong năm" not in page
    groups = {line.said for group in resting_on(once.directive, office) for line in group.lines}
    assert {"Dân vận khéo 2017: Đăng ký", "Dân vận khéo 2017: Khảo sát thực tế"} <= groups
    assert out(campaign, office) == []


def test_a_phase_does_not_end_after_its_deadline(campaign, asked, office):
    late = replace(setting_of(campaign), registration_closes_on=date(2017, 4, 5))
    with pytest.raises(NotSetUp, match="31/03/2017"):
        change(campaign, late, version=campaign.version, by=office, at=make.NOW)
    early = replace(setting_of(campaign), registration_closes_on=date(2017, 3, 20))
    change(campaign, early, version=campaign.version, by=office, at=make.NOW)
    assert out(campaign, office) == []


def test_a_changed_deadline_is_told_until_the_days_are_looked_at(client, campaign, asked, office):
    once, _yearly = asked
    moved(once, office, due_on=date(2017, 4, 15))
    assert out(campaign, office) == [PhaseKind.REGISTRATION]
    client.force_login(office)
    page = client.get(reverse("campaigns:detail", args=[campaign.slug])).content.decode()
    assert "15/04/2017" in page
    assert "Xem lại các ngày trong năm" in page
    url = reverse("campaigns:change", args=[campaign.slug])
    given = as_it_stands(client.get(url))
    shown = client.post(url, given)
    assert [each.after[-11:] for each in shown.context["differences"]] == ["15/04/2017)"]
    client.post(url, given | {"confirm": "1"})
    assert out(campaign, office) == []


def test_a_yearly_deadline_that_changes_and_one_that_is_dropped_are_told(campaign, asked, office):
    once, yearly = asked
    moved(yearly, office, due_on=None, each_day=15, each_month=8)
    assert out(campaign, office) == [PhaseKind.SURVEY]
    drop(once, by=office, at=make.NOW)
    assert out(campaign, office) == [PhaseKind.REGISTRATION, PhaseKind.SURVEY]


def test_a_deadline_of_29_february_is_no_change_in_a_short_year(cast, office):
    made = make.campaign(cast.district)
    leap = deadline(office, due_on=None, each_day=29, each_month=2)
    phases = (phase_by(PhaseKind.SURVEY, date(2017, 2, 1), date(2017, 2, 28), leap),)
    change(made, replace(setting_of(made), phases=phases), version=1, by=office, at=make.NOW)
    assert out(made, office) == []


def test_next_year_keeps_only_deadlines_of_each_year(campaign, asked):
    later = for_year(setting_of(campaign), 2018)
    assert (later.registration_deadline, later.registration_deadline_on) == (None, None)
    assert (later.phases[0].deadline, later.phases[0].deadline_on) == (asked[1], date(2018, 8, 31))


def test_a_deadline_is_chosen_where_days_are_set_and_gives_the_last_day(client, cast, asked, office):
    once, yearly = asked
    made = make.campaign(cast.district)
    client.force_login(office)
    url = reverse("campaigns:change", args=[made.slug])
    page = client.get(url)
    place = next(at for at, row in enumerate(page.context["sheet"].phases) if row["kind"].value() == PhaseKind.SURVEY)
    said = {"registration_deadline": str(once.pk), f"phases-{place}-starts_on": "1/8/2017"}
    given = as_it_stands(page, **said, **{f"phases-{place}-deadline": str(yearly.pk)})
    client.post(url, given | {"confirm": "1"})
    phase = Phase.objects.get()
    assert (phase.ends_on, phase.deadline, phase.deadline_on) == (date(2017, 8, 31), yearly, date(2017, 8, 31))
    assert Campaign.objects.get().registration_deadline == once
    bare = as_it_stands(client.get(url), **{f"phases-{place}-starts_on": "", f"phases-{place}-ends_on": ""})
    assert client.post(url, bare).status_code == 422


def test_a_deadline_that_is_dropped_stays_offered_where_it_is_chosen(client, campaign, asked, office):
    drop(asked[0], by=office, at=make.NOW)
    client.force_login(office)
    page = client.get(reverse("campaigns:change", args=[campaign.slug]))
    choices = dict(page.context["sheet"].form.fields["registration_deadline"].choices)
    assert str(asked[0].pk) in choices


def test_the_legal_bases_of_a_phase_stay_with_it_when_days_change(campaign, office):
    phase = campaign.phases.get()
    cite(document(office), kind="phase", record_pk=phase.pk, clause="Mục II", by=office, at=make.NOW)
    setting = setting_of(campaign)
    shorter = replace(setting.phases[0], ends_on=date(2017, 8, 20))
    change(campaign, replace(setting, phases=(shorter,)), version=campaign.version, by=office, at=make.NOW)
    assert len(bases_of("phase", [campaign.phases.get().pk], local_day(make.NOW))[phase.pk]) == 1
