"""One figure, one number, on the first pages, the leader's page, the portal, open data, reports and tables.

Each number that these show is the one that its definition counts, and opens into as many records.
"""

import csv
import json
import os
import random
import re
from html import unescape
from io import StringIO

import pytest
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.breakdowns import breakdown
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.organisation.units.models import Unit
from kheo.outlets.opendata.queries import COLUMNS, COUNTED, PARTED, THROUGH_THE_YEARS
from kheo.outlets.reports.queries.half_year import half_year
from kheo.outlets.reports.queries.statistics import SINGLE
from kheo.outlets.reports.queries.term import campaigns_alike, facts_of_term, term_of
from kheo.outlets.tables.queries.composing import composed
from kheo.outlets.tables.queries.shipped import shipped
from kheo.outlets.tables.rules.texts import read_table
from tests.books.registers import numbers, read, records_behind, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOME, LEADER, COVERAGE = "/lam-viec/", "/lam-viec/lanh-dao/", "/lam-viec/so-lieu/do-phu/"


MANY = 12 if "KHEO_REGISTERS" in os.environ else 8


def some(pairs, many=MANY):
    """Return some of many links with their numbers, the same in each run; each link once."""
    known = sorted({link: number for link, number in pairs if link}.items())
    return known if len(known) <= many else random.Random(many).sample(known, many)


def opens(client, pairs):
    for link, number in some(pairs):
        assert records_behind(client, link) == number, link


def defined_on(client, address):
    """Return the definitions that a page of the workspace shows where its figures stand."""
    return {unescape(words) for words in re.findall(r'<summary title="([^"]+)">', read(client, address))}


def meant(*keys):
    return {str(CATALOGUE[key].counts) for key in keys}


# The workspace --------------------------------------------------------------------------------------------------------


def test_the_offices_first_page(client, cast, register):
    campaign, _units = register
    client.force_login(cast.district_office)
    home, right = numbers(client, HOME)["home"], told(campaign, campaign.unit)
    shown = [*home.tiles, home.short, *home.whole.values()]
    assert {tile.figure.key for tile in shown} == {"waiting", "returned", "registered", "units_below_quota", "draft"}
    lines = []
    for unit in home.units:
        below = told(campaign, Unit.objects.get(pk=unit.quota.unit.unit_id))
        assert {tile.figure.key: tile.number for tile in unit.columns} == {key: below[key] for key in home.whole}
        assert unit.quota.registered == below["registered"]
        lines += unit.columns
    assert [tile.number for tile in shown] == [right[tile.figure.key] for tile in shown]
    opens(client, [(tile.link, tile.number) for tile in shown])
    opens(client, [(tile.link, tile.number) for tile in lines])
    sums = {key: sum(tile.number for tile in lines if tile.figure.key == key) for key in home.whole}
    assert home.sums_agree is (sums == {key: right[key] for key in sums})
    assert meant("waiting", "returned", "registered", "draft", "units_below_quota") <= defined_on(client, HOME)


def test_a_units_first_page(client, cast, register):
    campaign, _units = register
    client.force_login(cast.commune_officer)
    home, right = numbers(client, HOME)["home"], told(campaign, cast.hoa)
    tiles = next(unit.tiles for unit in home.units if unit.quota.unit.unit_id == cast.hoa.pk)
    assert {tile.figure.key: tile.number for tile in tiles} == {
        key: right[key] for key in ("returned", "draft", "waiting", "registered")
    }
    opens(client, [(tile.link, tile.number) for tile in tiles])
    for bar in home.years:
        of_year = told(Campaign.objects.get(year=int(bar.label)), cast.hoa)
        assert (bar.number, bar.part) == (of_year["registered"], of_year["recognised"])
    opens(client, [(bar.url, bar.number) for bar in home.years])
    opens(client, [(bar.part_url, bar.part) for bar in home.years])
    assert meant("returned", "draft", "waiting", "registered", "recognised") <= defined_on(client, HOME)


