"""Runs by hand or by night: `python -m tests.simulation --steps 1000000 --workers 2`.

A run is cut into shards, each a club of its own with the next seed. What fails tells how it is repeated:
`python -m tests.simulation --seed 7 --steps 3000 --from-step 2990` shows each operation from that step on.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.simulation.comparing import Different
from tests.simulation.run import Outcomes, simulate

SHARD = 10_000


def main() -> int:
    """0 where the desk was of the model's mind in everything, else 1."""
    asked = _arguments()
    began = time.monotonic()
    done, failed = 0, 0
    outcomes: Outcomes = Counter()
    left = range(0, asked.steps, SHARD)
    shards = [(asked.seed + index, min(SHARD, asked.steps - first)) for index, first in enumerate(left)]
    with ProcessPoolExecutor(asked.workers, get_context("spawn")) as pool:
        running = {pool.submit(simulate, *shard, asked.from_step): shard for shard in shards}
        for ended in as_completed(running):
            seed, steps = running[ended]
            try:
                outcomes += ended.result()
                done += steps
                print(
                    f"seed {seed}: {steps} steps; {done} in all, {time.monotonic() - began:.0f} s", flush=True
                )
            except Different as difference:
                failed += 1
                print(difference, flush=True)
    if asked.outcomes:
        for outcome, often in sorted(outcomes.items()):
            print(f"{often:8} {outcome}")
    rate = done / (time.monotonic() - began)
    print(f"{done} steps of {asked.steps} as the model says, {failed} seeds not; {rate:.0f} a second")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first shard (1)")
    parser.add_argument("--steps", type=int, default=SHARD, help=f"in all; each shard has {SHARD}")
    parser.add_argument("--workers", type=int, default=1, help="processes at once (1)")
    parser.add_argument("--from-step", type=int, help="show each operation from this step on")
    parser.add_argument("--outcomes", action="store_true", help="how often what was done or refused")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
