import io
import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import StoredFile
from kheo.lib.office.sheets_in import read_workbook
from kheo.movement.registry import actions
from kheo.movement.registry.models import Attachment, Registration
from kheo.movement.registry.states import State
from tests import make

FAR = date(2099, 12, 31)
TOKEN = re.compile(rb'name="form_key" value="([0-9a-f-]+)"')


@pytest.fixture
def campaign(cast):
    """A campaign that is open in the days of the tests and of today."""
    return make.campaign(cast.district, registration_closes_on=FAR, ends_on=FAR)


@pytest.fixture
def sign_in(client):
    def _sign_in(user):
        client.force_login(user)
        return client

    return _sign_in


def drafted(cast, campaign, **more):
    return make.registration(campaign, cast.hoa, cast.commune_officer, office=cast.district_office, **more)


def said(campaign, **changes):
    """What the form of a new registration sends."""
    given = {
        "form_key": str(uuid4()),
        "version": "0",
        "name": "Đường hoa",
        "kind": "model",
        "owner_kind": "collective",
        "year_status": "new",
        "field": campaign.fields.get(slug="economy").pk,
        "place": "Thôn Đông",
        "started_on": "9/8/2017",
        "purpose": "Đẹp đường",
        "method": "Mỗi nhà một đoạn",
        "targets": "500 m",
        "target_group": "",
        "resources": "",
        "partners": "",
        "person_in_charge": "",
        "outcome": "",
    }
    return given | changes


def photo(name="ruộng.jpg"):
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "#228833").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/jpeg")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# who sees what ----------------------------------------------------------------------------------------------------

PAGES = ["detail", "edit", "delete_draft", "submit", "return_", "cancel", "papers", "autosave"]


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_asked_to(client, cast, campaign, page):
    draft = drafted(cast, campaign)
    response = client.post(reverse(f"registry:{page}", args=[draft.pk]))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["other_officer", "stranger", "administrator"])
def test_a_foreign_registration_does_not_exist(sign_in, cast, campaign, page, who):
    draft = drafted(cast, campaign)
    response = sign_in(getattr(cast, who)).post(reverse(f"registry:{page}", args=[draft.pk]), {"reason": "x"})
    assert response.status_code == 404
    assert Registration.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.parametrize("page", ["edit", "delete_draft", "submit", "return_", "cancel", "papers"])
@pytest.mark.parametrize("who", ["leader", "editor"])
def test_who_may_only_read_is_refused_the_steps(sign_in, cast, campaign, page, who):
    draft = drafted(cast, campaign)
    client = sign_in(getattr(cast, who))
    assert client.post(reverse(f"registry:{page}", args=[draft.pk])).status_code == 403
    assert client.get(reverse("registry:detail", args=[draft.pk])).status_code == 200
    assert client.get(reverse("registry:new")).status_code == 403


def test_a_stranger_is_told_that_there_is_nothing(sign_in, cast, campaign):
    drafted(cast, campaign)
    response = sign_in(cast.stranger).get(reverse("registry:list"))
    assert (response.status_code, "Đường" in text_of(response)) == (200, False)
    assert sign_in(cast.stranger).get(reverse("registry:list") + f"?campaign={campaign.slug}").status_code == 404


# the list ---------------------------------------------------------------------------------------------------------


