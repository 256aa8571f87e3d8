import pytest

from kheo.outlets.newsroom.rules import blocks, clean_html, proof_warnings, tag_names
from kheo.outlets.newsroom.states import AMENDED_BY, MOVES, ArticleState


def test_every_state_can_be_left_and_has_who_may_change_it():
    assert {state for move in MOVES.values() for state in move.sources} == set(ArticleState)
    assert set(AMENDED_BY) == set(ArticleState)
    assert all(move.is_shown == (ArticleState.PUBLISHED in {move.to, *move.sources}) for move in MOVES.values())


def test_tags_are_once_each_whatever_their_accents():
    assert tag_names(" Nông  thôn mới, nong thon moi; ,Hoà giải,hòa giải,") == ["Nông thôn mới", "Hoà giải"]
    assert tag_names("") == []


def test_blocks_are_paragraphs_items_and_rows():
    table = "<table><tr><td>1</td><td><p>2</p></td></tr></table>"
    html = "<h2>A</h2><p>Một<br>hai &amp; ba</p><ul><li><p>x</p></li></ul>"
    assert blocks(html + table) == [
        "A",
        "Một",
        "hai & ba",
        "x",
        "1 | 2",
    ]


def test_text_is_in_one_spelling():
    assert clean_html("<p>Ðường hoà</p>") == "<p>Đường hoà</p>"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({}, 0),
        ({"title": "XÃ YÊN HÒA RA QUÂN"}, 1),
        ({"title": "UBND"}, 0),
        ({"lead": "chữ " * 60}, 0),
        ({"lead": "chữ " * 61}, 1),
        ({"cleaned": "<h3>Nhỏ</h3><h2>To</h2>"}, 1),
        ({"cleaned": "<h2>To</h2><h3>Nhỏ</h3>"}, 0),
        ({"cleaned": '<a href="https://a.vn" rel="x"><b>Tại đây.</b></a>'}, 1),
        ({"cleaned": '<a href="https://a.vn" rel="x">Kế hoạch 12</a>'}, 0),
        ({"cleaned": "<table><tbody><tr><td>1</td></tr></tbody></table>"}, 1),
        ({"cleaned": "<table><tbody><tr><th>Năm</th></tr></tbody></table>"}, 0),
    ],
)
def test_what_is_to_be_looked_at(said, number):
    given = {"title": "Xã Yên Hòa ra quân", "lead": "", "cleaned": "<p>Chữ</p>"} | said
    assert len(proof_warnings(**given)) == number
