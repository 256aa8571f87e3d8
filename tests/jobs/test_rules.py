from datetime import timedelta

import pytest

from kheo.foundation.jobs.rules import ATTEMPTS, MOST_OF_ONE_PERSON, pause_after, time_left, why_not_start

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("elapsed", "done", "total", "left"),
    [
        (10, 25, 100, 30),
        (10, 100, 100, 0),
        (10, 120, 100, 0),
        (10, 0, 100, None),
        (10, 5, 0, None),
        (1, 25, 100, None),
    ],
)
def test_the_rest_takes_as_long_as_the_pace_so_far_says(elapsed, done, total, left):
    assert time_left(elapsed * SECOND, done, total) == (None if left is None else left * SECOND)


def test_a_person_is_told_why_no_more_may_be_started():
    assert why_not_start(MOST_OF_ONE_PERSON - 1) == []
    assert len(why_not_start(MOST_OF_ONE_PERSON)) == 1


def test_pauses_grow_and_end_with_the_attempts():
    pauses = [pause_after(number) for number in range(1, ATTEMPTS)]
    assert pauses == sorted(pauses)
    assert pause_after(ATTEMPTS) is None
