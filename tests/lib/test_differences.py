from kheo.lib.differences import Piece, by_blocks, by_words, is_same


def test_words_that_went_stand_before_words_that_came():
    assert by_words("Có 138 mô hình.", "Có 139 mô hình.") == [
        Piece("same", "Có "),
        Piece("gone", "138"),
        Piece("new", "139"),
        Piece("same", " mô hình."),
    ]
    assert by_words("", "Mới") == [Piece("new", "Mới")]
    assert by_words("Cũ", "") == [Piece("gone", "Cũ")]


def test_only_paragraphs_that_changed_are_taken_apart():
    found = by_blocks(["Một", "Hai việc", "Ba"], ["Một", "Hai", "Ba", "Bốn"])
    assert found == [
        [Piece("same", "Một")],
        [Piece("same", "Hai"), Piece("gone", " việc")],
        [Piece("same", "Ba")],
        [Piece("new", "Bốn")],
    ]
    assert [is_same(pieces) for pieces in found] == [True, False, True, False]


def test_both_texts_can_be_read_out_of_the_pieces():
    old, new = "Xã Yên Hòa, huyện Yên Mô", "Thôn 3, xã Yên Hòa (huyện Yên Mô)"
    pieces = by_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
