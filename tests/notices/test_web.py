import pytest
from django.urls import reverse

from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.models import Batch, Mail, Notice, Preference
from kheo.machinery.notices.states import BatchState, MailState
from tests import make
from tests.notices.told import PAGE, crowd, mailed, message, with_address

pytestmark = pytest.mark.django_db
LIST, OUTBOX = "/lam-viec/thong-bao/", "/lam-viec/thong-bao/thu-di/"
QUERIES = {"list": 8, "outbox": 8, "batch": 9}


def notice(cast, key="so-1", **more):
    return tell([cast.commune_officer], message(cast.hoa, key=key, **more), by=None, at=make.NOW)[0]


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.commune_officer)
    return client


@pytest.fixture
def office(client, cast):
    client.force_login(cast.district_office)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(cast, officer, rows, django_assert_num_queries):
    for number in range(rows):
        notice(cast, f"so-{number}")
    with django_assert_num_queries(QUERIES["list"]):
        page = officer.get(LIST)
    assert len(page.context["page"].rows) == rows


def test_the_list_shows_the_own_notices_the_unread_first(cast, officer):
    first, second, third = (notice(cast, f"so-{number}") for number in range(3))
    tell([cast.other_officer], message(cast.mac), by=None, at=make.NOW)
    officer.post(reverse("notices:open", args=[third.pk]))
    page = officer.get(LIST)
    assert page.context["page"].rows == [second, first, third]
    assert page.context["unread"] == 2
    assert not page.context["may_see_outbox"]


def test_the_list_goes_on_over_its_pages(cast, officer, monkeypatch):
    made = [notice(cast, f"so-{number}") for number in range(52)]
    Notice.objects.filter(pk__in=[each.pk for each in made[:3]]).update(read_at=make.NOW)
    first = officer.get(LIST).context["page"]
    second = officer.get(LIST, {"after": first.next}).context["page"]
    assert first.rows + second.rows == [*reversed(made[3:]), *reversed(made[:3])]


def test_opening_a_notice_marks_it_and_leads_to_its_page(cast, officer):
    mine = notice(cast)
    assert officer.post(reverse("notices:open", args=[mine.pk]))["Location"] == PAGE
    mine.refresh_from_db()
    assert mine.read_at is not None


def test_the_notice_of_another_does_not_exist(cast, client):
    mine = notice(cast)
    client.force_login(cast.other_officer)
    assert client.post(reverse("notices:open", args=[mine.pk])).status_code == 404
    assert Notice.objects.unread().count() == 1


def test_everything_is_marked_as_read_at_once(cast, officer):
    for key in ("so-1", "so-2"):
        notice(cast, key)
    assert officer.post(reverse("notices:read_all"))["Location"] == LIST
    assert (Notice.objects.unread().count(), officer.get(LIST).context["unread"]) == (0, 0)


def test_the_bell_counts_what_is_not_read(cast, officer):
    assert 'class="bell-count"' not in officer.get(PAGE).content.decode()
    for key in ("so-1", "so-2"):
        notice(cast, key)
    page = officer.get(PAGE)
    assert (page.context["bell"].url, page.context["bell"].count) == (LIST, 2)
    assert '<span class="bell-count">2</span>' in page.content.decode()


def test_mail_is_turned_off_and_on(cast, officer):
    address = with_address(cast.commune_officer).email
    place = reverse("notices:preferences")
    assert officer.get(place).context["form"].initial == {"by_mail": True, "address": address}
    assert officer.post(place, {"address": address})["Location"] == LIST
    assert not Preference.objects.get(user=cast.commune_officer).by_mail
    page = officer.get(place)
    assert page.context["form"].initial == {"by_mail": False, "address": address}
    assert address in page.content.decode()
    officer.post(place, {"by_mail": "on", "address": "moi@example.vn"})
    assert Preference.objects.get(user=cast.commune_officer).by_mail
    cast.commune_officer.refresh_from_db()
    assert cast.commune_officer.email == "moi@example.vn"


