"""The whole procedure of one year: models are scored, voted on in secret, decided on, certified and checked; one is
refused and its unit reads why, one is revoked."""

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kheo.faces.console.management.certificates import NotGenuine
from kheo.lib.dates import local_day
from kheo.movement.appraisal.actions import close as close_scoring
from kheo.movement.appraisal.models import Appraisal, Conflict, Sheet
from kheo.movement.appraisal.rules import Closing
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import CampaignLevel
from kheo.movement.campaigns.states import Level
from kheo.movement.certificates.models import Certificate
from kheo.movement.meetings.models import Meeting
from kheo.movement.recognition.models import Decision, Refusal
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from tests import make
from tests.appraisal import made
from tests.browser.conftest import DESK, PHONE, SHOTS, Keyboard, Traveller
from tests.browser.printed import codes_of, pages_of
from tests.cast import gather
from tests.certificates import given
from tests.numbering.test_actions import kept

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "dan-van-kheo"
MEMBERS = ["Đỗ Trọng Luận", "Vũ Văn An", "Lê Thị Thu", "Trần Văn Nam", "Phạm Thị Hà"]
NAMES = [
    "Đường hoa nông thôn xóm Đông", "Tổ tự quản an ninh xóm 5", "Chợ phiên đổi rác lấy cây", "Hũ gạo nghĩa tình",
    "Camera an ninh thôn Mạc", "Tủ sách nhà văn hóa xóm Nam", "Dòng sông không rác", "Vườn rau sạch của hội viên",
    "Hòa giải từ cơ sở", "Ngõ xóm thắp sáng", "Giúp nhau làm nhà", "Ngày thứ Bảy vì dân",
]  # fmt: skip
REFUSED, REVOKED = NAMES[-1], NAMES[0]
# What is typed for the ten criteria of the example: 89,5 of 100.
POINTS = ["9", "4,5", "7", "11", "18", "9", "9", "6", "7", "9"]
WHY = "Không duy trì được từ tháng 6, bốn hộ đã rút khỏi tổ tự quản."


@dataclass
class World:
    """A small district on the way to its decision, and where its year is found."""

    cast: object
    council: made.Council
    models: list

    @property
    def slug(self):
        return self.council.campaign.slug


