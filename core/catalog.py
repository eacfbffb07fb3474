"""All rooms, loaded: who looks up a command or question by its name, or what does a kind of due thing, takes
the table from here. The door knows what it is given by its class, and needs no room that nobody asks of."""

from core import audit_proof, audit_search, backup, check, club, due, encryption, undo
from core.attention import listing, since
from core.booking import (
    applications,
    approval,
    attendance,
    book,
    cancel,
    card,
    catching_up,
    history,
    move,
    outlook,
    passes,
    reminders,
)
from core.closures import alternatives, closing, planning, rebooking
from core.command import COMMANDS, QUESTIONS, STREAMS, Entry, NoInverse
from core.counter import (
    closing_day,
    exchange,
    hand_out,
    hand_out_looking,
    handing,
    redeem,
    returns,
    services,
    shifts,
    till,
    unlocking,
)
from core.counter import looking as counter_looking
from core.decisions import why
from core.due import HANDLERS
from core.facilities import keeping as facility_keeping
from core.ledger import (
    awarding,
    batches,
    clearing,
    departments,
    granting,
    lapsing,
    policies,
    refused,
    spending,
)
from core.ledger import looking as ledger_looking
from core.members import finding, keeping, leaving
from core.notices import keeping as notice_keeping
from core.notices import looking as notice_looking
from core.notices import sending, telling
from core.operators import keeping as operator_keeping
from core.privacy import erasing, informing, person, revealing
from core.privacy import keeping as privacy_keeping
from core.reports import (
    allowance,
    approvals,
    counter_rows,
    details,
    handed_in,
    lapsing_soon,
    ledger_rows,
    month,
    needed,
    people,
    points,
    sales,
    shelf,
    takings,
    told,
    unused,
    utilisation,
)
from core.schedule import grid, preview, publish
from core.stock import items, moving
from core.waitlist import joining, looking, passing
from core.wire import schema_of

__all__ = ["COMMANDS", "HANDLERS", "QUESTIONS", "STREAMS", "describe"]

ROOMS = (
    club,
    backup,
    facility_keeping,
    keeping,
    leaving,
    finding,
    publish,
    preview,
    grid,
    book,
    move,
    cancel,
    approval,
    applications,
    attendance,
    reminders,
    passes,
    history,
    catching_up,
    outlook,
    card,
    joining,
    looking,
    passing,
    why,
    closing,
    listing,
    since,
    notice_keeping,
    notice_looking,
    telling,
    sending,
    planning,
    alternatives,
    rebooking,
    utilisation,
    month,
    handed_in,
    sales,
    takings,
    shelf,
    people,
    approvals,
    told,
    counter_rows,
    details,
    allowance,
    points,
    unused,
    ledger_rows,
    lapsing_soon,
    needed,
    granting,
    awarding,
    spending,
    policies,
    clearing,
    lapsing,
    ledger_looking,
    batches,
    refused,
    departments,
    items,
    moving,
    redeem,
    handing,
    returns,
    services,
    exchange,
    unlocking,
    shifts,
    counter_looking,
    closing_day,
    till,
    hand_out,
    hand_out_looking,
    operator_keeping,
    audit_proof,
    audit_search,
    revealing,
    informing,
    erasing,
    person,
    privacy_keeping,
    encryption,
    undo,
    due,
    check,
)
"""Imported for what they enter into the catalog."""


def describe() -> dict[str, dict[str, object]]:
    """The JSON Schema of every command and question, and how each command is taken back."""
    return {
        "commands": {name: _described(entry) for name, entry in sorted(COMMANDS.items())},
        "questions": {name: _described(entry) for name, entry in sorted(QUESTIONS.items())},
    }


def _described(entry: Entry) -> dict[str, object]:
    described: dict[str, object] = {"fields": schema_of(entry.request), "result": schema_of(entry.result)}
    if entry.inverse is not None:
        described["inverse"] = (
            {"none": entry.inverse.reason} if isinstance(entry.inverse, NoInverse) else {"declared": True}
        )
    return described
