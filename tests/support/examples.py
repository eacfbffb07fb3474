"""How many examples a property test tries: few by default, more for a slow search.

`FRONTDESK_EXAMPLES=20 pytest tests/core/test_desk_stateful.py` tries twenty times as many.
"""

import os

from hypothesis import HealthCheck, Verbosity, settings


def examples(number: int, *, steps: int = 50) -> settings:
    """Hypothesis' settings for so many examples (of so many steps, in a stateful test)."""
    more = int(os.environ.get("FRONTDESK_EXAMPLES", "1"))
    return settings(
        max_examples=number * more,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
