"""The subcommands, a room each. Every module has `register(app)` and loads what it needs when it runs."""

from types import ModuleType


def rooms() -> list[ModuleType]:
    """The rooms in the order in which the help lists them."""
    from tui.commands import (
        approvals,
        batch,
        bookings,
        catching_up,
        closures,
        day_close,
        demo,
        export,
        facilities,
        grants,
        hand_out,
        items,
        keys,
        members,
        needed,
        notify,
        passes,
        points,
        policies,
        receipt,
        reports,
        schedule,
        simulate,
        statement,
        templates,
        upkeep,
    )

    return [
        schedule,
        members,
        facilities,
        items,
        bookings,
        approvals,
        passes,
        catching_up,
        grants,
        points,
        policies,
        statement,
        receipt,
        hand_out,
        day_close,
        closures,
        notify,
        templates,
        reports,
        needed,
        export,
        batch,
        upkeep,
        keys,
        demo,
        simulate,
    ]
