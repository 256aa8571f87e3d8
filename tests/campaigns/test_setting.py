"""What is set up for a year: compared, changed, copied to the next, and more time for one unit."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kheo.foundation.audit.models import AuditEvent
from kheo.lib.refusals import Stale
from kheo.movement.campaigns.actions import NotSetUp, change, extend_for, move
from kheo.movement.campaigns.models import Campaign, Extension
from kheo.movement.campaigns.queries import calendar, setting_of
from kheo.movement.campaigns.rules import (
    FieldFacts,
    LevelFacts,
    PhaseFacts,
    TargetFacts,
    differences,
    for_year,
    last_day_of,
    why_not_in,
    why_not_register,
)
from kheo.movement.campaigns.states import Bound, CampaignState, Level, PhaseKind, Procedure, StandardField
from kheo.movement.registry.actions import register, submit
from kheo.organisation.units.states import UnitKind
from tests import make
from tests.rows import sent

SELF_SCORING = PhaseFacts(PhaseKind.SELF_SCORING, date(2017, 9, 1), date(2017, 9, 30))
FIFTH = FieldFacts("nong-thon-moi", "Xây dựng nông thôn mới", StandardField.OTHER)


def richer(campaign):
    """Return the setting of a campaign with one of everything added."""
    return replace(
        setting_of(campaign),
        procedure=Procedure.FULL,
        fields=(*make.FIELDS, FIFTH),
        targets=(TargetFacts(2), TargetFacts(1, UnitKind.SCHOOL)),
        phases=(SELF_SCORING,),
        levels=(LevelFacts(Level.COMMUNE), LevelFacts(Level.DISTRICT, campaign.unit, threshold=Bound.SEVENTY)),
    )


def test_a_setting_is_kept_as_it_was_said_and_nothing_else_changes(cast):
    campaign = make.campaign(cast.district)
    before, after = setting_of(campaign), richer(campaign)
    kept = list(campaign.fields.values_list("pk", flat=True))
    changed = change(campaign, after, version=1, by=cast.district_office, at=make.NOW)
    assert setting_of(Campaign.objects.get()) == after
    assert list(campaign.fields.values_list("pk", flat=True))[:4] == kept
    assert changed == differences(before, after)
    assert AuditEvent.objects.latest("pk").data["changes"] == [
        {"what": each.label, "before": each.before, "after": each.after} for each in changed
    ]


def test_only_what_differs_is_told():
    assert differences(one := make_setting(), one) == []
    other = replace(one, needs_survey=False, fields=(*one.fields, FIFTH), phases=())
    told = differences(one, other)
    assert [(bool(each.before), bool(each.after)) for each in told] == [(True, True), (False, True), (True, False)]


def make_setting():
    campaign = Campaign(
        name="Dân vận khéo 2016",
        year=2016,
        starts_on=date(2015, 10, 1),
        ends_on=date(2016, 9, 30),
        registration_opens_on=date(2016, 2, 29),
        registration_closes_on=date(2016, 3, 31),
    )
    names = ("name", "year", "starts_on", "ends_on", "registration_opens_on", "registration_closes_on")
    plain = {name: getattr(campaign, name) for name in names}
    return make.setting(**plain, phases=(PhaseFacts(PhaseKind.SURVEY, date(2016, 2, 29), date(2016, 8, 31)),))


def test_a_year_that_is_no_calendar_year_moves_as_a_whole():
    later = for_year(make_setting(), 2017)
    assert (later.name, later.year, later.starts_on, later.ends_on) == (
        "Dân vận khéo 2017",
        2017,
        date(2016, 10, 1),
        date(2017, 9, 30),
    )
    assert (later.registration_opens_on, later.phases[0].starts_on) == (date(2017, 2, 28), date(2017, 2, 28))


REFUSED = {
    "nothing": {},
    "no field": {"fields": ()},
    "another year": {"year": 2018},
    "a phase that ends before it begins": {
        "phases": (PhaseFacts(PhaseKind.SURVEY, date(2017, 9, 2), date(2017, 9, 1)),)
    },
    "a level twice": {"levels": (LevelFacts(Level.COMMUNE), LevelFacts(Level.COMMUNE))},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, case):
    campaign = make.campaign(cast.district)
    before = setting_of(campaign)
    with pytest.raises(NotSetUp) as refusal:
        change(campaign, replace(before, **REFUSED[case]), version=1, by=cast.district_office, at=make.NOW)
    assert (len(refusal.value.reasons), setting_of(Campaign.objects.get())) == (1, before)


def test_a_field_with_models_stays_and_so_does_all_else(cast):
    campaign = make.campaign(cast.district)
    register(
        make.facts(campaign, field="economy"), campaign=campaign, unit=cast.hoa, by=cast.commune_officer, at=make.NOW
    )
    fewer = replace(setting_of(campaign), fields=tuple(make.FIELDS[1:]))
    with pytest.raises(NotSetUp):
        change(campaign, fewer, version=1, by=cast.district_office, at=make.NOW)
    assert (campaign.fields.count(), Campaign.objects.get().version) == (4, 1)


def test_a_closed_campaign_and_a_stale_page_change_nothing(cast):
    campaign = make.campaign(cast.district)
    after = richer(campaign)
    change(campaign, after, version=1, by=cast.district_office, at=make.NOW)
    with pytest.raises(Stale):
        change(campaign, replace(after, name="Khác"), version=1, by=cast.district_office, at=make.NOW)
    move(campaign, to=CampaignState.CLOSED, by=cast.district_office, at=make.NOW)
    with pytest.raises(NotSetUp):
        change(campaign, replace(after, name="Khác"), version=2, by=cast.district_office, at=make.NOW)
    with pytest.raises(PermissionDenied):
        change(campaign, replace(after, name="Khác"), version=2, by=cast.commune_officer, at=make.NOW)


def test_a_title_given_here_does_not_go_back_to_paper_once_units_may_register(cast):
    planned = make.campaign(cast.district, state="planned", procedure=Procedure.FULL)
    paper = replace(setting_of(planned), procedure=Procedure.RECORD)
    change(planned, paper, version=1, by=cast.district_office, at=make.NOW)
    change(planned, replace(paper, procedure=Procedure.FULL), version=2, by=cast.district_office, at=make.NOW)
    move(planned, to=CampaignState.OPEN, by=cast.district_office, at=make.NOW)
    with pytest.raises(NotSetUp):
        change(planned, paper, version=3, by=cast.district_office, at=make.NOW)


# More time for one unit --------------------------------------------------------------------------------------------


def later(cast, campaign, day, **more):
    given = {"phase": PhaseKind.REGISTRATION, "last_day": day, "reason": "Mưa lũ"} | more
    return extend_for(campaign, cast.hoa, **given, by=cast.district_office, at=make.NOW)


def test_a_unit_with_more_time_registers_to_the_end_of_its_last_day_and_others_do_not(cast):
    campaign = make.campaign(cast.district)
    later(cast, campaign, date(2017, 4, 10))
    later(cast, campaign, date(2017, 4, 15))
    open_to = {
        (unit.name, day): why_not_register(campaign, date(2017, 4, day), unit) == []
        for unit in (cast.hoa, cast.mac)
        for day in (15, 16)
    }
    assert [open_to[cast.hoa.name, 15], open_to[cast.hoa.name, 16], open_to[cast.mac.name, 15]] == [True, False, False]
    given = {"campaign": campaign, "unit": cast.hoa, "by": cast.commune_officer}
    made = register(make.facts(campaign), **given, at=make.NOW.replace(month=4, day=15, hour=23))
    submit(made, by=cast.commune_officer, at=make.NOW.replace(month=4, day=15, hour=23))
    assert made.state == "submitted"


def test_the_form_is_open_to_who_was_given_time(client, cast):
    campaign = make.campaign(cast.district, registration_closes_on=date(2017, 3, 1))
    client.force_login(cast.commune_officer)
    assert "registry/not_open.html" in [each.name for each in client.get(reverse("registry:new")).templates]
    Extension.objects.create(
        campaign=campaign, unit=cast.hoa, phase="registration", last_day=date(2099, 1, 1), reason="x",
        by=cast.district_office, at=make.NOW,
    )  # fmt: skip
    assert "registry/form.html" in [each.name for each in client.get(reverse("registry:new")).templates]


NO_TIME = {
    "no later": {"last_day": date(2017, 3, 31)},
    "after the end": {"last_day": date(2018, 1, 1)},
    "no reason": {"reason": " "},
    "a phase without days": {"phase": PhaseKind.SELF_SCORING},
    "a phase of the office": {"phase": PhaseKind.MEETING},
}


@pytest.mark.parametrize("case", NO_TIME)
def test_time_is_given_for_a_reason_and_within_the_year(cast, case):
    campaign = make.campaign(cast.district)
    with pytest.raises(NotSetUp) as refusal:
        later(cast, campaign, **{"day": date(2017, 4, 10)} | renamed(NO_TIME[case]))
    assert (len(refusal.value.reasons), Extension.objects.count()) == (1, 0)


def renamed(changes):
    return {"day" if name == "last_day" else name: value for name, value in changes.items()}


def test_a_unit_outside_the_campaign_and_a_stranger_get_nothing(cast):
    campaign = make.campaign(cast.district)
    elsewhere = make.unit("Huyện khác", "district", parent=cast.province)
    given = {"phase": PhaseKind.REGISTRATION, "last_day": date(2017, 4, 10), "reason": "x", "at": make.NOW}
    with pytest.raises(NotSetUp):
        extend_for(campaign, elsewhere, **given, by=cast.district_office)
    with pytest.raises(PermissionDenied):
        extend_for(campaign, cast.hoa, **given, by=cast.commune_officer)


def test_a_phase_begins_and_ends_on_whole_days(cast):
    campaign = make.campaign(cast.district)
    change(campaign, richer(campaign), version=1, by=cast.district_office, at=make.NOW)
    days = [date(2017, 8, 31), date(2017, 9, 1), date(2017, 9, 30), date(2017, 10, 1)]
    open_on = [why_not_in(PhaseKind.SELF_SCORING, campaign, cast.hoa, day) == [] for day in days]
    assert open_on == [False, True, True, False]
    assert why_not_in(PhaseKind.MEETING, campaign, cast.hoa, days[0]) == []
    assert last_day_of(campaign, PhaseKind.MEETING) is None
    assert [phase.kind for phase in calendar(campaign)] == ["registration", "self_scoring"]


# Pages -------------------------------------------------------------------------------------------------------------


def as_it_stands(page, **changes):
    """What the setting's form sends as it stands."""
    sheet = page.context["sheet"]
    return sent(sheet.form, sheet.tables) | changes


