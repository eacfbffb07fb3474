"""What undo would take back, and why it can't be, in words."""

from typing import TYPE_CHECKING, Any

from tui.language import _, say, say_count
from tui.sentences.audit import deed_told
from tui.sentences.operators import WHY_NOT

if TYPE_CHECKING:
    from core.undo import Undoable

_NAMES = ("name", "code", "sku", "item", "policy", "batch", "kind")
"""Fields by which something is called that is neither a member's nor a slot's, the best first."""


def deed_of(undoable: "Undoable") -> str:
    """`booked 张三 羽毛球1号场 11-24 17:30`."""
    fields = undoable.fields or {}
    deed = deed_told(undoable.action or "", undoable.members, undoable.places)
    named = (
        ""
        if undoable.members or undoable.places
        else next((str(fields[name]) for name in _NAMES if isinstance(fields.get(name), str)), "")
    )
    return " ".join(filter(None, (deed, named, _amount_told(fields))))


def undoable_told(undoable: "Undoable") -> str:
    """The same with when it was done: `… (09:03)`."""
    at = undoable.at
    deed = deed_of(undoable)
    return deed if at is None else say("{deed} ({time})", deed=deed, time=f"{at:%H:%M}")


def no_inverse_told(undoable: "Undoable", reason: str) -> str:
    """Why something has no inverse, and the way on."""
    return say(
        "{deed} can't be taken back: {why}",
        deed=undoable_told(undoable),
        why=say("{why}.", why=_(WHY_NOT.get(reason, reason))),
    )


def _amount_told(fields: dict[str, Any]) -> str:
    """How much it was, with its unit."""
    amount = fields.get("amount")
    if isinstance(amount, int):
        return say_count("{amount} point", "{amount} points", abs(amount), amount=f"{amount:,}")
    return "" if amount is None else say("{amount} yuan", amount=amount)