def test_the_leaders_page(client, cast, register):
    campaign, units = register
    client.force_login(cast.leader)
    earlier = Campaign.objects.get(year=campaign.year - 1)
    for unit in units:
        address = f"{LEADER}?campaign={campaign.slug}&unit={unit.slug}"
        page, right, before = numbers(client, address)["told"], told(campaign, unit), told(earlier, unit)
        named = {str(figure.label): key for key, figure in CATALOGUE.items()}
        bars = [*page.funnel, *page.replication]
        assert [bar.number for bar in bars] == [right[named[bar.label]] for bar in bars]
        compared = [bar for bar in page.funnel if bar.before is not None]
        assert [bar.before for bar in compared] == [before[named[bar.label]] for bar in compared] != []
        assert sum(bar.number for bar in page.fields) == page.total_of_places.number == right["registered"]
        assert sum(bar.part for bar in page.fields) == right["recognised"]
        assert page.without_outcome.number == right["without_outcome"]
        assert page.units_short == right["units_below_quota"]
        for year in page.years:
            of_year = told(year.campaign, unit)
            assert (year.new, year.recognised) == (of_year["registered_new"], of_year["recognised"])
        opens(client, [(bar.url, bar.number) for bar in [*bars, *page.fields, *page.places]])
        opens(client, [(bar.before_url, bar.before) for bar in compared])
        opens(client, [(bar.part_url, bar.part) for bar in page.fields])
        opens(client, [(each.url, each.quota.registered) for each in page.trouble])
        opens(client, [(tile.link, tile.number) for tile in (page.total_of_places, page.without_outcome)])
        opens(client, [pair for y in page.years for pair in ((y.new_url, y.new), (y.recognised_url, y.recognised))])
        shown = {named[bar.label] for bar in bars} | {"registered", "recognised", "registered_new"}
        assert meant(*shown) <= defined_on(client, address)


# The portal -----------------------------------------------------------------------------------------------------------


# A number at the head of the page: what it counts, its key, and itself.
TOTAL = r'<summary title="([^"]+)">(?:(?!</dt>).)*#(\w+)"(?:(?!</dt>).)*</dt><dd>(?:<a [^>]+>)?([\d.]+)'


def linked(page):
    """Return each address of the gallery that a page leads to, with the number that is its text."""
    found = re.findall(r'href="(/mo-hinh/\?[^"]+)">(?:<(?!/a)[^>]+>|\s)*([\d.]+)', page)
    return [(unescape(place), int(number.replace(".", ""))) for place, number in found]


def test_the_page_of_figures_on_the_portal(client, register):
    campaign, _units = register
    right, address = told(campaign, campaign.unit), f"/so-lieu/{campaign.slug}/"
    page = read(client, address)
    totals = re.findall(TOTAL, page, re.DOTALL)
    assert {key: int(number) for _words, key, number in totals} == {key: right[key] for key in COLUMNS}
    assert {unescape(words) for words, _key, _number in totals} == meant(*COLUMNS)
    links = linked(page)
    assert (f"/mo-hinh/?campaign={campaign.slug}", right["recognised"]) in links
    opens(client, links)
    for name in ("unit", "theme", "owner_kind", "year_status"):
        parts = {link: number for link, number in links if f"campaign={campaign.slug}&{name}=" in link}
        assert sum(parts.values()) == right["recognised"], name
    # What was not recognised is counted, not named: no other number leads to a list.
    assert not re.findall(r'href="/lam-viec', page)


def test_the_front_page_and_the_map_of_the_portal(client, register):
    campaign, _units = register
    right = told(campaign, campaign.unit)
    for address in ("/", "/ban-do/"):
        page = read(client, address)
        links = linked(page)
        assert (f"/mo-hinh/?campaign={campaign.slug}", right["recognised"]) in links
        opens(client, links)
    front = read(client, "/")
    [shown] = re.findall(r'<p class="figures-total"><strong>([\d.]+)</strong>', front)
    assert int(shown) == right["registered"]
    listed = re.search(r'<dl class="figures-list">(.*?)</dl>', front, re.DOTALL)[1]
    assert sum(int(number) for number in re.findall(r"<dd>([\d.]+)</dd>", listed)) == right["registered"]
    assert unescape(re.search(r'<summary title="([^"]+)">', front)[1]) in meant("registered")


def test_open_data_in_each_form(client, register):
    campaign, _units = register
    right = told(campaign, campaign.unit)

    def rows_of(name, form):
        body = b"".join(client.get(f"/du-lieu-mo/{name}.{form}").streaming_content)
        if form == "json":
            return json.loads(body)["rows"]
        return [*csv.DictReader(StringIO(body.decode("utf-8-sig")))]

    entered = breakdown("entered", scope_of(campaign, campaign.unit), [*PARTED, "state"])
    for form in ("json", "csv"):
        rows = rows_of(f"so-lieu-{campaign.slug}", form)
        for key in COUNTED:
            assert sum(int(row[COLUMNS[key]]) for row in rows) == right[key], form
            for place, column in enumerate(("don_vi", "linh_vuc", "chu_the", "tinh_trang")):
                part, heads = entered.narrowed(key).along(place), entered.headings[place]
                for head in heads:
                    said = sum(int(row[COLUMNS[key]]) for row in rows if row[column] == head.label)
                    assert said == part[head.key], (form, column, head)
        [mine] = [row for row in rows_of("so-lieu-cac-nam", form) if int(row["nam"]) == campaign.year]
        assert {key: int(mine[COLUMNS[key]]) for key in THROUGH_THE_YEARS} == {key: right[key] for key in COLUMNS}
        named = [row for row in rows_of("mo-hinh-duoc-cong-nhan", form) if int(row["nam"]) == campaign.year]
        assert len(named) == right["recognised"]


