"""What each site of one installation shows, and that none shows another's."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from kheo.foundation.files.actions import keep
from kheo.foundation.files.rules import PAPER_KINDS
from kheo.lib.dates import LOCAL
from kheo.movement.campaigns.actions import move
from kheo.movement.campaigns.models import Campaign
from kheo.movement.dialogues.actions import show as show_dialogue
from kheo.movement.newrural.actions import show as show_board
from kheo.movement.recognition.actions import put_on_file
from kheo.movement.recognition.models import Decision
from kheo.movement.registry.actions import attach
from kheo.organisation.changes.actions import apply
from kheo.organisation.changes.kit import Opening
from kheo.organisation.changes.rules import merge
from kheo.organisation.units.actions import install
from kheo.organisation.units.models import Installation, Unit
from kheo.organisation.units.states import UnitKind
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.actions.enclosures import FileFacts
from kheo.outlets.newsroom.rules import FILE_KINDS
from kheo.outlets.portal.web import pages
from kheo.outlets.sites.actions import amend_site, close_site
from tests import make
from tests.dialogues import made as dialogues
from tests.directives import made as documents
from tests.lib.old_texts import pdf_bytes
from tests.portal import clips, made
from tests.portal.made import NOW
from tests.press.made import Contest
from tests.sites.made import HOSTS, facts, site

HOA, MAC, MAIN = "hoa.xa.example.vn", "mac.xa.example.vn", "main.example.vn"
MERGED = datetime(2025, 7, 1, 8, tzinfo=LOCAL)
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}


@pytest.fixture(autouse=True)
def names(settings):
    settings.ALLOWED_HOSTS = HOSTS


@pytest.fixture
def reader(client):
    client.defaults |= BROWSER
    return client


@pytest.fixture
def district(cast):
    install(
        Installation(unit=cast.district, portal_name="Dân vận khéo huyện Yên Mô", issuer_name="B", place_name="C"),
        by=None,
        at=NOW,
    )
    return cast


@pytest.fixture
def two(district):
    """The sites of two communes; only that of Yên Hòa has anything."""
    site(district.hoa, host=HOA)
    site(district.mac, host=MAC, name="Dân vận khéo xã Yên Mạc", tagline="Đảng ủy xã Yên Mạc", office="Khối xã Yên Mạc")
    return district


def place(article):
    return reverse("portal:article", args=[article.pk, article.slug])


def at(reader, host, url, **more):
    return reader.get(url, headers={"host": host}, **more)


def words(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


# What is shown where -------------------------------------------------------------------------------------------------


SIGNS = (
    "Đèn sáng ngõ Hòa",
    "Hoa nở đường Hòa",
    "Nhận xét của Hòa",
    "12-QĐ/HU",
    "Ban Chỉ đạo xã Yên Hòa",
    "den-sang",
    "hoa-no",
    "Yên Hòa",
)


def fill(cast):
    """Give Yên Hòa one of everything that a portal shows; return the addresses with numbers."""
    said = {"title": "Đèn sáng ngõ Hòa", "lead": "Đèn sáng ngõ Hòa", "byline": "Tác giả Hòa", "slug": "den-sang"}
    article = made.article(cast.hoa, at=NOW, tags=["Ngõ Yên Hòa"], notice_until=date(2099, 1, 1), **said)
    actions.add_photo(article, made.picture(), alt="Ảnh của Hòa", caption="", credit="", by=None, at=NOW)
    actions.add_views({article.pk: 5}, by=None, at=timezone.now())
    model = made.recognised(cast, name="Hoa nở đường Hòa")
    attach(model, made.picture(colour="red"), caption="Ảnh", is_public=True, by=cast.commune_officer, at=make.NOW)
    remark = made.comment(article, text="Nhận xét của Hòa", state="shown")
    made.comment(model.exemplar, text="Nhận xét của Hòa", state="shown")
    make.committee(cast.hoa, name="Ban Chỉ đạo xã Yên Hòa")
    actions.lead_on([("/news/1", article.pk)], by=cast.editor, at=NOW)
    photo = article.photos.get().file
    paper = keep(clips.sent("bang-ke.pdf", pdf_bytes("Hoa")), kinds=FILE_KINDS, by=None, at=NOW)
    actions.add_file(article, paper, FileFacts(title="Bảng kê của Yên Hòa"), by=None, at=NOW)
    decision = Decision.objects.get()
    signed = keep(clips.sent("12.pdf", pdf_bytes("Hoa")), kinds=PAPER_KINDS, by=None, at=NOW)
    put_on_file(decision, signed, is_public=True, by=cast.district_office, at=NOW)
    move(model.campaign, to="closed", by=None, at=NOW)
    held = dialogues.dialogue(cast.hoa, topic="Đèn sáng ngõ Hòa", place="Nhà văn hóa Yên Hòa")
    show_dialogue(held, [dialogues.question(held).pk], by=cast.district_office, at=NOW)
    show_board(cast.district, by=cast.district_office, at=NOW)
    contest = Contest(cast, works=2, judges=1, unit=cast.hoa, contest="Đèn sáng ngõ Hòa").announced()
    of_all = documents.document(cast.district_office, number="01-KH/BCĐ")
    return {
        "tag": ["ngo-yen-hoa"],
        "tag_feed": ["ngo-yen-hoa", "rss"],
        "notices_feed": ["atom"],
        "medium": [paper.pk, "bang-ke", "pdf"],
        "decision": [decision.pk],
        "document_file": [signed.pk],
        "directive": [of_all.slug],
        "dialogue": [held.pk],
        "contest": [contest.edition.pk],
        "programme": [2017],
        "figures_of": [model.campaign.slug],
        "map_of": [model.campaign.slug],
        "short": [article.pk],
        "article": [article.pk, article.slug],
        "model": [model.pk, model.exemplar.slug],
        "report": [remark.pk],
        "picture": [photo.pk, photo.widths[0]],
        "section": [article.section.slug],
        "section_feed": [article.section.slug, "rss"],
        "feed": ["atom"],
        "most_read_in": ["thang"],
        "month": [2018, 1],
        "day": [2018, 1, 18],
        "dataset": ["mo-hinh-duoc-cong-nhan"],
    }


SEVERAL = {
    "dataset_file": [[slug, "csv"] for slug in ("mo-hinh-duoc-cong-nhan", "tin-bai", "ban-chi-dao")],
    "dataset_digest": [["tin-bai", "csv"]],
    "sitemap": [["trang"], ["tin"], ["mo-hinh"], ["van-ban"]],
}
ASKED = {"search": "?q=hoa", "suggestions": "?q=sang+ngo", "author": "?ten=T%C3%A1c+gi%E1%BA%A3+H%C3%B2a"}
POSTED = {"remark", "rate", "remark_model", "rate_model"}


def public_addresses(numbers):
    """Return every address of the portal, with numbers where it needs them."""
    for pattern in get_resolver("kheo.outlets.portal.web.urls").url_patterns:
        if pattern.name not in POSTED:
            for args in SEVERAL.get(pattern.name, [numbers.get(pattern.name, [])]):
                yield reverse(f"portal:{pattern.name}", args=args) + ASKED.get(pattern.name, "")
    yield "/news/1"


# What shows nothing of a unit, or nothing that could be read.
SILENT = [
    "/du-lieu-mo/danh-muc.jsonld",
    "/du-lieu-mo/tin-bai.csv.sha256",
    "/robots.txt",
    "/sitemap-trang.xml",
    "/sitemap-van-ban.xml",
    "/sitemap.xml",
]


def test_no_address_of_one_site_shows_anything_of_another(two, reader):
    numbers = fill(two)
    addresses = list(public_addresses(numbers))
    told_there = {url: words(at(reader, HOA, url, follow=True)).removeprefix(url) for url in addresses}
    assert [sign for sign in SIGNS if sign not in "".join(told_there.values())] == []
    silent = {url for url, page in told_there.items() if not any(sign in page for sign in SIGNS[:-1])}
    files = {reverse(f"portal:{name}", args=numbers[name]) for name in ("picture", "medium", "document_file")}
    assert sorted(silent - files) == SILENT
    assert [at(reader, MAC, url).status_code for url in files] == [404, 404, 404]
    for url in addresses:
        answer = at(reader, MAC, url)
        if answer.status_code == 301:
            assert answer["Location"].startswith(f"http://{HOA}/")
            continue
        assert answer.status_code in {200, 404}, url
        # The address asked for, and the name that the decision of another level has, are no secrets.
        page = words(answer).replace(url, "")
        assert [sign for sign in SIGNS if sign in page] == [], url


def test_what_is_sent_to_another_site_is_sent_to_nobody(two, reader):
    numbers = fill(two)
    for name, key in (("remark", "article"), ("rate", "article"), ("remark_model", "model"), ("rate_model", "model")):
        url = reverse(f"portal:{name}", args=numbers[key][:1])
        assert reader.post(url, {"stars": "3"}, headers={"host": MAC}).status_code == 404


def test_a_site_above_and_the_main_one_show_what_is_below(two, reader):
    site(two.district, host="huyen.xa.example.vn", name="Trang huyện", tagline="")
    fill(two)
    for host in ("huyen.xa.example.vn", MAIN, "x.xa.example.vn"):
        for url in ("/", "/tin/", "/luu-tru/2018/01/"):
            assert "Đèn sáng ngõ Hòa" in words(at(reader, host, url)), (host, url)
        assert "Hoa nở đường Hòa" in words(at(reader, host, "/mo-hinh/"))
        assert "Đèn sáng ngõ Hòa" in words(at(reader, host, "/tim-kiem/?q=ngo+hoa"))


def test_an_article_has_one_address_for_search_engines(two, reader):
    numbers = fill(two)
    url = reverse("portal:article", args=numbers["article"])
    for host in (HOA, MAIN):
        page = words(at(reader, host, url))
        assert re.search('rel="canonical" href="([^"]+)"', page)[1] == f"http://{HOA}{url}"
        assert f'property="og:url" content="http://{HOA}{url}"' in page
        assert f'"mainEntityOfPage": "http://{HOA}{url}"' in page
    model = reverse("portal:model", args=numbers["model"])
    assert f'rel="canonical" href="http://{HOA}{model}"' in words(at(reader, MAIN, model))
    assert url in words(at(reader, HOA, "/sitemap-tin.xml"))
    assert url not in words(at(reader, MAIN, "/sitemap-tin.xml"))
    assert model in words(at(reader, HOA, "/sitemap-mo-hinh.xml"))
    assert model not in words(at(reader, MAIN, "/sitemap-mo-hinh.xml"))


def test_an_article_of_another_unit_leads_to_the_site_that_has_it(two, reader):
    of_mac, of_district = made.article(two.mac), made.article(two.district)
    for article, host in ((of_mac, MAC), (of_district, MAIN)):
        for url in (place(article), reverse("portal:short", args=[article.pk])):
            answer = reader.get(url, headers={"host": f"{HOA}:8000"})
            assert (answer.status_code, answer["Location"]) == (301, f"http://{host}:8000{place(article)}")
    model = made.recognised(two, name="Của Hòa")
    url = reverse("portal:model", args=[model.pk, model.exemplar.slug])
    assert at(reader, MAC, url)["Location"] == f"http://{HOA}{url}"


def test_where_the_main_site_has_no_name_a_foreign_article_is_not_there(two, reader, settings):
    settings.ALLOWED_HOSTS = [".xa.example.vn"]
    assert at(reader, HOA, place(made.article(two.district))).status_code == 404


def test_a_site_that_is_not_open_is_the_main_one(district, reader):
    site(district.hoa, host=HOA, is_shown=False)
    made.article(district.mac, title="Tin của Mạc")
    page = words(at(reader, HOA, "/"))
    assert "Tin của Mạc" in page
    assert "Dân vận khéo huyện Yên Mô" in page


def test_the_heir_has_the_news_and_models_of_the_units_that_were_merged_into_it(two, reader):
    old, model = made.article(two.mac, title="Tin cũ của Mạc"), made.recognised(two, name="Của Hòa")
    opening = Opening(name="Xã Yên Lâm", kind=UnitKind.COMMUNE, parent=two.district.pk)
    apply(merge([two.hoa, two.mac], opening, on_day=date(2025, 7, 1), basis="Nghị quyết 1"), by=None, at=MERGED)
    new = Unit.objects.get(name="Xã Yên Lâm")
    site(new, host="lam.xa.example.vn", name="Dân vận khéo xã Yên Lâm", tagline="", office="")
    pages.kept.clear()
    assert "Tin cũ của Mạc" in words(at(reader, "lam.xa.example.vn", "/tin/"))
    assert "Của Hòa" in words(at(reader, "lam.xa.example.vn", "/mo-hinh/"))
    assert at(reader, "lam.xa.example.vn", place(old)).status_code == 200
    assert at(reader, "lam.xa.example.vn", reverse("portal:model", args=[model.pk, "cua-hoa"])).status_code == 200
    assert "Tin cũ của Mạc" in words(at(reader, "lam.xa.example.vn", "/tim-kiem/?q=tin+cu"))
    assert "Tin cũ của Mạc" in words(at(reader, "lam.xa.example.vn", "/tim-kiem/goi-y/?q=tin+cu"))
    # Nobody keeps the sites of units that ended: their names show the main portal.
    assert "Dân vận khéo huyện Yên Mô" in words(at(reader, HOA, "/"))


# Who is asked ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": MAC},
        {"X-Forwarded-Server": MAC},
        {"X-Host": MAC},
        {"X-Original-Host": MAC},
        {"Forwarded": f"host={MAC}"},
        {"X-Forwarded-Port": "1234"},
        {"X-Original-URL": f"http://{MAC}/"},
    ],
)
def test_no_forged_header_opens_another_site_or_stays_in_a_kept_page(two, reader, headers):
    made.article(two.mac, title="Tin của Mạc")
    for _time in range(2):
        forged = words(reader.get("/tin/", headers={"host": HOA, **headers}))
        plain = words(at(reader, HOA, "/tin/"))
        assert forged == plain
        assert "Tin của Mạc" not in plain
        assert MAC not in plain
        assert "1234" not in plain


@pytest.mark.parametrize("host", ["evil.example", f"{HOA}.evil.example", f"{HOA}@evil.example", f"evil.example#{HOA}"])
def test_a_host_that_the_installation_does_not_answer_to_is_refused(two, reader, host):
    assert reader.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", [HOA.upper(), f"{HOA}.", f"{HOA}:8000"])
def test_a_name_is_known_however_it_is_written(two, reader, host):
    made.article(two.mac, title="Tin của Mạc")
    page = words(reader.get("/", headers={"host": host}))
    assert "Dân vận khéo xã Yên Hòa" in page
    assert "Tin của Mạc" not in page


def test_kept_pages_of_sites_are_apart_and_made_anew_when_a_site_changes(two, reader):
    made.article(two.hoa, title="Tin của Hòa")
    for _time in range(2):
        assert "Tin của Hòa" in words(at(reader, HOA, "/"))
        assert "Tin của Hòa" not in words(at(reader, MAC, "/"))
    known = facts(two.hoa, host=HOA)
    changed = amend_site(site(two.hoa, host=HOA), facts(two.hoa, host=HOA, name="Tên mới"), version=1, by=None, at=NOW)
    assert known.name not in words(at(reader, HOA, "/"))
    close_site(changed, by=None, at=NOW)
    assert "Dân vận khéo huyện Yên Mô" in words(at(reader, HOA, "/"))


# What a site says of itself -------------------------------------------------------------------------------------------


def test_a_site_names_itself_and_who_answers_for_it(two, reader):
    made.article(two.hoa)
    page = words(at(reader, HOA, "/"))
    said = (
        "Dân vận khéo xã Yên Hòa",
        "Đảng ủy xã Yên Hòa",
        "Khối Dân vận xã Yên Hòa",
        "0229 0000 001",
        "Bí thư Đảng ủy xã",
    )
    assert [each for each in said if each not in page] == []
    assert '"@type": "GovernmentOrganization", "name": "Dân vận khéo xã Yên Hòa"' in page
    assert f'"url": "http://{HOA}/"' in page
    assert "Dân vận khéo xã Yên Hòa" in words(at(reader, HOA, "/tin/atom.xml"))
    assert '"Dân vận khéo xã Yên Hòa"' in words(at(reader, HOA, "/du-lieu-mo/danh-muc.jsonld"))


def test_a_site_wears_its_colour_and_logo(district, reader):
    worn = made.picture("logo.png", colour="blue")
    kept = site(district.hoa, host=HOA, colour="#0b4f8a", logo_id=worn.pk)
    page = words(at(reader, HOA, "/"))
    assert 'href="/giao-dien/0b4f8a.css"' in page
    logo = re.search('class="masthead-logo" src="([^"]+)"', page)[1]
    assert words(at(reader, HOA, logo)).startswith("RIFF")
    assert at(reader, MAIN, logo).status_code == 404
    assert kept.logo_id == worn.pk
    sheet = reader.get("/giao-dien/0b4f8a.css")
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    again = reader.get("/giao-dien/0b4f8a.css", headers={"if-none-match": sheet["ETag"]})
    assert again.status_code == 304
    for colour in ("ffffff", "f08080", "zzzzzz", "b3131"):
        assert reader.get(f"/giao-dien/{colour}.css").status_code == 404


def test_a_site_has_its_own_order_of_sections_and_leaves_some_out(district, reader):
    first, second, third = (made.section(slug, slug.title()) for slug in ("mot", "hai", "ba"))
    made.article(district.hoa, section=second, title="Tin ở mục hai")
    site(district.hoa, host=HOA, sections=["ba", "mot"], hidden=["hai"])
    page = words(at(reader, HOA, "/tin/"))
    assert page.index(f"/chuyen-muc/{third.slug}/") < page.index(f"/chuyen-muc/{first.slug}/")
    assert "/chuyen-muc/hai/" not in page
    assert "Tin ở mục hai" in page
    assert at(reader, HOA, "/chuyen-muc/hai/").status_code == 404
    assert at(reader, MAIN, "/chuyen-muc/hai/").status_code == 200


def test_figures_of_a_site_are_of_its_unit(two, reader):
    campaign = make.campaign(two.district)
    made.recognised(two, campaign=campaign, name="Của Hòa")
    for _number in range(2):
        make.registration(campaign, two.mac, two.other_officer, state="registered", office=two.district_office)
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    pages.kept.clear()
    told = {
        host: re.search(r"figures-total\"><strong>(\d+)", words(at(reader, host, "/")))[1] for host in (HOA, MAC, MAIN)
    }
    assert told == {HOA: "1", MAC: "2", MAIN: "3"}
    csv = words(at(reader, HOA, f"/du-lieu-mo/so-lieu-{campaign.slug}.csv"))
    assert "Yên Hòa" in csv
    assert "Yên Mạc" not in csv


# What it costs --------------------------------------------------------------------------------------------------------


def test_an_article_on_a_site_costs_five_queries_and_one_when_it_is_kept(
    two, reader, django_assert_num_queries, django_assert_max_num_queries
):
    article = made.article(two.hoa)
    at(reader, HOA, "/")  # what stands around every page is kept by then
    with django_assert_num_queries(3):
        assert at(reader, HOA, place(article)).status_code == 200
    with django_assert_num_queries(1):
        at(reader, HOA, place(article))
    pages.kept.clear()
    with django_assert_num_queries(5):
        at(reader, HOA, place(article))
    pages.kept.clear()
    with django_assert_max_num_queries(10):
        at(reader, HOA, "/")


def test_links_of_a_site_stay_on_it(two, reader):
    made.article(two.hoa)
    links = re.findall('href="([^"]+)"', words(at(reader, HOA, "/")))
    assert {urlsplit(link).netloc for link in links} == {"", HOA}


# The one door ---------------------------------------------------------------------------------------------------------

# Tables whose rows belong to a unit, and the files that ask them for everything or for what hangs on one shown thing.
BEHIND = r"\b(Article|Recognition|Registration|Decision|Campaign|Committee|Comment|Exemplar|Unit)\.objects"
DOORS = {
    "portal/queries/headlines.py": {"Article"},
    "portal/queries/voices.py": {"Comment"},
    "portal/queries/gallery.py": {"Registration", "Campaign", "Exemplar", "Unit"},
    "portal/search.py": {"Article", "Decision", "Registration"},
    "portal/web/filters.py": {"Campaign"},
    "portal/queries/near.py": {"Unit", "Registration"},
    "portal/queries/programme.py": {"Campaign"},
    "opendata/queries.py": {"Article"},
}


def test_public_pages_come_to_what_they_show_through_one_door(settings):
    outlets = settings.PACKAGE / "outlets"
    found = {}
    for room in ("portal", "opendata"):
        for path in (outlets / room).rglob("*.py"):
            if tables := set(re.findall(BEHIND, path.read_text("utf-8"))):
                found[path.relative_to(outlets).as_posix()] = tables
    assert found == DOORS
