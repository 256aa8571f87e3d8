"""What anybody can check, without an account."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from kheo.lib import seals
from kheo.movement.certificates.actions import renew_key
from kheo.movement.certificates.models import Certificate, Key
from kheo.movement.certificates.web import public
from kheo.movement.recognition.actions import change_recognition, draft, give_number, promulgate
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Kind
from tests.certificates import given
from tests.recognition.meeting import facts, seen

CHECK = reverse("certificates_public:check")


def place(token):
    return reverse("certificates_public:certificate", args=[token])


def told(answer):
    return " ".join(answer.content.decode().split())


def forged(token):
    """Return the token with one letter in its middle changed."""
    at = len(token) // 2
    return token[:at] + ("B" if token[at] == "A" else "A") + token[at + 1 :]


def foreign(certificate):
    from kheo.movement.certificates.queries import sealed_facts  # noqa: PLC0415 -- beside its only use

    return seals.seal(seals.new_key(), sealed_facts(certificate))


def test_a_genuine_one_says_what_was_sealed_and_that_it_is_valid(client, issued):
    answer = client.get(place(issued[0].token))
    page = told(answer)
    assert (answer.status_code, answer.context["finding"].state) == (200, "valid")
    for words in ("0001/2017", "Đường hoa nông thôn", "Xã Yên Hòa", "15-QĐ/BCĐ", "10/03/2017", "Huyện Yên Mô"):
        assert words in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.token.lower(),
        lambda one: one.code,
        lambda one: f"{one.code[:4]}-{one.code[4:8]}-{one.code[8:]}".lower(),
        lambda one: f" {one.code[:4]} {one.code[4:]} ",
    ],
)
def test_a_code_is_taken_as_people_write_it(client, issued, write):
    assert client.get(place(write(issued[0]))).context["finding"].certificate == issued[0]


@pytest.mark.parametrize(
    "write",
    [
        lambda one: f"https://yenmo.example/xac-thuc/{one.token}/",
        lambda one: f"https://yenmo.example/xac-thuc/{one.token}",
        lambda one: f"{one.token[:40]}\n{one.token[40:]}",
        lambda one: one.token,
    ],
)
def test_what_is_pasted_leads_to_the_answer(client, issued, write):
    answer = client.get(CHECK, {"ma": write(issued[0])}, follow=True)
    assert answer.context["finding"].certificate == issued[0]


@pytest.mark.parametrize("typed", ["", "   ", "x" * 1001])
def test_nothing_typed_is_asked_for_again(client, db, typed):
    assert client.get(CHECK, {"ma": typed}).status_code == 422
    assert client.get(CHECK).status_code == 200


def test_nothing_but_signs_that_are_taken_off_is_asked_for_again(client, db):
    assert client.get(CHECK, {"ma": "/-/"}).status_code == 422


def test_a_revoked_one_says_so(client, issued):
    Recognition.objects.filter(called=issued[0].title).update(standing="revoked")
    answer = client.get(place(issued[0].token))
    assert (answer.status_code, answer.context["finding"].state) == (200, "revoked")
    assert "tone-stop" in told(answer)


def test_an_amended_one_says_what_it_reads_now_and_by_which_decision(client, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="amended", called="Tổ tự quản số 2")
    one = next(each for each in issued if each.title == "Tổ tự quản")
    answer = client.get(place(one.token))
    assert answer.context["finding"].state == "amended"
    assert "Tổ tự quản số 2" in told(answer)
    assert "15-QĐ/BCĐ" in told(answer)


def follow(cast, decision, recognition, kind, number, **said):
    """Issue a decision that amends or revokes one recognition of another, a month later."""
    by = {"by": cast.district_office, "at": given.LATER}
    made = draft(facts(cast, signed_on=given.LATER.date()), kind=kind, concerns=decision, **by)
    said = {"called": recognition.called, "level": recognition.level} | said
    change_recognition(made, recognition, reason="Rà soát lại", **by, **said)
    give_number(made, number, **by)
    promulgate(made, seen=seen(made), **by)


def test_one_says_by_which_decision_and_of_which_day_it_was_revoked_or_amended(client, cast, decision, issued):
    rows = {each.called: each for each in given.named(decision)}
    follow(cast, decision, rows["Tổ tự quản"], Kind.REVOKE, "21-QĐ/BCĐ")
    follow(cast, decision, rows["Camera an ninh"], Kind.AMEND, "22-QĐ/BCĐ", called="Mắt thần thôn Mạc")
    answers = {one.title: client.get(place(one.token)) for one in issued}
    states = {title: answer.context["finding"].state for title, answer in answers.items()}
    assert states == {"Đường hoa nông thôn": "valid", "Tổ tự quản": "revoked", "Camera an ninh": "amended"}
    for title, words in (("Tổ tự quản", "21-QĐ/BCĐ"), ("Camera an ninh", "22-QĐ/BCĐ")):
        page = told(answers[title])
        assert (words in page, "09/04/2017" in page) == (True, True), title
    assert "Mắt thần thôn Mạc" in told(answers["Camera an ninh"])
    assert "Rà soát lại" not in told(answers["Tổ tự quản"])  # the reason is not for everybody


def test_a_replaced_one_names_what_stands_in_its_place(client, cast, decision, issued):
    Recognition.objects.filter(called="Tổ tự quản").update(standing="amended", called="Tổ tự quản số 2")
    given.issued(decision, cast.district_office)
    one = next(each for each in issued if each.title == "Tổ tự quản")
    answer = client.get(place(one.token))
    assert answer.context["finding"].state == "replaced"
    assert "0004/2017" in told(answer)


@pytest.mark.parametrize(
    ("make_token", "verdict"),
    [
        (lambda one: forged(one.token), "forged"),
        (foreign, "foreign"),
        (lambda one: "AEAQ", "unreadable"),
        (lambda one: "A" * 12, "unreadable"),
        (lambda one: "chung-nhan", "unreadable"),
        (lambda one: "Đường hoa", "unreadable"),
        (lambda one: "A" * 3000, "unreadable"),
    ],
    ids=["forged", "foreign", "short", "code", "word", "words", "long"],
)
def test_what_is_not_genuine_is_not_found_and_shows_nothing_of_what_it_claims(client, issued, make_token, verdict):
    answer = client.get(place(make_token(issued[0])))
    assert (answer.status_code, answer.context["finding"].verdict) == (404, verdict)
    assert 'role="alert"' in told(answer)
    for words in ("0001/2017", "Đường hoa nông thôn", "Xã Yên Hòa"):
        assert words not in told(answer)


def test_every_verdict_has_its_own_words(client, issued):
    tokens = [forged(issued[0].token), foreign(issued[0]), "AEAQ"]
    pages = [
        told(client.get(place(token))).partition('role="alert"')[2].partition("</div></div>")[0] for token in tokens
    ]
    assert len(set(pages)) == 3


def test_one_that_the_register_lost_is_genuine_but_unknown(client, issued):
    Certificate.objects.filter(pk=issued[0].pk).delete()
    answer = client.get(place(issued[0].token))
    assert (answer.status_code, answer.context["finding"].verdict) == (200, "unknown")


def test_what_an_old_key_sealed_is_still_genuine(client, issued):
    renew_key(by=None, at=given.LATER)
    assert client.get(place(issued[0].token)).context["finding"].verdict == "genuine"


def test_nothing_private_is_told(client, cast, issued):
    page = told(client.get(place(issued[0].token)))
    for words in (cast.commune_officer.full_name, cast.district_office.full_name, "Giúp dân", "Vận động từng nhà"):
        assert words not in page


def test_a_reader_is_given_no_cookie_and_no_session(client, issued):
    for url in (CHECK, place(issued[0].token), place("AEAQ"), reverse("certificates_public:keys")):
        assert dict(client.get(url).cookies) == {}
    assert Session.objects.count() == 0


def test_too_many_checks_from_one_address_have_to_wait(client, issued, monkeypatch):
    monkeypatch.setattr(public, "CHECKS", ("certificate", 2, 600))
    codes = [client.get(place(issued[0].token)).status_code for _time in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(place(issued[0].token), REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.parametrize("name", ["check", "keys", "keys_json", "offline"])
def test_the_pages_are_only_read(client, db, name):
    assert client.post(reverse(f"certificates_public:{name}")).status_code == 405


def test_the_cost_of_a_check(client, issued, django_assert_num_queries):
    client.get(place(issued[0].token))
    with django_assert_num_queries(3):
        client.get(place(issued[0].token))


def test_every_key_is_published_as_text_and_as_json(client, issued):
    second = renew_key(by=None, at=given.LATER)
    first = Key.objects.first()
    lines = client.get(reverse("certificates_public:keys")).content.decode().splitlines()
    assert lines[0].startswith("#")
    assert [line.split() for line in lines[1:]] == [
        [seals.key_id(first.public), first.public, "2017-03-10", "2017-04-09"],
        [seals.key_id(second.public), second.public, "2017-04-09", "-"],
    ]
    rows = json.loads(client.get(reverse("certificates_public:keys_json")).content)["keys"]
    assert [row["public"] for row in rows] == [first.public, second.public]


def test_the_page_for_checking_offline_holds_the_keys_and_is_one_file(client, issued):
    answer = client.get(reverse("certificates_public:offline"))
    page = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    key = Key.objects.get()
    assert (data["keys"], data["fields"]) == ({seals.key_id(key.public): key.public}, list(seals.FIELDS))
    assert data["address"].endswith(CHECK)
    assert "src=" not in page
    assert "</script>" not in page.partition('id="data">')[2].partition("</script>")[0]
