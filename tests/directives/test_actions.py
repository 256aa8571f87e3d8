import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kheo.foundation.audit.models import AuditEvent
from kheo.foundation.files.models import FileWords
from kheo.foundation.files.rules import MOST_WORDS, words_kept
from kheo.lib.refusals import Stale
from kheo.machinery.directives import actions
from kheo.machinery.directives.models import Directive, Paper, Relation
from kheo.machinery.directives.queries import with_ends
from kheo.machinery.directives.rules import standing_of
from kheo.machinery.directives.states import RelationKind, Validity
from kheo.machinery.search.queries import find
from tests import make
from tests.directives import made

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 1)
REPLACE, AMEND, REPEAL = RelationKind.REPLACE, RelationKind.AMEND, RelationKind.REPEAL


def relate(by, later, earlier, kind=REPLACE, from_day=DAY):
    return actions.relate(later, earlier, kind=kind, from_day=from_day, by=by, at=make.NOW)


def standing(directive, day):
    found = with_ends(Directive.objects.all()).get(pk=directive.pk)
    return standing_of(found, found.acted_on_by.all(), day)


def acts():
    return list(AuditEvent.objects.filter(act__startswith="directives.").order_by("pk").values_list("act", flat=True))


@pytest.mark.parametrize(
    ("said", "day", "validity", "words"),
    [
        ({}, DAY, Validity.IN_FORCE, "Còn hiệu lực"),
        ({}, made.SIGNED, Validity.IN_FORCE, "Còn hiệu lực"),
        ({}, made.SIGNED - timedelta(days=1), Validity.NOT_YET, "Chưa có hiệu lực (từ 10/01/2017)"),
        (
            {"in_force_from": DAY},
            DAY - timedelta(days=1),
            Validity.NOT_YET,
            "Chưa có hiệu lực (từ 01/06/2017)",
        ),
        ({"in_force_until": DAY}, DAY, Validity.IN_FORCE, "Còn hiệu lực đến hết 01/06/2017"),
        ({"in_force_until": DAY}, DAY + timedelta(days=1), Validity.ENDED, "Hết hiệu lực từ 02/06/2017"),
        ({"signed_on": None}, DAY, Validity.UNKNOWN, "Chưa rõ hiệu lực"),
    ],
)
def test_whether_a_document_holds_is_found_from_its_days(office, said, day, validity, words):
    found = standing(made.document(office, **said), day)
    assert (found.validity, found.words) == (validity, words)


def test_a_document_ends_on_the_day_on_which_another_replaces_it(office):
    old, new = made.document(office), made.document(office, signed_on=date(2017, 5, 1))
    relate(office, new, old, AMEND, date(2017, 5, 1))
    assert standing(old, DAY).validity == Validity.IN_FORCE
    relate(office, new, old)
    assert standing(old, DAY - timedelta(days=1)).words == "Còn hiệu lực đến hết 31/05/2017"
    ended = standing(old, DAY)
    assert (ended.validity, ended.day, ended.by) == (Validity.ENDED, DAY, new)
    actions.withdraw(new, reason="Nhập nhầm", version=1, by=office, at=make.NOW)
    assert standing(old, DAY).validity == Validity.IN_FORCE


def test_lists_are_narrowed_by_what_the_rule_says_of_each(office):
    chance = random.Random(7)
    days = [None, *(date(2017, 1, 1) + timedelta(days=n) for n in range(6))]
    made_of = []
    for number in range(120):
        begins, until = chance.choice(days), chance.choice(days)
        if begins and until and until < begins:
            until = None
        made_of.append(
            Directive(
                slug=f"vb-{number}",
                kind="plan",
                issuer="BCĐ",
                title="x",
                signed_on=chance.choice(days),
                in_force_from=begins,
                in_force_until=until,
                withdrawn_at=chance.choice([None, None, make.NOW]),
            )
        )
    kept = Directive.objects.bulk_create(made_of)
    for _each in range(80):
        later, earlier = chance.sample(kept, 2)
        said = {"kind": chance.choice(RelationKind.values), "from_day": chance.choice(days[1:])}
        Relation.objects.get_or_create(later=later, earlier=earlier, defaults=said)
    for day in days[1:]:
        told = {each.pk: standing_of(each, each.acted_on_by.all(), day) for each in with_ends(Directive.objects.all())}
        for validity in Validity:
            found = set(Directive.objects.all().held(validity, day).values_list("pk", flat=True))
            assert found == {pk for pk, each in told.items() if each.validity == validity}, (day, validity)


