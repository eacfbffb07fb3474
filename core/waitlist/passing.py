"""What time does to the line: offers run out, suspensions end, entries lapse at their slot's start."""

from core.command import Now
from core.due import DueKind, when_due
from core.records import entry_told
from core.waitlist.hand_out import QueueStore, hand_out
from core.waitlist.records import entry_of, lapse_of, require_entry


@when_due(DueKind.OFFER_ENDS, "W")
def offer_ends(store: QueueStore, number: int, now: Now) -> None:
    """Nobody took the offer: the places go to the next in line."""
    entry = entry_of(store, number)
    require_entry(entry, "offered")
    store.end_entry(entry, "expired", now.instant)
    hand_out(store, now, "expired", entry_told(number), slots=[entry.slot.number])


@when_due(DueKind.RECONSIDER, "W")
def reconsider(store: QueueStore, number: int, now: Now) -> None:
    """The suspension for which an entry was passed over has ended: the line is gone down again."""
    entry = entry_of(store, number)
    require_entry(entry, "waiting")
    store.set_entry_due(number, lapse_of(entry.slot))
    hand_out(store, now, "suspension_over", entry_told(number), slots=[entry.slot.number])


@when_due(DueKind.LAPSE, "W")
def lapse(store: QueueStore, number: int, now: Now) -> None:
    """At the slot's start; places freed from then on go to walk-ins."""
    entry = entry_of(store, number)
    require_entry(entry, "waiting")
    store.end_entry(entry, "lapsed", now.instant)
