"""Many thousand operations of several desks, one seed after the other, go as the plain model says (domain.md,
all of it): each answer, each record that changed, the postings and the audit chain after each step, every
table and `check` now and then. A million: `python -m tests.simulation --steps 1000000 --workers 2`."""

import pytest

from tests.simulation.comparing import Different
from tests.simulation.defects import DEFECTS, Defect, defective
from tests.simulation.run import simulate

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