def test_a_change_is_shown_before_it_is_kept(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    url = reverse("campaigns:change", args=[campaign.slug])
    given = as_it_stands(client.get(url), **{"phases-5-starts_on": "1/9/2017", "phases-5-ends_on": "30/9/2017"})
    shown = client.post(url, given)
    assert [each.after for each in shown.context["differences"]] == ["01/09/2017 – 30/09/2017"]
    assert campaign.phases.count() == 0
    assert client.post(url, given | {"confirm": "1"})["Location"] == reverse("campaigns:detail", args=[campaign.slug])
    assert setting_of(campaign).phases == (SELF_SCORING,)


def test_an_empty_row_with_the_choice_that_a_browser_sends_is_nothing(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    url = reverse("campaigns:change", args=[campaign.slug])
    page = client.get(url)
    blank = f"fields-{len(page.context['sheet'].fields.rows) - 1}"
    before = setting_of(campaign).fields
    given = as_it_stands(page, name="Năm mới", **{f"{blank}-name": "", f"{blank}-standard": "economy"})
    assert client.post(url, given | {"confirm": "1"}).status_code == 302
    campaign.refresh_from_db()
    assert (setting_of(campaign).fields, campaign.name) == (before, "Năm mới")


def test_what_is_wrong_in_a_row_is_told_and_nothing_is_lost(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    url = reverse("campaigns:change", args=[campaign.slug])
    given = as_it_stands(
        client.get(url), **{"phases-5-starts_on": "1/9/2017", "targets-0-minimum": "mấy", "confirm": "1"}
    )
    page = client.post(url, given)
    assert (page.status_code, len(page.context["sheet"].form.non_field_errors())) == (422, 2)
    assert "mấy" in page.content.decode()
    more = client.post(url, given | {"more": "targets"})
    assert len(list(more.context["sheet"].targets)) == len(list(page.context["sheet"].targets)) + 2
    assert "mấy" in more.content.decode()


def test_the_next_year_is_copied(client, cast):
    campaign = make.campaign(cast.district)
    change(campaign, richer(campaign), version=1, by=cast.district_office, at=make.NOW)
    client.force_login(cast.district_office)
    url = reverse("campaigns:copy", args=[campaign.slug])
    given = as_it_stands(client.get(url), **{"targets-0-minimum": "3"})
    client.post(url, given)
    assert Campaign.objects.count() == 1
    client.post(url, given | {"confirm": "1"})
    made = Campaign.objects.get(year=2018)
    expected = for_year(setting_of(campaign), 2018)
    assert setting_of(made) == replace(expected, targets=(TargetFacts(3), TargetFacts(1, UnitKind.SCHOOL)))
    assert (made.state, made.slug) == ("planned", "dan-van-kheo-2018")


def test_one_unit_is_given_time_on_a_page(client, cast):
    campaign = make.campaign(cast.district)
    client.force_login(cast.district_office)
    url = reverse("campaigns:extend_for", args=[campaign.slug])
    given = {"unit": cast.hoa.pk, "phase": "registration", "last_day": "10/4/2017", "reason": "Mưa lũ"}
    assert client.post(url, given | {"last_day": "10/3/2017"}).status_code == 422
    client.post(url, given)
    assert Extension.objects.get().last_day == date(2017, 4, 10)
    assert "Mưa lũ" in client.get(reverse("campaigns:detail", args=[campaign.slug])).content.decode()
    client.force_login(cast.commune_officer)
    assert [client.get(reverse(f"campaigns:{name}", args=[campaign.slug])).status_code
            for name in ("extend_for", "change", "copy")] == [403, 403, 403]  # fmt: skip
