"""How many examples a property test tries: few by default, more for a slow search.

`FRONTDESK_EXAMPLES=20 pytest tests/core/test_desk_stateful.py` tries twenty times as many.
"""

import os

from hypothesis import HealthCheck, Phase, settings


def examples(number: int, *, steps: int = 50, shrink: bool = True) -> settings:
    """Hypothesis' settings for so many examples (of so many steps, in a stateful test). Without `shrink` the
    first failure is shown as it is."""
    more = int(os.environ.get("FRONTDESK_EXAMPLES", "1"))
    return settings(
        max_examples=number * more,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])],
        suppress_health_check=list(HealthCheck),
    )