def test_what_is_no_address_is_said_and_nothing_kept(cast, officer):
    assert officer.post(reverse("notices:preferences"), {"address": "hoa@"}).status_code == 422
    assert Preference.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_costs_the_same_for_one_row_and_for_three(cast, office, rows, django_assert_num_queries):
    mailed(cast.hoa, 6)
    for number in range(1, rows):
        mailed(cast.hoa, 6, key=f"them-{number}")
    with django_assert_num_queries(QUERIES["outbox"]):
        page = office.get(OUTBOX)
    assert (len(page.context["batches"]), len(page.context["page"].rows)) == (rows, 6 * rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_batch_costs_the_same_for_one_mail_and_for_three(cast, office, rows, django_assert_num_queries):
    tell(crowd(rows), message(cast.hoa), by=None, at=make.NOW, is_held=True)
    place = reverse("notices:batch", args=[Batch.objects.get().pk])
    with django_assert_num_queries(QUERIES["batch"]):
        page = office.get(place)
    assert len(page.context["page"].rows) == rows


def test_the_office_looks_through_takes_one_out_and_lets_the_others_go(cast, office):
    mails = mailed(cast.hoa, 6)
    batch = Batch.objects.get()
    assert [(each.pk, each.held) for each in office.get(OUTBOX).context["batches"]] == [(batch.pk, 6)]
    page = office.get(reverse("notices:batch", args=[batch.pk]))
    assert (page.context["page"].rows, page.context["may_decide"]) == (mails, True)
    one = office.get(reverse("notices:mail", args=[mails[0].pk]))
    assert (one.context["may_take_out"], one.context["may_retry"]) == (True, False)
    answer = office.post(reverse("notices:take_out", args=[mails[0].pk]))
    assert answer["Location"] == reverse("notices:batch", args=[batch.pk])
    assert office.post(reverse("notices:release", args=[batch.pk]))["Location"] == OUTBOX
    states = list(Mail.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MailState.DROPPED] + [MailState.READY] * 5
    assert not office.get(reverse("notices:batch", args=[batch.pk])).context["may_decide"]


def test_a_batch_is_dropped_with_its_reason_once(cast, office):
    mailed(cast.hoa, 6)
    place = reverse("notices:drop", args=[Batch.objects.get().pk])
    assert office.get(place).status_code == 200
    assert office.post(place, {"reason": " "}).status_code == 422
    assert office.post(place, {"reason": "Nhầm đơn vị"})["Location"] == OUTBOX
    assert (Batch.objects.get().state, Batch.objects.get().reason) == (BatchState.DROPPED, "Nhầm đơn vị")
    assert office.post(place, {"reason": "Lần nữa"}).status_code == 422
    office.post(reverse("notices:release", args=[Batch.objects.get().pk]))
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.DROPPED}
    assert Notice.objects.count() == 6


def test_the_outbox_is_narrowed_by_state(cast, office):
    mails = mailed(cast.hoa, 3)
    Mail.objects.filter(pk=mails[0].pk).update(state=MailState.FAILED, error="550 No such user")
    page = office.get(OUTBOX, {"state": "failed"})
    assert page.context["page"].rows == [mails[0]]
    assert "550 No such user" in page.content.decode()


def test_the_administrator_sees_failures_and_sends_them_again(cast, client):
    mails = mailed(cast.hoa, 2)
    client.force_login(cast.administrator)
    assert client.get(OUTBOX).context["page"].rows == []
    Mail.objects.filter(pk=mails[0].pk).update(state=MailState.FAILED, error="550 No such user")
    assert client.get(OUTBOX).context["page"].rows == [mails[0]]
    place = reverse("notices:mail", args=[mails[0].pk])
    assert client.get(place).context["may_retry"]
    assert client.post(reverse("notices:retry", args=[mails[0].pk]))["Location"] == OUTBOX
    assert Mail.objects.get(pk=mails[0].pk).state == MailState.READY
    assert client.get(place).status_code == 404


def test_who_has_nothing_to_do_with_mail_is_shown_none(cast, client):
    mail = mailed(cast.hoa, 6)[0]
    for who in (cast.commune_officer, cast.leader, cast.editor, cast.stranger):
        client.force_login(who)
        for place in (OUTBOX, reverse("notices:mail", args=[mail.pk]), reverse("notices:batch", args=[mail.batch_id])):
            assert client.get(place).status_code == 403