def test_only_the_standing_office_of_the_body_keeps_the_register(office, cast):
    kept = made.document(office)
    for who in (cast.commune_officer, cast.leader, cast.editor, cast.administrator, cast.stranger):
        with pytest.raises(PermissionDenied):
            made.document(who)
        with pytest.raises(PermissionDenied):
            actions.withdraw(kept, reason="x", version=1, by=who, at=make.NOW)
    assert acts() == ["directives.enter"]


def test_all_reasons_are_told_at_once_and_nothing_is_entered(office):
    twin = made.document(office, number="07-KH/BCĐ")
    with pytest.raises(actions.NotKept) as refused:
        made.document(office, title=" ", issuer="", in_force_from=date(2016, 1, 1), in_force_until=date(2015, 1, 1))
    assert refused.value.reasons == (
        "Chưa nhập trích yếu.",
        "Đề nghị nhập cơ quan ban hành.",
        "Văn bản không thể có hiệu lực trước ngày ký (10/01/2017).",
        "Ngày hết hiệu lực trước ngày có hiệu lực (01/01/2016).",
    )
    with pytest.raises(actions.NotKept) as refused:
        made.document(office, number="07-KH/BCĐ")
    assert refused.value.reasons == ("Kế hoạch 07-KH/BCĐ của Ban Chỉ đạo huyện ký cùng ngày đã có trong danh mục.",)
    assert list(Directive.objects.all()) == [twin]


def test_a_form_sent_twice_makes_one_document_and_alike_ones_have_addresses_of_their_own(office):
    from uuid import uuid4  # noqa: PLC0415

    key = uuid4()
    first, again = (made.document(office, number="07-KH/BCĐ", form_key=key) for _each in range(2))
    other = made.document(office, number="07-KH/BCĐ", issuer="Huyện ủy")
    assert first == again
    assert [first.slug, other.slug] == ["ke-hoach-07-kh-bcd", "ke-hoach-07-kh-bcd-2"]


def test_a_change_is_recorded_once_and_not_made_over_anothers(office):
    kept = made.document(office)
    facts = made.facts(number=kept.number, title="Kế hoạch năm 2017")
    actions.amend(kept, facts, version=1, by=office, at=make.NOW)
    actions.amend(kept, facts, version=1, by=office, at=make.NOW)
    assert acts() == ["directives.enter", "directives.amend"]
    with pytest.raises(Stale):
        actions.amend(kept, made.facts(number=kept.number), version=1, by=office, at=make.NOW)
    kept.refresh_from_db()
    assert (kept.title, kept.version) == ("Kế hoạch năm 2017", 2)


def test_why_two_documents_cannot_stand_in_a_relation(office):
    old, new = made.document(office), made.document(office, signed_on=date(2017, 5, 1))
    with pytest.raises(actions.NotRelated, match="thay thế, sửa đổi chính nó"):
        relate(office, old, old)
    with pytest.raises(actions.NotRelated) as refused:
        relate(office, new, old, from_day=date(2017, 4, 30))
    assert refused.value.reasons == ("Văn bản chỉ tác động đến văn bản khác sớm nhất từ ngày ký (01/05/2017).",)
    with pytest.raises(actions.NotRelated, match="mới là văn bản ban hành sau: ký ngày 01/05/2017"):
        relate(office, old, new)
    relate(office, new, old)
    with pytest.raises(actions.NotRelated, match="lẫn nhau"):
        relate(office, old, new, REPEAL, date(2018, 1, 1))
    relation = relate(office, new, old)
    assert relate(office, new, old, from_day=date(2017, 7, 1)).pk == relation.pk
    assert [(each.kind, each.from_day) for each in Relation.objects.all()] == [("replace", date(2017, 7, 1))]
    actions.unrelate(relation, by=office, at=make.NOW)
    assert acts()[2:] == ["directives.relate", "directives.relate", "directives.unrelate"]