def listed(response):
    return [line.registration for line in response.context["lines"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(sign_in, cast, campaign, rows, django_assert_num_queries):
    for number in range(rows):
        drafted(cast, campaign, state=["draft", "submitted", "registered"][number])
    client = sign_in(cast.district_office)
    with django_assert_num_queries(10):
        response = client.get(reverse("registry:list"))
    assert len(listed(response)) == rows


@pytest.mark.parametrize("papers", [1, 3])
def test_the_page_of_a_registration_costs_the_same_whatever_hangs_on_it(
    sign_in, cast, campaign, papers, django_assert_num_queries
):
    draft = drafted(cast, campaign, state="submitted")
    for number in range(papers):
        sign_in(cast.commune_officer).post(
            reverse("registry:papers", args=[draft.pk]), {"added": photo(f"{number}.jpg")}
        )
    client = sign_in(cast.district_office)
    with django_assert_num_queries(10):
        client.get(reverse("registry:detail", args=[draft.pk]))


def test_the_address_narrows_the_list(sign_in, cast, campaign):
    mine = drafted(
        cast, campaign, name="Đường hoa", state="registered", owner_kind="household", year_status="maintained"
    )
    other = make.registration(
        campaign, cast.mac, cast.other_officer, name="Tổ tự quản", field="defence_security", state="submitted"
    )
    own = make.registration(campaign, cast.district, cast.district_office, name="Hội diễn")
    client = sign_in(cast.district_office)
    address = reverse("registry:list") + f"?campaign={campaign.slug}&"
    narrowed = {
        "": {mine, other, own},
        "unit=xa-yen-hoa": {mine},
        "unit=huyen-yen-mo": {mine, other, own},
        "field=defence_security": {other},
        "owner_kind=household": {mine},
        "year_status=maintained": {mine},
        "state=submitted": {other},
        "state=submitted&state=registered": {mine, other},
        "q=duong+HOA": {mine},
        "q=hoa+đường": {mine},
        "q=quan": {other},
        "q=uan": set(),  # within words only
        "q=mac+to": {other},
        "unit=xa-yen-hoa&state=submitted": set(),
    }
    assert {asked: set(listed(client.get(address + asked))) for asked in narrowed} == narrowed


def test_a_unit_outside_ones_reach_shows_an_error_and_never_its_records(sign_in, cast, campaign):
    mine = drafted(cast, campaign)
    make.registration(campaign, cast.mac, cast.other_officer)
    response = sign_in(cast.commune_officer).get(reverse("registry:list") + "?unit=xa-yen-mac")
    assert listed(response) == [mine]
    assert response.context["page"].filters.errors


def test_a_unit_deeper_than_the_choices_is_found_by_its_address(sign_in, cast, campaign):
    hamlet = make.unit("Thôn Đông", "hamlet", parent=cast.hoa)
    deep = make.registration(campaign, hamlet, cast.commune_officer)
    drafted(cast, campaign)
    response = sign_in(cast.district_office).get(reverse("registry:list") + "?unit=thon-dong")
    assert listed(response) == [deep]


def test_of_too_many_units_none_is_offered_and_words_find_them(sign_in, cast, campaign, monkeypatch):
    mine = drafted(cast, campaign)
    other = make.registration(campaign, cast.mac, cast.other_officer, name="Xã Yên Hòa kết nghĩa")
    monkeypatch.setattr("kheo.movement.registry.queries.MOST_TO_CHOOSE", 2)
    client = sign_in(cast.district_office)
    response = client.get(reverse("registry:list") + "?q=yen+hoa")
    assert [unit for unit, _ in response.context["page"].filters.fields["unit"].choices] == ["", "huyen-yen-mo"]
    assert set(listed(response)) == {mine, other}
    assert listed(client.get(reverse("registry:list") + "?unit=xa-yen-mac")) == [other]


def test_the_list_is_of_the_open_campaign_until_another_is_asked_for(sign_in, cast, campaign):
    now = drafted(cast, campaign)
    old = make.campaign(cast.district, year=2016, state="closed")
    client = sign_in(cast.commune_officer)
    assert listed(client.get(reverse("registry:list"))) == [now]
    assert listed(client.get(reverse("registry:list") + f"?campaign={old.slug}")) == []
    assert client.get(reverse("registry:list") + "?campaign=khong-co").status_code == 404


def test_the_list_shows_the_latest_first(sign_in, cast, campaign):
    rows = [drafted(cast, campaign) for _ in range(3)]
    client = sign_in(cast.commune_officer)
    assert listed(client.get(reverse("registry:list"))) == rows[::-1]
    assert listed(client.get(reverse("registry:list") + "?sort=unit")) == rows[::-1]


def test_only_who_may_do_a_step_for_many_is_offered_to_pick(sign_in, cast, campaign):
    drafted(cast, campaign)
    waiting = drafted(cast, campaign, state="submitted")
    response = sign_in(cast.district_office).get(reverse("registry:list"))
    assert [line.registration for line in response.context["lines"] if line.may_be_picked] == [waiting]
    assert len(response.context["steps"]) == 2
    assert sign_in(cast.commune_officer).get(reverse("registry:list")).context["steps"] == []


def test_the_workbook_holds_exactly_what_is_filtered(sign_in, cast, campaign, tmp_path):
    drafted(cast, campaign, name="=Đường hoa", state="submitted")
    drafted(cast, campaign, name="Tổ tự quản")
    make.registration(campaign, cast.mac, cast.other_officer, state="submitted")
    address = reverse("registry:export") + f"?campaign={campaign.slug}&state=submitted&unit=xa-yen-hoa"
    response = sign_in(cast.district_office).get(address)
    path = tmp_path / "list.xlsx"
    path.write_bytes(response.getvalue())
    [sheet] = read_workbook(path)
    rows = [row.cells for row in sheet.rows]
    assert [row[1] for row in rows[4:]] == ["=Đường hoa"]
    assert (rows[4][2], rows[4][12]) == ("Xã Yên Hòa", "Giúp dân")
    assert "attachment" in response["Content-Disposition"]


# the form ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_saved_and_the_form_goes_on(sign_in, cast, campaign):
    client = sign_in(cast.commune_officer)
    page = client.get(reverse("registry:new"))
    key = TOKEN.search(page.content)[1].decode()
    given = said(campaign, form_key=key, unit=cast.hoa.pk, purpose="", save="")
    response = client.post(reverse("registry:new"), given, follow=True)
    draft = Registration.objects.get()
    assert response.redirect_chain == [(reverse("registry:edit", args=[draft.pk]), 302)]
    assert (draft.exemplar.name, draft.unit, draft.state, draft.exemplar.started_on) == (
        "Đường hoa",
        cast.hoa,
        State.DRAFT,
        date(2017, 8, 9),
    )


def test_save_and_submit(sign_in, cast, campaign):
    client = sign_in(cast.commune_officer)
    response = client.post(reverse("registry:new"), said(campaign, unit=cast.hoa.pk, submit="yes"))
    draft = Registration.objects.get()
    assert response["Location"] == reverse("registry:detail", args=[draft.pk])
    assert draft.state == State.SUBMITTED


def test_what_is_missing_is_told_and_the_draft_is_kept(sign_in, cast, campaign):
    given = said(campaign, unit=cast.hoa.pk, submit="yes", targets="")
    response = sign_in(cast.commune_officer).post(reverse("registry:new"), given, follow=True)
    draft = Registration.objects.get()
    assert (draft.state, draft.particulars.purpose) == (State.DRAFT, "Đẹp đường")
    assert response.redirect_chain[-1][0] == reverse("registry:edit", args=[draft.pk])
    assert [message.level_tag for message in response.context["messages"]] == ["error", "success"]


@pytest.mark.parametrize("button", ["save", "submit"])
def test_the_same_form_sent_twice_makes_one(sign_in, cast, campaign, button):
    client, given = sign_in(cast.commune_officer), said(campaign, unit=cast.hoa.pk, **{button: "yes"})
    first = client.post(reverse("registry:new"), given)
    events = AuditEvent.objects.count()
    second = client.post(reverse("registry:new"), given)
    assert first["Location"] == second["Location"]
    assert (Registration.objects.count(), AuditEvent.objects.count()) == (1, events)


def test_the_form_sent_again_with_other_words_amends_what_it_entered(sign_in, cast, campaign):
    client, given = sign_in(cast.commune_officer), said(campaign, unit=cast.hoa.pk)
    client.post(reverse("registry:new"), given)
    client.post(reverse("registry:new"), given | {"place": "Thôn Tây"})
    draft = Registration.objects.get()
    assert (draft.exemplar.place, draft.version) == ("Thôn Tây", 2)


def test_a_wrong_form_comes_back_with_all_that_was_typed(sign_in, cast, campaign):
    given = said(campaign, unit=cast.hoa.pk, name="", started_on="31/2/2017", purpose="Chữ đã gõ")
    response = sign_in(cast.commune_officer).post(reverse("registry:new"), given)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"name", "started_on"})
    assert "Chữ đã gõ" in response.content.decode()
    assert not Registration.objects.exists()


