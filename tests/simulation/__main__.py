"""A run by hand. See `python -m tests.simulation --help`."""

import sys

from tests.simulation.run import simulate

print(sum(simulate(int(sys.argv[1]), int(sys.argv[2])).values()))