def test_the_words_of_a_file_are_found_under_its_document_with_an_extract(office):
    text = "Mỗi chi bộ đăng ký một việc khó, hoàn thành trước Đại hội nông dân tập thể Kim Quy."
    paper = made.with_file(office, made.word("Căn cứ Điều lệ.", text), "ke-hoach.docx")
    [hit] = find("kim quy", user=None).hits
    assert (hit.title, hit.extract) == (f"{paper.directive}: Kế hoạch Dân vận khéo", text)
    assert find("Dân vận khéo", user=None).hits[0].extract == ""
    actions.detach(paper, by=office, at=make.NOW)
    assert find("kim quy", user=None).total == 0


def test_what_is_withdrawn_or_not_public_is_not_found(office):
    kept = made.document(office, title="Chuyện riêng của Kim Quy")
    assert find("kim quy", user=None).total == 1
    actions.withdraw(kept, reason="Nhập nhầm", version=1, by=office, at=make.NOW)
    assert find("kim quy", user=None).total == 0
    actions.bring_back(kept, version=2, by=office, at=make.NOW)
    assert find("kim quy", user=None).total == 1
    secret = made.facts(number=kept.number, title=kept.title, is_public=False)
    actions.amend(kept, secret, version=3, by=office, at=make.NOW)
    assert find("kim quy", user=None).total == 0


def test_a_withdrawn_document_entered_again_cannot_be_brought_back(office):
    kept = made.document(office, number="07-KH/BCĐ")
    with pytest.raises(actions.NotKept, match="lý do"):
        actions.withdraw(kept, reason=" ", version=1, by=office, at=make.NOW)
    actions.withdraw(kept, reason="Sai số", version=1, by=office, at=make.NOW)
    with pytest.raises(actions.NotKept, match="đưa lại trước"):
        actions.attach(kept, made.stored(made.pdf()), by=office, at=make.NOW)
    made.document(office, number="07-KH/BCĐ")
    with pytest.raises(actions.NotKept, match="đã có trong danh mục"):
        actions.bring_back(kept, version=2, by=office, at=make.NOW)


@pytest.mark.parametrize(
    ("content", "name", "state"),
    [
        (made.pdf("Ke hoach"), "a.pdf", "read"),
        (made.pdf(""), "quet.pdf", "scan"),
        (b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "hong.pdf", "unreadable"),
        (made.word("Kế hoạch"), "a.docx", "read"),
        (made.word(), "trong.docx", "scan"),
    ],
)
def test_what_came_of_reading_a_file_is_told(office, content, name, state):
    paper = made.with_file(office, content, name)
    assert FileWords.objects.get(file=paper.file).state == state


def test_the_same_bytes_hang_on_a_document_once(office):
    paper = made.with_file(office, made.pdf())
    again = actions.attach(paper.directive, made.stored(made.pdf()), by=office, at=make.NOW)
    assert again == paper
    assert Paper.objects.count() == 1


def test_of_a_long_file_only_so_much_is_kept():
    line = "Bà con " * 100
    text, is_cut = words_kept([line] * 1000)
    assert is_cut
    assert MOST_WORDS - len(line) < len(text) <= MOST_WORDS
    assert words_kept(["một \n hai", " ", "ba\x00"]) == ("một hai\nba", False)