def test_a_name_in_an_old_typeface_is_refused_in_words(sign_in, cast, campaign):
    given = said(campaign, unit=cast.hoa.pk, name="M« h×nh D©n vËn khÐo")
    response = sign_in(cast.commune_officer).post(reverse("registry:new"), given)
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert "Mô hình Dân vận khéo" in text_of(response)


def test_a_unit_that_is_not_ones_own_cannot_be_chosen(sign_in, cast, campaign):
    client = sign_in(cast.commune_officer)
    response = client.post(reverse("registry:new"), said(campaign, unit=cast.mac.pk))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["unit"])
    office = sign_in(cast.district_office)
    assert office.post(reverse("registry:new"), said(campaign, unit=cast.mac.pk)).status_code == 302


def test_before_and_after_the_days_of_registration_the_form_is_not_shown(sign_in, cast):
    make.campaign(cast.district)
    response = sign_in(cast.commune_officer).get(reverse("registry:new"))
    assert "31/03/2017" in text_of(response)
    assert b"<textarea" not in response.content


def test_without_a_campaign_there_is_nothing_to_register_in(sign_in, cast):
    assert sign_in(cast.commune_officer).get(reverse("registry:new")).status_code == 200


def edited(client, draft, campaign, **changes):
    given = said(campaign, name=draft.exemplar.name, version=str(draft.version), **changes)
    return client.post(reverse("registry:edit", args=[draft.pk]), given)


