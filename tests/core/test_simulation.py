"""Many thousand operations of several desks, one seed after the other, go as the plain model says (domain.md,
all of it): each answer, each record that changed, the postings and the audit chain after each step, every
table and `check` now and then. A million: `python -m tests.simulation --steps 1000000 --workers 2`."""

import random

import pytest

from tests.simulation.comparing import Different
from tests.simulation.defects import DEFECTS, Defect, defective
from tests.simulation.run import simulate
from tests.support.club import NINE
from tests.support.days import Imagined, random_day
from tests.support.model import FastModel, Model

SHARDS, STEPS = 20, 5_000
"""100,000 operations, in shards that several processes share."""

TRIES, FEW_THOUSAND = 4, 1_000


@pytest.mark.parametrize("seed", range(1, SHARDS + 1))
def test_many_operations_of_several_desks_go_as_the_model_says(seed: int) -> None:
    outcomes = simulate(seed, STEPS)
    assert outcomes.total() > STEPS * 0.8


def a_few_thousand_operations() -> None:
    for seed in range(1, TRIES + 1):
        simulate(seed, FEW_THOUSAND)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.__name__)
def test_a_defect_is_found_within_a_few_thousand_operations(defect: Defect) -> None:
    with defective(defect), pytest.raises(Different, match=r"(?s)^seed \d+, step \d+.*again: python -m"):
        a_few_thousand_operations()


def test_a_run_is_repeated_exactly_by_its_seed() -> None:
    assert simulate(3, 400) == simulate(3, 400)


class ImaginedInLeaps(Imagined):
    def new_model(self) -> FastModel:
        return FastModel(NINE)


@pytest.mark.parametrize("seed", range(8))
def test_time_in_leaps_is_time_in_minutes(seed: int) -> None:
    """The model of long runs leaps over the minutes in which nothing can happen; the other looks at each."""
    slow, fast = Imagined(), ImaginedInLeaps()
    for days in (slow, fast):
        random_day(days, random.Random(seed), 60)
    assert slow.sent == fast.sent
    assert slow.accepted == fast.accepted
    assert what_is(slow.model) == what_is(fast.model)


def what_is(model: Model | FastModel) -> tuple[object, ...]:
    lines = [model.line_told(slot) for slot in model.slots_with_entries()]
    return model.grid(), [model.card(kept) for kept in model.bookings], lines, model.counts
