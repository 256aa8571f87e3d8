"""The whole procedure, walked at random against a model of it: every step as the tables say, every title traced.

`WALK_STEPS` is how many steps are taken in all; `make soak` takes 10,000.
"""

import os
import random

import pytest

from tests.procedure.model import Outcome
from tests.procedure.walk import Walk
from tests.procedure.world import World

SEEDS = 10
STEPS = int(os.environ.get("WALK_STEPS", "1000")) // SEEDS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_walk_at_random_is_as_the_tables_say(cast, seed):
    walk = Walk(World(cast, needs_survey=seed % 2 == 0), random.Random(seed))
    for _ in range(STEPS):
        walk.step()
    walk.look_back()
    assert min(walk.outcomes[each] for each in (Outcome.DONE, Outcome.REFUSED, Outcome.DENIED)) > 0