def test_edit_changes_the_draft(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client = sign_in(cast.commune_officer)
    page = client.get(reverse("registry:edit", args=[draft.pk]))
    assert draft.particulars.method in page.content.decode()
    assert edited(client, draft, campaign, outcome="Xong 200 m").status_code == 302
    assert Registration.objects.get().particulars.outcome == "Xong 200 m"


def test_two_edit_the_same_draft_the_second_sees_both_and_then_stands(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client = sign_in(cast.commune_officer)
    edited(client, draft, campaign, place="Thôn Đông")
    response = edited(client, draft, campaign, place="Thôn Tây")
    assert response.status_code == 409
    [difference] = response.context["clash"]
    assert (difference.theirs, difference.yours) == ("Thôn Đông", "Thôn Tây")
    assert 'name="version" value="2"' in response.content.decode()
    assert Registration.objects.get().exemplar.place == "Thôn Đông"
    again = said(campaign, name=draft.exemplar.name, version="2", place="Thôn Tây")
    assert client.post(reverse("registry:edit", args=[draft.pk]), again).status_code == 302
    assert Registration.objects.get().exemplar.place == "Thôn Tây"


def test_what_was_submitted_is_not_edited(sign_in, cast, campaign):
    waiting = drafted(cast, campaign, state="submitted")
    client = sign_in(cast.commune_officer)
    response = client.get(reverse("registry:edit", args=[waiting.pk]))
    assert response["Location"] == reverse("registry:detail", args=[waiting.pk])
    assert edited(client, waiting, campaign, place="Khác").status_code == 422


def test_autosave_enters_and_amends_and_hands_back_the_version(sign_in, cast, campaign):
    client, given = sign_in(cast.commune_officer), said(campaign, unit=cast.hoa.pk)
    address = reverse("registry:autosave_new")
    assert client.post(address, given).json() == {"fields": {"version": 1}}
    assert client.post(address, given | {"version": "1", "place": "Thôn Tây"}).json() == {"fields": {"version": 2}}
    draft = Registration.objects.get()
    mine = given | {"version": "2", "place": "Thôn Nam"}
    assert client.post(reverse("registry:autosave", args=[draft.pk]), mine).json() == {"fields": {"version": 3}}
    assert client.post(reverse("registry:autosave", args=[draft.pk]), mine | {"place": "x"}).status_code == 409
    assert client.post(address, given | {"name": ""}).status_code == 422
    assert client.get(address).status_code == 405
    assert Registration.objects.get().exemplar.place == "Thôn Nam"


# photos and papers ------------------------------------------------------------------------------------------------


def test_files_come_with_the_form_several_at_once_each_with_its_caption(sign_in, cast, campaign):
    given = said(campaign, unit=cast.hoa.pk, captions=["Ruộng mẫu", ""])
    pdf = SimpleUploadedFile("đơn.pdf", b"%PDF-1.4 x %%EOF")
    sign_in(cast.commune_officer).post(reverse("registry:new"), given | {"added": [photo(), pdf]})
    kept = Attachment.objects.values_list("file__name", "file__kind", "caption", "is_public")
    assert list(kept) == [("ruộng.jpg", "jpeg", "Ruộng mẫu", False), ("đơn.pdf", "pdf", "", False)]


def test_a_refused_file_is_told_by_name_and_the_rest_is_kept(sign_in, cast, campaign):
    svg = SimpleUploadedFile("hình.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    given = said(campaign, unit=cast.hoa.pk, submit="yes", added=[svg, photo()])
    response = sign_in(cast.commune_officer).post(reverse("registry:new"), given, follow=True)
    draft = Registration.objects.get()
    assert (draft.state, [each.file.name for each in draft.attachments.all()]) == (State.DRAFT, ["ruộng.jpg"])
    [error] = [str(message) for message in response.context["messages"] if message.level_tag == "error"]
    assert "hình.jpg" in error
    assert StoredFile.objects.count() == 1


def test_files_sent_with_a_wrong_form_are_kept_on_what_exists_and_told_of_otherwise(sign_in, cast, campaign):
    client = sign_in(cast.commune_officer)
    response = client.post(reverse("registry:new"), said(campaign, unit=cast.hoa.pk, name="", added=photo()))
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    draft = drafted(cast, campaign)
    address = reverse("registry:edit", args=[draft.pk])
    assert client.post(address, said(campaign, name="", version="1", added=photo())).status_code == 422
    assert draft.attachments.count() == 1


def papers_form(*forms):
    given = {"papers-TOTAL_FORMS": len(forms), "papers-INITIAL_FORMS": len(forms)}
    return given | {f"papers-{number}-{key}": value for number, form in enumerate(forms) for key, value in form.items()}


def test_captions_are_changed_and_files_taken_off(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client, address = sign_in(cast.commune_officer), reverse("registry:papers", args=[draft.pk])
    client.post(address, {"added": [photo(), SimpleUploadedFile("đơn.pdf", b"%PDF-1.4")]})
    first, second = draft.attachments.all()
    foreign = {"pk": 10_000, "caption": "x", "DELETE": "on"}
    given = papers_form(
        {"pk": first.pk, "caption": "Mới", "is_public": "on"}, {"pk": second.pk, "DELETE": "on"}, foreign
    )
    assert client.post(address, given)["Location"] == reverse("registry:detail", args=[draft.pk])
    assert list(draft.attachments.values_list("caption", "is_public")) == [("Mới", True)]


def test_the_page_of_files_shows_each_with_its_caption(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client, address = sign_in(cast.commune_officer), reverse("registry:papers", args=[draft.pk])
    client.post(address, {"added": photo(), "captions": "Ruộng mẫu"})
    page = client.get(address)
    assert [form.initial["caption"] for form in page.context["papers"]] == ["Ruộng mẫu"]


def test_a_running_model_takes_photos_but_loses_none(sign_in, cast, campaign):
    running = drafted(cast, campaign, state="registered")
    client, address = sign_in(cast.commune_officer), reverse("registry:papers", args=[running.pk])
    client.post(address, {"added": photo()})
    kept = running.attachments.get()
    response = client.post(address, papers_form({"pk": kept.pk, "DELETE": "on"}))
    assert (response["Location"], running.attachments.count()) == (address, 1)


def fetched(client, address):
    """Fetch a file whole, as a browser does."""
    response = client.get(address)
    response.getvalue()
    return response


def test_files_are_handed_only_to_who_sees_their_registration(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    sign_in(cast.commune_officer).post(reverse("registry:papers", args=[draft.pk]), {"added": photo()})
    address = reverse("registry:paper", args=[draft.pk, draft.attachments.get().pk])
    for who in ("other_officer", "stranger", "administrator"):
        assert sign_in(getattr(cast, who)).get(address).status_code == 404
    shown = fetched(sign_in(cast.leader), address + "?w=64")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/webp", "private, max-age=3600")
    sent = fetched(sign_in(cast.commune_officer), address)
    assert (sent["Content-Type"], sent["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert sent["Content-Disposition"].startswith("attachment")
    other = drafted(cast, campaign)
    assert sign_in(cast.leader).get(reverse("registry:paper", args=[other.pk, 1])).status_code == 404


# steps ------------------------------------------------------------------------------------------------------------


def test_the_buttons_are_those_of_the_table_and_of_the_role(sign_in, cast, campaign):
    draft, waiting = drafted(cast, campaign), drafted(cast, campaign, state="submitted")

    def offered(who, registration):
        response = sign_in(getattr(cast, who)).get(reverse("registry:detail", args=[registration.pk]))
        desk = response.context["desk"]
        more = {"edit": desk.may_edit, "delete": desk.may_delete, "attach": desk.may_attach}
        urls = [button.url.split("?")[0].rstrip("/").rpartition("/")[2] for button in desk.buttons]
        return urls, {name for name, allowed in more.items() if allowed}

    assert offered("commune_officer", draft) == (["gui"], {"edit", "delete"})
    assert offered("leader", draft) == ([], set())
    assert offered("commune_officer", waiting) == ([], {"attach"})
    assert offered("district_office", waiting) == (["tiep-nhan", "tra-lai", "huy"], {"attach"})


WAYS = {
    "draft": ["current", "", "", ""],
    "submitted": ["done", "current", "", ""],
    "returned": ["current", "", "", ""],
    "registered": ["done", "done", "current", ""],
}


@pytest.mark.parametrize("state", WAYS)
def test_the_page_shows_how_far_it_has_come(sign_in, cast, campaign, state):
    at_hand = drafted(cast, campaign, state=state)
    desk = sign_in(cast.leader).get(reverse("registry:detail", args=[at_hand.pk])).context["desk"]
    assert [stage.state for stage in desk.stages] == WAYS[state]


def test_the_end_of_the_way_is_said_in_words(sign_in, cast, campaign):
    cancelled = drafted(cast, campaign, state="registered")
    actions.cancel(cancelled, reason="Trùng", by=cast.district_office, at=make.NOW)
    declined = drafted(cast, campaign, state="registered")
    actions.move(declined, "recognition.decline", reason="Chưa hiệu quả", by=cast.district_office, at=make.NOW)
    recognised = drafted(cast, campaign, state="registered")
    actions.move(recognised, "recognition.recognise", by=cast.district_office, at=make.NOW)
    client = sign_in(cast.leader)
    desks = [
        client.get(reverse("registry:detail", args=[each.pk])).context["desk"]
        for each in (cancelled, declined, recognised)
    ]
    assert [desk.turn for desk in desks] == ["", "", ""]
    assert [[stage.state for stage in desk.stages] for desk in desks] == [
        [],
        ["done", "done", "done", "current"],
        ["done"] * 4,
    ]
    assert desks[1].stages[3].label == "Không công nhận"


def test_submit_from_the_page_and_the_second_click_is_told(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client, address = sign_in(cast.commune_officer), reverse("registry:submit", args=[draft.pk])
    assert client.post(address, {"version": "7"}).status_code == 302
    assert Registration.objects.get().state == State.DRAFT
    client.post(address, {"version": "1"})
    response = client.post(address, {"version": "1"}, follow=True)
    assert Registration.objects.get().steps.count() == 1
    assert [message.level_tag for message in response.context["messages"]][-1] == "error"
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(("page", "state"), [("return_", State.RETURNED), ("cancel", State.CANCELLED)])
def test_a_step_with_its_reason(sign_in, cast, campaign, page, state):
    waiting = drafted(cast, campaign, state="submitted")
    client, address = sign_in(cast.district_office), reverse(f"registry:{page}", args=[waiting.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": waiting.version, "reason": " "}).status_code == 422
    assert client.post(address, {"version": "1", "reason": "Thiếu"}).status_code == 422
    assert client.post(address, {"version": waiting.version, "reason": "Thiếu"}).status_code == 302
    kept = Registration.objects.get()
    assert (kept.state, kept.steps.last().reason) == (state, "Thiếu")
    assert "Thiếu" in text_of(client.get(reverse("registry:detail", args=[waiting.pk])))


def test_delete_draft_asks_first(sign_in, cast, campaign):
    draft = drafted(cast, campaign)
    client, address = sign_in(cast.commune_officer), reverse("registry:delete_draft", args=[draft.pk])
    assert client.get(address).status_code == 200
    assert Registration.objects.exists()
    assert client.post(address, {"version": "9"})["Location"] == reverse("registry:detail", args=[draft.pk])
    assert client.post(address, {"version": "1"})["Location"] == reverse("registry:list")
    assert not Registration.objects.exists()


def test_the_office_goes_through_its_queue(sign_in, cast, campaign):
    waiting = [drafted(cast, campaign, state="submitted") for _ in range(3)]
    client = sign_in(cast.district_office)

    def queue(registration):
        return client.get(reverse("registry:detail", args=[registration.pk])).context["queue"]

    assert [queue(each) for each in waiting] == [
        (None, waiting[1].pk),
        (waiting[0].pk, waiting[2].pk),
        (waiting[1].pk, None),
    ]
    assert sign_in(cast.commune_officer).get(reverse("registry:detail", args=[waiting[0].pk])).context["queue"] is None


# several at once --------------------------------------------------------------------------------------------------


def test_accept_shows_what_will_happen_and_then_takes_all(sign_in, cast, campaign):
    waiting = [drafted(cast, campaign, state="submitted") for _ in range(2)]
    draft = drafted(cast, campaign)
    client, address = sign_in(cast.district_office), reverse("registry:accept")
    page = client.get(address, {"pick": [each.pk for each in [*waiting, draft]] + ["x", 99999]})
    assert [(pick.registration, bool(pick.reasons)) for pick in page.context["picks"]] == [
        (waiting[0], False),
        (waiting[1], False),
        (draft, True),
    ]
    marks = [f"{each.pk}:{each.version}" for each in page.context["fine"]]
    response = client.post(address, {"pick": marks})
    assert response["Location"].startswith(reverse("registry:list"))
    assert set(Registration.objects.filter(state="registered")) == set(waiting)


def test_accept_takes_none_when_one_was_changed_meanwhile(sign_in, cast, campaign):
    first, second = (drafted(cast, campaign, state="submitted") for _ in range(2))
    marks = [f"{each.pk}:{each.version}" for each in (first, second)]
    actions.return_(second, reason="Thiếu", by=cast.district_office, at=make.NOW)
    client = sign_in(cast.district_office)
    response = client.post(reverse("registry:accept"), {"pick": marks})
    assert (response.status_code, response.context["fine"]) == (200, [first])
    actions.submit(second, by=cast.commune_officer, at=make.NOW)
    client.post(reverse("registry:accept"), {"pick": marks})
    assert set(Registration.objects.values_list("state", flat=True)) == {"submitted"}


def test_accept_of_one_goes_back_to_it_and_nobody_else_may(sign_in, cast, campaign):
    waiting = drafted(cast, campaign, state="submitted")
    given = {"pick": f"{waiting.pk}:{waiting.version}"}
    refused = sign_in(cast.commune_officer).post(reverse("registry:accept"), given)
    assert (refused.status_code, len(refused.context["picks"][0].reasons)) == (200, 1)
    response = sign_in(cast.district_office).post(reverse("registry:accept"), given)
    assert response["Location"] == reverse("registry:detail", args=[waiting.pk])
    assert Registration.objects.get().state == State.REGISTERED
