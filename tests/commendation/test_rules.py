"""What the catalogue may say, how money is reckoned, and who may be proposed: without a database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kheo.movement.commendation.queries.catalogue import example
from kheo.movement.commendation.rules.catalogue import FormFacts, money, why_not_keep
from kheo.movement.commendation.rules.eligibility import (
    SUMMARY_WORDS,
    Candidate,
    Reward,
    Title,
    why_not_by,
    why_not_commend,
    why_not_give,
    why_not_whole,
)

FORM = FormFacts(
    kind="certificate",
    name="Giấy khen",
    level="commune",
    giver="commune_chair",
    basis="Luật 06/2022/QH15",
    valid_from=date(2024, 1, 1),
    valid_to=date(2025, 7, 1),
    collective=Decimal("0.3"),
    individual=Decimal("0.15"),
)
DEED = (7, 2024)
FINE = Candidate("collective", holder="Xã A", achievement="Đường hoa", summary="Tốt", deeds=frozenset({DEED}))


def reward(**more):
    said = {"kind": "certificate", "level": "commune", "name": "Giấy khen xã", "told": "số 5"}
    return Reward(**{"deeds": frozenset({DEED})} | said | more)


# The catalogue -------------------------------------------------------------------------------------------------------


def test_the_example_can_be_kept_as_it_is():
    forms = example().forms
    assert [why_not_keep(form, [each for each in forms if each is not form]) for form in forms] == [[]] * len(forms)
    assert {each.valid_from: each.amount for each in example().salaries} == {
        date(2019, 7, 1): 1_490_000,
        date(2023, 7, 1): 1_800_000,
        date(2024, 7, 1): 2_340_000,
    }


def test_in_the_example_the_district_gives_its_certificate_until_the_end_of_june_2025():
    district = [form for form in example().forms if form.kind == "certificate" and form.level == "district"]
    assert [form.last_day for form in district] == [date(2023, 12, 31), date(2025, 6, 30)]
    assert [form.holds_on(date(2025, 6, 30)) for form in district] == [False, True]
    assert not any(form.holds_on(date(2025, 7, 1)) for form in district)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "name and its legal basis"),
        ({"basis": ""}, "name and its legal basis"),
        ({"valid_to": date(2024, 1, 1)}, "last day"),
        ({"collective": None, "individual": None}, "for whom"),
        ({"collective": Decimal(-1)}, "between 0 and 100"),
        ({"round_up_to": 0}, "at least 1"),
        ({"level": "province"}, "gives at this level"),
        ({"giver": "steering"}, "an authority"),
        ({"title_level": "district"}, "only asked for where"),
        ({"years_needed": 3, "years_of": 2}, "2 of 3"),
        ({"years_needed": 0, "years_of": 2}, "2 of 3"),
    ],
)
def test_a_row_of_the_catalogue_says_all_that_is_against_it(changes, told):
    reasons = why_not_keep(replace(FORM, **changes))
    assert len(reasons) == 1
    assert told in reasons[0]


def test_a_steering_committee_praises_and_that_is_no_legal_form():
    assert why_not_keep(replace(FORM, kind="praise", giver="steering")) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "fits"),
    [
        (date(2025, 7, 1), None, True),  # from the first day on which the other holds no more
        (date(2025, 6, 30), None, False),
        (date(2023, 1, 1), date(2024, 1, 1), True),
        (date(2023, 1, 1), date(2024, 1, 2), False),
        (date(2023, 1, 1), None, False),
    ],
)
def test_two_rows_of_one_form_do_not_hold_on_one_day(valid_from, valid_to, fits):
    other = replace(FORM, valid_from=valid_from, valid_to=valid_to)
    assert (why_not_keep(other, [FORM]) == []) is fits
    assert why_not_keep(replace(other, name="Giấy khen khác"), [FORM]) == []


@pytest.mark.parametrize(
    ("multiple", "salary", "round_up_to", "amount"),
    [
        ("0.15", 2_340_000, 1, 351_000),
        ("0.15", 2_340_000, 10_000, 360_000),
        ("0.3", 1_490_000, 1, 447_000),
        ("0.3", 1_500_000, 10_000, 450_000),  # whole already: nothing is added
        ("1.5", 1_800_000, 1, 2_700_000),
        ("0.225", 1_490_001, 1, 335_250),  # 335250.225
        ("0.225", 1_490_002, 1, 335_250),
        ("0.5", 1_490_001, 1, 745_001),  # half a đồng up
    ],
)
def test_money_is_exact(multiple, salary, round_up_to, amount):
    assert money(Decimal(multiple), Decimal(salary), round_up_to) == amount


def test_without_a_multiple_no_salary_is_asked_for_and_with_one_it_is():
    assert money(Decimal(0), None) == 0
    with pytest.raises(ValueError, match="base salary"):
        money(Decimal(1), None)


# Who may be proposed -------------------------------------------------------------------------------------------------


def test_nothing_is_against_who_meets_the_conditions():
    assert why_not_commend(FINE, FORM, 2024) == []
    assert why_not_whole(FINE) == []


@pytest.mark.parametrize(
    ("day", "told"), [(date(2023, 12, 31), "from 01/01/2024"), (date(2025, 7, 1), "until 30/06/2025")]
)
def test_a_form_is_given_only_on_its_days_and_says_by_what_law(day, told):
    (reason,) = why_not_give(FORM, day)
    assert told in reason
    assert "06/2022" in reason


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 6, 30)])
def test_the_first_and_the_last_day_are_among_them(day):
    assert why_not_give(FORM, day) == []


def test_a_form_is_given_only_by_its_body():
    assert why_not_by(FORM, "commune_chair") == []
    (reason,) = why_not_by(FORM, "province_chair")
    assert "commune people's committee" in reason
    assert "province people's committee" in reason


def test_a_form_is_given_only_to_its_kinds_of_holder():
    (reason,) = why_not_commend(replace(FINE, owner_kind="household"), FORM, 2024)
    assert "Household" in reason
    assert "Collective, Individual" in reason


@pytest.mark.parametrize(
    ("given", "again"),
    [
        ({}, True),
        ({"name": "Giấy khen theo luật cũ"}, True),  # another law's row of the same form and level
        ({"level": "district"}, False),
        ({"kind": "diploma"}, False),
        ({"deeds": frozenset({(7, 2023)})}, False),  # the same model in another year
        ({"deeds": frozenset({(7, 2023), DEED})}, True),
    ],
)
def test_the_same_form_at_the_same_level_is_not_given_twice_for_one_achievement(given, again):
    told = why_not_commend(replace(FINE, received=[reward(**given)]), FORM, 2024)
    assert (told != []) is again
    proposed = why_not_commend(replace(FINE, proposed=[reward(**given)]), FORM, 2024)
    assert (proposed != []) is again
    if again:
        assert "given already" in told[0]
        assert "số 5" in told[0]
        assert "proposed already" in proposed[0]


def test_medals_are_as_many_as_their_names():
    medal = replace(FORM, kind="medal", name="Vì sự nghiệp Dân vận")
    other = reward(kind="medal", name="Vì sự nghiệp khác")
    assert why_not_commend(replace(FINE, received=[other]), medal, 2024) == []
    assert why_not_commend(replace(FINE, received=[replace(other, name=medal.name)]), medal, 2024) != []


def test_an_achievement_in_words_is_not_rewarded_twice_either():
    said = frozenset({("xã a", "đường hoa")})
    told = why_not_commend(replace(FINE, deeds=said, received=[reward(deeds=said)]), FORM, 2024)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("titles", "level", "told"),
    [
        ([], "", "needs the recognised title"),
        ([Title(7, 2024, "commune", True)], "", ""),
        ([Title(7, 2024, "commune", False)], "", "was revoked"),
        ([Title(7, 2023, "commune", True)], "", "needs the recognised title"),  # of another year
        ([Title(7, 2024, "commune", True)], "district", "at least at this level"),
        ([Title(7, 2024, "province", True)], "district", ""),
        ([Title(7, 2024, "commune", False), Title(7, 2024, "district", True)], "", ""),
    ],
)
def test_the_title_is_needed_where_the_form_says_so(titles, level, told):
    form = replace(FORM, needs_title=True, title_level=level)
    reasons = why_not_commend(replace(FINE, titles=titles), form, 2024)
    assert [told in reason for reason in reasons] == ([True] if told else [])
    assert why_not_commend(replace(FINE, titles=titles), FORM, 2024) == []


@pytest.mark.parametrize(
    ("years", "needed", "of", "is_enough"),
    [
        ([2023, 2024], 2, 2, True),
        ([2022, 2024], 2, 2, False),  # not running
        ([2022, 2024], 2, 3, True),
        ([2024, 2024], 2, 2, False),  # one year twice, at two levels
        ([2021, 2022], 2, 3, False),  # too long ago
        ([2024, 2025], 2, 2, False),  # a year to come counts not
    ],
)
def test_years_recognised_are_counted_back_from_the_campaign(years, needed, of, is_enough):
    titles = [Title(7, year, "commune", True) for year in years]
    form = replace(FORM, years_needed=needed, years_of=of)
    assert (why_not_commend(replace(FINE, titles=titles), form, 2024) == []) is is_enough


def test_years_whose_recognition_was_revoked_do_not_count_and_the_reason_names_those_that_do():
    titles = [Title(7, 2023, "commune", False), Title(7, 2024, "commune", True)]
    (reason,) = why_not_commend(replace(FINE, titles=titles), replace(FORM, years_needed=2, years_of=2), 2024)
    assert "2 years of 2023–2024; recognised: 2024" in reason


def test_a_lower_form_may_be_needed_before():
    form = replace(FORM, kind="diploma", needs_kind="certificate")
    assert "None is known" in why_not_commend(FINE, form, 2024)[0]
    earlier = reward(deeds=frozenset({(7, 2022)}))
    assert why_not_commend(replace(FINE, received=[earlier]), form, 2024) == []


def test_all_reasons_are_told_at_once():
    form = replace(FORM, needs_title=True, years_needed=2, years_of=3, needs_kind="diploma")
    against = why_not_commend(replace(FINE, owner_kind="household", received=[reward()]), form, 2024)
    assert len(against) == 5
    assert len(why_not_whole(Candidate("collective"))) == 3


@pytest.mark.parametrize(("number", "is_fine"), [(SUMMARY_WORDS, True), (SUMMARY_WORDS + 1, False)])
def test_a_summary_has_at_most_eighty_words(number, is_fine):
    told = why_not_whole(replace(FINE, summary=" ".join(["dân"] * number)))
    assert (told == []) is is_fine
    assert is_fine or "81 words" in told[0]
