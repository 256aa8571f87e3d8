import pytest
from hypothesis import given
from hypothesis import strategies as st

from kheo.lib.contrast import BLACK, ENOUGH, WHITE, YELLOW, contrast, deeper, is_colour, is_enough, nearest

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (BLACK, WHITE, 21),
        (WHITE, BLACK, 21),
        ("#777777", WHITE, 4.48),
        ("#767676", WHITE, 4.54),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_is_that_of_the_standard(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio


@pytest.mark.parametrize("text", ["b3131b", "#b3131", "#B3131B", "#b3131g", "", "red", "#b3131b;"])
def test_what_is_no_colour(text):
    assert not is_colour(text)


@given(colours)
def test_the_nearest_colour_will_do_and_what_will_do_stays(colour):
    for others, lighter in (((WHITE, YELLOW), False), ((BLACK,), True)):
        found = nearest(colour, others, lighter=lighter)
        assert is_colour(found)
        assert is_enough(found, others)
        assert (found == colour) == is_enough(colour, others)


@given(colours)
def test_a_deeper_colour_reads_no_worse_under_white(colour):
    assert contrast(deeper(colour, 0.22), WHITE) >= contrast(colour, WHITE) - 0.01


def test_a_hair_too_little_is_too_little():
    assert contrast("#777777", WHITE) < ENOUGH
    assert not is_enough("#777777", [WHITE])