# Reports and tables ---------------------------------------------------------------------------------------------------


def test_coverage_time_and_years(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    for unit in units:
        right, asked = told(campaign, unit), f"?campaign={campaign.slug}&unit={unit.slug}"
        covered = numbers(client, COVERAGE + asked)["told"]
        in_time = numbers(client, f"/lam-viec/so-lieu/dung-han/{asked}")["shares"]
        tiles = [*covered.unreached, *covered.winners, *in_time]
        assert [tile.number for tile in tiles] == [right[tile.figure.key] for tile in tiles]
        opens(client, [(tile.link, tile.number) for tile in tiles])
        years = numbers(client, f"/lam-viec/so-lieu/cac-nam/{asked}")["years"]
        for line in years.lines:
            of_year = told(line.campaign, unit)
            shown = {figure.key: cell.number for figure, cell in zip(years.figures, line.cells, strict=True)}
            assert shown == {key: of_year[key] for key in shown}
        opens(client, [(cell.link, cell.number) for line in years.lines for cell in line.cells])


def test_pages_of_reports(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    named = {str(figure.label): key for key, figure in CATALOGUE.items()}
    for unit in units:
        right, asked = told(campaign, unit), f"?campaign={campaign.slug}&unit={unit.slug}"
        for page in ("bao-cao/", "bao-cao/sau-thang/"):
            told_there = numbers(client, f"/lam-viec/{page}{asked}")["numbers"]
            assert {named[label]: number for label, number, _link, _words in told_there} == {
                named[label]: right[named[label]] for label, *_others in told_there
            }
            opens(client, [(link, number) for _label, number, link, _words in told_there])
            assert {words for *_others, words in told_there} <= defined_on(client, f"/lam-viec/{page}{asked}")


def test_the_half_years_and_the_terms_report(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    today = local_day(timezone.now())
    alike = campaigns_alike(list(Campaign.objects.all()), campaign)
    for unit in units:
        right = told(campaign, unit)
        half = half_year(campaign, unit, drawn_on=today)
        assert half.statistics.single == {key: right[key] for key in SINGLE}
        assert (half.statistics.total, half.with_outcome) == (right["registered"], right["with_outcome"])
        assert len(half.statistics.shortfall.below) == right["units_below_quota"]
        of_term = term_of(alike, unit, alike[0].year, campaign.year, drawn_on=today)
        said = facts_of_term(of_term, movement="")
        for year, told_of in zip(alike, said["years"], strict=True):
            of_year = told(year, unit)
            shown = {key: told_of[key] for key in told_of.keys() & CATALOGUE.keys()}
            assert shown == {key: of_year[key] for key in shown}
            assert told_of["below"] == of_year["units_below_quota"]
        assert sum(field.exemplars for field in of_term.fields) == of_term.figures.over.exemplars
        assert of_term.figures.over.exemplars == right["ever_registered"]
        asked = f"?campaign={campaign.slug}&unit={unit.slug}&first={alike[0].year}&last={campaign.year}"
        page = numbers(client, f"/lam-viec/bao-cao/giai-doan/{asked}")
        lines = [
            cell for name in ("of_the_year", "since_the_first") for _year, line in page[name]["lines"] for cell in line
        ]
        opens(client, [(link, number) for number, link in lines])


def test_statistical_tables(client, cast, register):
    campaign, units = register
    client.force_login(cast.district_office)
    keys = [key for key, figure in CATALOGUE.items() if figure.held and not figure.spans]
    text = "\n".join(["theo đơn vị | Đơn vị", *(f"cột {key} | {key} | sổ {key}" for key in keys), "cộng cuối | Tổng"])
    for unit in units:
        right = told(campaign, unit)
        every = composed(read_table(text, CATALOGUE), campaign, unit, {})
        assert every.problems == ()
        total = every.lines[-1]
        assert {head.key: cell.number for head, cell in zip(every.heads, total.cells, strict=True)} == {
            key: right[key] for key in keys
        }
        opens(client, [(cell.link, cell.number) for line in every.lines for cell in line.cells])
    for form in shipped().values():
        made = composed(read_table(form.said["text"], CATALOGUE), campaign, campaign.unit, {})
        assert made.problems == (), form.key
        opens(client, [(cell.link, cell.number) for line in made.lines for cell in line.cells])