@pytest.fixture
def set_out(browser, live_server):
    """Set out with a browser of one's own into a small fresh district: `set_out(journey, screen)`."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: a journey is not rolled back")
    SHOTS.mkdir(parents=True, exist_ok=True)
    out = []

    def _set_out(journey, screen, username, **options):
        out.append(Traveller(browser, live_server.url, f"procedure-{journey}", screen, **options))
        out[-1].signs_in(username, PASSWORD)
        return out[-1]

    yield _set_out
    for traveller in out:
        traveller.context.close()


@pytest.fixture
def world(transactional_db):
    """Twelve models of two communes, proposed; five people to score them; a committee, a book of numbers, a design."""
    cast = gather()
    council = made.council(cast, scorers=5, each=5, is_open=False)
    CampaignLevel.objects.create(campaign=council.campaign, level=Level.DISTRICT, unit=cast.district)
    make.committee(cast.district, [make.sitting(name, "member" if n else "head") for n, name in enumerate(MEMBERS)])
    kept(cast.district, symbol="BCĐ")
    given.drawn(cast.district)
    homes = [(cast.hoa, cast.commune_officer), (cast.mac, cast.other_officer)]
    models = [made.proposed(cast, council.campaign, name, *homes[n % 2]) for n, name in enumerate(NAMES)]
    for person in (cast.commune_officer, cast.other_officer, cast.district_office, *council.scorers):
        person.set_password(PASSWORD)
        person.save()
    return World(cast, council, models)


def test_procedure(set_out, world, tmp_path, live_server):
    office = set_out("office", DESK, "thuong_truc")
    _opens_the_appraisal(office, world)
    _scores_itself(set_out("unit", PHONE, "can_bo_hoa"), world)
    _visits(office, world)
    _gives_out(office, world)
    _scores_in_a_table(set_out("grid", DESK, "cham_1", hand=Keyboard), world)
    _scores_a_sheet(set_out("sheet", PHONE, "cham_2"), world)
    _steps_back(set_out("interest", DESK, "cham_5"), world)
    _closes_the_scoring(office, world)
    meeting = _calls_a_meeting(office, world)
    _votes_in_secret(set_out("booth", DESK, "thuong_truc", hand=Keyboard), meeting)
    _closes_the_minutes(office, meeting)
    decision = _decides(office, world)
    papers = _certifies(office, decision)
    pages = pages_of(papers)
    _revokes_one(office, decision)
    _reads_why(set_out("refused", PHONE, "can_bo_mac"), world)
    _checks(office, pages, live_server.url, tmp_path)


def state_of(name):
    return Registration.objects.get(exemplar__name=name).state


def on_page(traveller):
    return traveller.page.locator("main .form-actions button").first


def presses(traveller, target):
    with traveller.page.expect_navigation():
        target.click()


def _opens_the_appraisal(office, world):
    office.at(f"/lam-viec/phong-trao/{world.slug}/")
    office.passes("campaign")
    office.page.locator(f"a[href$='/tham-dinh/dot/{world.slug}/']").first.click()
    office.passes("appraisal-closed")
    office.page.locator("a[href$='/mo/']").first.click()
    office.page.locator("[name=each]").fill("5")
    office.passes("open")
    presses(office, on_page(office))
    office.passes("appraisal-open")


def _scores_itself(unit, world):
    """One model is scored by its unit in the browser, the others by the same verbs."""
    first, cast = world.models[0], world.cast
    unit.at(f"/lam-viec/dang-ky/{first.pk}/")
    unit.passes("proposed")
    unit.page.locator("a[href$='/tu-cham/']").first.click()
    for cell, points in zip(unit.page.locator("main input[inputmode=decimal]").all(), POINTS, strict=True):
        cell.fill(points)
    unit.page.locator("[name=comment]").fill("Tự chấm theo hồ sơ minh chứng của xóm.")
    unit.page.locator("[data-autosave-status]").filter(has_text="lúc").wait_for()
    unit.passes("self-score")
    presses(unit, unit.page.locator("button[name=hand_in]"))
    assert state_of(NAMES[0]) == State.SELF_SCORED
    unit.passes("self-scored")
    for n, model in enumerate(world.models[1:], 1):
        model.refresh_from_db()
        _self_score(model, [cast.commune_officer, cast.other_officer][n % 2])


def _self_score(model, by):
    sheet = made.begin_own(model, by=by, at=timezone.now())
    made.mark(sheet, made.full_marks(model, Decimal("0.9")), version=sheet.version, by=by, at=timezone.now())
    made.self_score(sheet, comment="", version=sheet.version, by=by, at=timezone.now())


def _visits(office, world):
    model = world.models[0]
    office.at(f"/lam-viec/tham-dinh/ho-so/{model.pk}/khao-sat/")
    for name, text in {
        "visited_on": f"{local_day(timezone.now()):%d/%m/%Y}",
        "place": "Nhà văn hóa xóm Đông",
        "team": "Phó Trưởng Ban Dân vận Phạm Văn Trực\nChuyên viên Vũ Thị Đạo",
        "findings": "Tuyến đường 1,2 km đã trồng hoa, 64 hộ chăm sóc theo lịch.",
    }.items():
        office.page.locator(f"[name={name}]").fill(text)
    office.passes("survey")
    presses(office, on_page(office))
    assert state_of(NAMES[0]) == State.SURVEYED
    for each in world.models[1:]:
        each.refresh_from_db()
        made.survey(each, made.VISIT, by=world.cast.district_office, at=timezone.now())


def _gives_out(office, world):
    office.at(f"/lam-viec/tham-dinh/dot/{world.slug}/phan-cong/")
    office.passes("assign")
    presses(office, on_page(office))
    assert Sheet.objects.exclude(scorer=None).count() == 5 * len(NAMES)
    office.passes("given-out")


def _scores_in_a_table(scorer, world):
    """All points of three models are typed by keys alone: to the right, down, to the left; every row is saved."""
    scorer.at("/lam-viec/tham-dinh/")
    scorer.passes("mine")
    page = scorer.at(f"/lam-viec/tham-dinh/bang-diem/{world.slug}/")
    rows = page.locator("table.grid tbody tr")
    assert rows.count() == len(NAMES)
    columns = rows.first.locator("[data-cell]").count()
    scorer.hand.reach(rows.first.locator("[data-cell]").first)
    for row in range(3):
        for column in range(columns):
            page.keyboard.type(POINTS[columns - 1 - column if row % 2 else column])
            if row % 2:
                page.keyboard.press("Home")
            page.keyboard.press(("ArrowLeft" if row % 2 else "ArrowRight") if column < columns - 1 else "ArrowDown")
        rows.nth(row).locator("[data-autosave-status]").filter(has_text="lúc").wait_for()
    scorer.passes("grid")
    own = Sheet.objects.filter(scorer__username="cham_1")
    assert [each.total for each in own.exclude(total=None)] == [Decimal("89.5")] * 3
    for left in range(len(NAMES) - 1, len(NAMES) - 4, -1):
        scorer.hand.press(rows.first.get_by_role("button"))
        assert rows.count() == left  # back in the table, with one row less
    assert own.filter(state=SheetState.DONE).count() == 3
    _scores_the_rest(own)


def _scores_the_rest(sheets):
    """What is not told in the browser is scored by the same verbs; the last model earns few points."""
    waiting = sheets.filter(state=SheetState.ASSIGNED).select_related("scorer", "registration__campaign__unit")
    for sheet in waiting.select_related("registration__exemplar"):
        part = Decimal("0.75") if sheet.registration.exemplar.name == REFUSED else Decimal("0.92")
        made.scores(sheet, part)


def _scores_a_sheet(scorer, world):
    page = scorer.at(f"/lam-viec/tham-dinh/tiep-theo/{world.slug}/")
    scorer.passes("sheet")
    cells = page.locator("main td input[inputmode=decimal]")
    for cell, points in zip(cells.all(), POINTS, strict=True):
        cell.fill(points)
    cells.first.fill("100")
    page.locator("[name=comment]").fill("Cách làm dễ nhân rộng.")
    presses(scorer, page.locator("button[name=hand_in]"))
    scorer.passes("too-many", status=422)
    cells.first.fill(POINTS[0])
    presses(scorer, page.locator("button[name=hand_in]"))
    scorer.passes("handed-in")
    assert Sheet.objects.filter(scorer__username="cham_2", state=SheetState.DONE).count() == 1
    _scores_the_rest(Sheet.objects.filter(scorer__username__in=["cham_2", "cham_3", "cham_4"]))


def _steps_back(scorer, world):
    """Somebody has scored all, and then declares an interest: the models of the unit vanish, their points too."""
    own = Sheet.objects.filter(scorer__username="cham_5")
    _scores_the_rest(own)
    page = scorer.at("/lam-viec/tham-dinh/")
    assert all(name in scorer.text() for name in NAMES)
    page.locator("a[href$='/lien-quan/']").first.click()
    page.locator("[name=unit]").select_option(label="Xã Yên Mạc")
    page.locator("[name=reason]").fill("Em trai là Chủ tịch UBND xã.")
    scorer.passes("declare")
    presses(scorer, on_page(scorer))
    scorer.passes("declared")
    assert [name in scorer.text() for name in NAMES] == [True, False] * 6
    assert own.filter(state=SheetState.BARRED).count() == 6
    assert Conflict.objects.filter(ended_at=None).count() == 1


def _closes_the_scoring(office, world):
    """Six are closed at once with their means; of the six that four people scored, each needs the reason."""
    page = office.at(f"/lam-viec/tham-dinh/dot/{world.slug}/")
    office.passes("all-in")
    page.locator("#pick-all").check()
    presses(office, page.locator("main form[data-pick] .form-actions button"))
    office.passes("closed-many")
    assert Appraisal.objects.count() == 6
    few = [model for model in world.models if state_of(model.exemplar.name) == State.SURVEYED]
    office.at(f"/lam-viec/tham-dinh/ho-so/{few[0].pk}/chot-diem/")
    office.passes("score")
    presses(office, on_page(office))
    office.passes("reason-wanted", status=422)
    page.locator("[name=reason]").fill("Một người chấm có liên quan đến đơn vị.")
    presses(office, on_page(office))
    office.passes("result")
    for model in few[1:]:
        model.refresh_from_db()
        reason = Closing(reason="Một người chấm có liên quan.")
        close_scoring(model, reason, by=world.cast.district_office, at=timezone.now())
    assert {appraisal.scorers for appraisal in Appraisal.objects.all()} == {4, 5}
    office.at(f"/lam-viec/tham-dinh/dot/{world.slug}/")
    office.passes("all-closed")


def _calls_a_meeting(office, world):
    page = office.page
    page.locator(f".doors a[href$='/hop-xet/dot/{world.slug}/']").click()
    office.passes("meetings")
    page.locator(f"a[href$='/hop-xet/dot/{world.slug}/moi/']").click()
    for name, text in {
        "held_on": f"{local_day(timezone.now()):%d/%m/%Y}",
        "place": "Hội trường Huyện ủy",
        "secretary": "Bùi Thị Thư",
        "secretary_title": "Chuyên viên Ban Dân vận",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=voting][value=machine]").check()
    office.passes("call")
    presses(office, on_page(office))
    meeting = Meeting.objects.get()
    office.passes("meeting")
    office.at(f"/lam-viec/hop-xet/{meeting.pk}/diem-danh/")
    for n, row in enumerate(page.locator("main tbody tr").all()):
        row.locator(f"[value={'present' if n < 4 else 'absent'}]").check()
    page.locator("main tbody tr").last.locator("[type=text]").fill("Đi công tác")
    office.passes("attendance")
    presses(office, on_page(office))
    office.passes("quorum")
    for box in page.locator("[name=pick]").all():
        box.check()
    presses(office, page.locator("form[action$='/mo-bieu-quyet/'] .form-actions button"))
    office.passes("ballot")
    return meeting


def _votes_in_secret(secretary, meeting):
    """Four members vote on the machine by keys alone; the last model gets one vote of four."""
    page = secretary.at(f"/lam-viec/hop-xet/{meeting.pk}/bieu-quyet/{meeting.ballots.get().pk}/")
    secretary.hand.press(page.locator("a[href$='/buong-phieu/']"))
    secretary.passes("booth")
    for voter in range(4):
        secretary.hand.press(page.locator(".wall-names a").first)
        if not voter:
            secretary.passes("ballot-paper")
        for item in page.locator("[data-ballot] fieldset").all():
            page.keyboard.press("2" if voter and REFUSED in item.inner_text() else "1")
        secretary.hand.press(page.locator("[data-ballot] button"))
    secretary.passes("all-voted")
    secretary.hand.press(page.locator(".wall-keys a"))
    secretary.hand.press(page.locator("button[value=close]"))
    secretary.passes("counted")
    results = {item.name: item.result for item in meeting.items.all()}
    assert results == dict.fromkeys(NAMES, "passed") | {REFUSED: "failed"}


def _closes_the_minutes(office, meeting):
    page = office.at(f"/lam-viec/hop-xet/{meeting.pk}/")
    office.passes("voted")
    page.locator("a[href$='/ket-thuc/']").first.click()
    office.passes("close")
    presses(office, on_page(office))
    office.passes("papers")
    page.locator("[name=place]").fill("Yên Mô")
    with page.expect_download() as taken:
        page.locator("button[name=minutes]").click()
    assert taken.value.path().stat().st_size > 10_000


def _decides(office, world):
    """The closed meeting leads to a draft; its number is taken from the book; then it is issued."""
    page = office.page
    office.at(f"/lam-viec/hop-xet/{Meeting.objects.get().pk}/")
    office.passes("meeting-closed")
    page.locator(f".doors a[href$='/cong-nhan/dot/{world.slug}/']").click()
    office.passes("drafts")
    page.locator("main td.acts a").first.click()
    for name, text in {"signer_post": "Trưởng Ban Chỉ đạo", "signer_name": "Đỗ Trọng Luận"}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=bases-0-text]").fill("Hướng dẫn số 01-HD/BCĐ về bình xét, công nhận mô hình Dân vận khéo")
    office.passes("write")
    presses(office, on_page(office))
    office.passes("draft")
    presses(office, page.locator("form[action$='/so/'] button"))
    office.passes("numbered")
    page.locator("a[href$='/ban-hanh/']").click()
    page.locator("[name=signed]").check()
    office.passes("promulgate")
    presses(office, on_page(office))
    office.passes("decision")
    assert {state_of(name) for name in NAMES[:-1]} == {State.RECOGNISED}
    assert state_of(REFUSED) == State.NOT_RECOGNISED
    return Decision.objects.get()


def _certifies(office, decision):
    """Certificates are issued and printed: a page for each; the PDF is returned."""
    page = office.at(f"/lam-viec/cong-nhan/quyet-dinh/{decision.pk}/")
    page.locator(f"a[href$='/giay-chung-nhan/quyet-dinh/{decision.pk}/']").click()
    office.passes("certificates")
    presses(office, on_page(office))
    assert Certificate.objects.count() == len(NAMES) - 1
    office.passes("issued")
    page.locator("a[href$='/in/']").first.click()
    office.passes("print")
    presses(office, on_page(office))
    office.passes("printed")
    address = page.locator("a[href$='/tep/']").get_attribute("href")
    pdf = office.context.request.get(address).body()
    assert pdf.startswith(b"%PDF")
    return pdf


def _revokes_one(office, decision):
    page = office.at(f"/lam-viec/cong-nhan/quyet-dinh/{decision.pk}/thu-hoi/")
    page.locator("[name=signer_post]").fill("Trưởng Ban Chỉ đạo")
    page.locator("[name=signer_name]").fill("Đỗ Trọng Luận")
    office.passes("revoke")
    presses(office, on_page(office))
    office.passes("revoking")
    page.locator("a[href$='/chon/']").click()
    office.passes("choose")
    page.locator("main tr", has_text=REVOKED).locator("td.acts a").click()
    page.locator("[name=reason]").fill(WHY)
    office.passes("line")
    presses(office, on_page(office))
    presses(office, page.locator("form[action$='/so/'] button"))
    page.locator("a[href$='/ban-hanh/']").click()
    page.locator("[name=signed]").check()
    presses(office, on_page(office))
    office.passes("revoked")
    assert state_of(REVOKED) == State.REVOKED
    office.at(f"/lam-viec/tham-dinh/ho-so/{Registration.objects.get(exemplar__name=REVOKED).pk}/")
    assert WHY in office.text()
    office.passes("explained")


def _reads_why(unit, world):
    """The unit of the refused model reads how it came about, without the names of who scored or stepped aside."""
    model = Registration.objects.get(exemplar__name=REFUSED)
    page = unit.at(f"/lam-viec/dang-ky/{model.pk}/")
    unit.passes("registration")
    page.locator(f"a[href$='/tham-dinh/ho-so/{model.pk}/']").first.click()
    assert unit.heading() == "Giải trình kết quả xét"
    unit.passes("explained")
    told = unit.text()
    decision = Decision.objects.get(kind="recognise")
    for words in (decision.number, "Họp xét", Refusal.objects.get().reason):
        assert words in told
    assert "Thẩm định viên 1" not in told
    page.locator("a[href*='/kien-nghi/ve/']").first.click()
    page.locator("[name=reasons]").fill("Mô hình đã được ba thôn làm theo từ tháng 9.")
    unit.passes("appeal")
    presses(unit, on_page(unit))
    unit.passes("appealed")


def _checks(office, pages, address, tmp_path):
    """Each printed code leads to what is true of its certificate today; what was revoked says by which decision. With
    the network gone, the saved keys and the page that was kept still tell what is genuine."""
    certificates = list(Certificate.objects.order_by("number"))
    assert len(pages) == len(certificates) == len(NAMES) - 1
    codes = [f"{address}/xac-thuc/{each.token}/" for each in certificates]
    for picture, code in zip(pages, codes, strict=True):
        assert codes_of(picture) == [code]
    last = Decision.objects.get(kind="revoke")
    page = office.page
    for certificate, code in zip(certificates, codes, strict=True):
        page.goto(code)
        said = page.locator("main").inner_text()
        is_revoked = certificate.title == REVOKED
        assert (certificate.title in said, last.number in said) == (True, is_revoked)
        assert page.locator("main .tone-stop").count() == is_revoked
    page.goto(codes[[each.title for each in certificates].index(REVOKED)])
    office.passes("public-revoked")
    page.goto(codes[-1])
    office.passes("public-valid")
    keys, kept_page = tmp_path / "khoa.txt", tmp_path / "kiem-tra.html"
    keys.write_bytes(office.context.request.get("/xac-thuc/khoa/").body())
    office.at("/xac-thuc/")
    office.passes("public-check")
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    taken.value.save_as(kept_page)
    _checks_without_a_network(office, codes, keys, kept_page)


def _checks_without_a_network(office, codes, keys, kept_page):
    office.context.set_offline(True)
    page = office.context.new_page()
    page.goto(kept_page.as_uri())
    for code in codes:
        with redirect_stdout(io.StringIO()) as out:
            call_command("check-certificate", code, keys=keys, json=True)
        told = json.loads(out.getvalue())
        page.locator("textarea").fill(code)
        page.locator("button").click()
        page.locator(".verdict.good").wait_for()
        assert told["genuine"]
        assert told["title"] in page.locator("#answer").inner_text()
        page.evaluate("document.getElementById('answer').replaceChildren()")
    page.screenshot(path=SHOTS / "procedure-offline.png")
    forged = codes[0][:-10] + ("B" if codes[0][-10] == "A" else "A") + codes[0][-9:]
    with pytest.raises(NotGenuine):
        call_command("check-certificate", forged, keys=keys, json=True)
    page.locator("textarea").fill(forged)
    page.locator("button").click()
    page.locator(".verdict.bad").wait_for()
