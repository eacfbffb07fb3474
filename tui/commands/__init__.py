"""The subcommands, a room each. Every module has `register(app)` and loads what it needs when it runs."""

from types import ModuleType


def rooms() -> list[ModuleType]:
    """The rooms in the order in which the help lists them."""
    from tui.commands import (
        batch,
        bookings,
        demo,
        facilities,
        keys,
        members,
        reports,
        schedule,
        simulate,
        upkeep,
    )

    return [schedule, members, facilities, bookings, reports, batch, upkeep, keys, demo, simulate]
