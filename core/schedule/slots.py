"""One slot as it is asked for: by a sheet, a script or a copied week."""

from datetime import date
from typing import NamedTuple

from core.clock import Minute


class SlotSpec(NamedTuple):
    """A slot to publish. A tuple and no dataclass: a year's file makes 200,000 of them.

    `capacity` None is the facility's own.
    """

    facility: str
    date: date
    start: Minute
    end: Minute
    capacity: int | None = None
    peak: bool = False
