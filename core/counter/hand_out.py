"""Handing out to a department or for a festival (发放): items and list are set once, then each card is one
hand-over, once a member. No order and no payment; the stock goes down by movements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from core.clock import Instant
from core.command import Command, NoInverse, Now, command
from core.counter.records import Proxy
from core.counter.redeem import LINES_MOST
from core.errors import DeskError, invalid
from core.ledger.awarding import require_count
from core.ledger.granting import require_here
from core.members.records import Member, MemberFinder, member_of
from core.stock.moving import QUANTITY_MOST, got_low
from core.stock.records import (
    Item,
    ItemFinder,
    Movement,
    StockStore,
    item_of,
    name_or_none,
    require_available,
)
from core.wire import Name, local_told


class HandOutItem(NamedTuple):
    """So many of an item for each member."""

    item: Item
    quantity: int


class HandOutSession(NamedTuple):
    """What is handed out, and for what; `closed_at` None while it is open."""

    number: int
    code: str
    name: str
    fund: str | None
    reason: str | None
    opened_at: Instant
    operator: str
    closed_at: Instant | None
    items: tuple[HandOutItem, ...]


class Collected(NamedTuple):
    """That a member has collected."""

    at: Instant
    operator: str
    proxy: Proxy | None


class Listed(NamedTuple):
    """A member on the list, in the department of the day; `collected` None while still to come."""

    member: Member
    collected: Collected | None


class HandOutStore(MemberFinder, StockStore, ItemFinder, Protocol):
    """What handing out needs of the database."""

    def members(self) -> list[Member]:
        """All members, by staff number."""

    def member_with_card(self, card_no: str) -> Member | None: ...

    def hand_out_session(self, code: str) -> HandOutSession | None: ...

    def hand_out_sessions(self) -> list[HandOutSession]:
        """All, the latest first."""

    def add_hand_out(self, session: HandOutSession, members: Sequence[int]) -> None: ...

    def close_hand_out(self, session: int, at: Instant) -> None: ...

    def hand_out_list(self, session: int) -> list[Listed]:
        """By department and staff number, those without a department last."""

    def hand_out_counts(self, session: int) -> tuple[int, int]:
        """How many have collected, and how many are on the list."""

    def hand_out_place(self, session: int, member: int) -> Listed | None:
        """A member's place on the list; None for one who is not on it."""

    def set_collected(self, session: int, member: int, collected: Collected | None) -> None: ...


class HandOutLine(NamedTuple):
    """So many of an item for each member."""

    sku: Name
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class OpenHandOut(Command["HandOutOpened"]):
    """For the members named, those of the departments named, or all; shared accounts and those who have left
    get nothing. `dry_run` only says for how many it would be, and what is short."""

    code: Name
    name: Name
    lines: tuple[HandOutLine, ...]
    departments: tuple[Name, ...] = ()
    members: tuple[Name, ...] = ()
    fund: Name | None = None
    reason: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class HandOutOpened:
    """`short` are the items of which less is available than the whole list needs."""

    session: Name
    listed: int
    short: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class HandOutTo(Command["HandedOut"]):
    """To the `member`, or to the one whose `card` it is."""

    session: Name
    member: Name | None = None
    card: Name | None = None
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class HandedOut:
    """`handed` have collected by now, of `listed`."""

    session: Name
    member: Name
    name: Name
    department: Name | None
    handed: int
    listed: int
    low_stock: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class TakeBackHandOut(Command["HandOutTakenBack"]):
    """A hand-over that was a mistake: the goods are back on the shelf, the member is still to come."""

    session: Name
    member: Name


@dataclass(frozen=True, slots=True)
class HandOutTakenBack:
    proxy: Proxy | None
    left: int


@dataclass(frozen=True, slots=True)
class CloseHandOut(Command["HandOutClosed"]):
    session: Name


@dataclass(frozen=True, slots=True)
class HandOutClosed:
    """`left` did not come."""

    handed: int
    left: int


@command("open_hand_out", inverse=lambda opened, _: (CloseHandOut(opened.code),))
def open_hand_out(store: HandOutStore, command: OpenHandOut, now: Now) -> HandOutOpened:
    """`exists` for a code in use, `unknown_item`, `wrong_state` for a service, `unknown_member`,
    `member_left`, `unknown_department`; `invalid` where nobody is on the list."""
    if store.hand_out_session(command.code) is not None:
        raise DeskError("exists", field="code", value=command.code)
    items = _items(store, command.lines)
    members = _listed(store, command, now)
    if not members:
        raise invalid("members", "missing")
    session = HandOutSession(
        0, command.code, command.name, command.fund, command.reason, now.instant, now.operator, None, items
    )
    if not command.dry_run:
        store.add_hand_out(session, [member.number for member in members])
    short = [Name(one.item.sku) for one in items if one.item.available < one.quantity * len(members)]
    return HandOutOpened(command.code, len(members), tuple(short))


def _items(store: HandOutStore, lines: Sequence[HandOutLine]) -> tuple[HandOutItem, ...]:
    require_count("lines", len(lines), LINES_MOST)
    for sku, count in Counter(line.sku for line in lines).items():
        if count > 1:
            raise invalid("lines", "twice", value=sku)
    items = []
    for line in lines:
        require_count("quantity", line.quantity, QUANTITY_MOST)
        item = item_of(store, line.sku)
        if item.kind != "goods":
            raise DeskError("wrong_state", sku=item.sku, name=item.name, state="service")
        items.append(HandOutItem(item, line.quantity))
    return tuple(items)


def _listed(store: HandOutStore, command: OpenHandOut, now: Now) -> list[Member]:
    """Who is to get something. Members are listed once, however often they are named."""
    if command.departments and command.members:
        raise invalid("members", "one_of", choices=["departments", "members"])
    if command.members:
        return _named(store, command.members, now)
    here = [member for member in store.members() if not member.shared and not member.left_by(now.today)]
    known = {member.department for member in here}
    for department in command.departments:
        if department not in known:
            raise DeskError("unknown_department", department=department)
    return [member for member in here if not command.departments or member.department in command.departments]


def _named(store: HandOutStore, staff_nos: Sequence[Name], now: Now) -> list[Member]:
    """The members; the refusal of the first that can't be listed, with all such in `errors`, by index."""
    named: dict[int, Member] = {}
    refused: list[tuple[int, DeskError]] = []
    for index, staff_no in enumerate(staff_nos):
        try:
            member = member_of(store, staff_no)
            require_here(member, now)
            named[member.number] = member
        except DeskError as error:
            refused.append((index, error))
    if refused:
        raise _first_of(refused)
    return list(named.values())


def _first_of(refused: Sequence[tuple[int, DeskError]]) -> DeskError:
    errors = [{"index": index, "code": error.code, **error.facts} for index, error in refused]
    _index, error = refused[0]
    return DeskError(error.code, **error.facts, errors=errors)


@command("hand_out", inverse=lambda done, told: (TakeBackHandOut(done.session, told.member),))
def hand_out_to(store: HandOutStore, command: HandOutTo, now: Now) -> HandedOut:
    """Once a member. `unknown_session`, `hand_out_closed`, `unknown_member`, `member_left`, `not_listed`,
    `already_collected` with when and by whom, `insufficient_stock`."""
    session = _open_session(store, command.session)
    member = _member(store, command)
    require_here(member, now)
    place = store.hand_out_place(session.number, member.number)
    if place is None:
        raise DeskError("not_listed", member=member.staff_no, person=member.name, session=session.name)
    if place.collected is not None:
        raise _collected_before(member, place.collected, now)
    for one in session.items:
        require_available(one.item, one.quantity)
    changes = [_moved(store, session, one, -one.quantity, now) for one in session.items]
    store.set_collected(session.number, member.number, Collected(now.instant, now.operator, command.proxy))
    handed, listed = store.hand_out_counts(session.number)
    return HandedOut(
        command.session,
        Name(member.staff_no),
        Name(member.name),
        name_or_none(member.department),
        handed,
        listed,
        got_low(changes),
    )


def _member(store: HandOutStore, command: HandOutTo) -> Member:
    if (command.member is None) == (command.card is None):
        raise invalid("member", "one_of", choices=["member", "card"])
    if command.member is not None:
        return member_of(store, command.member)
    assert command.card is not None  # noqa: S101 - one of the two is given
    member = store.member_with_card(command.card)
    if member is None:
        raise DeskError("unknown_member", member=command.card)
    return member


def _collected_before(member: Member, collected: Collected, now: Now) -> DeskError:
    return DeskError(
        "already_collected",
        member=member.staff_no,
        person=member.name,
        at=local_told(now.local_of(collected.at)),
        by=collected.operator,
        proxy=None if collected.proxy is None else collected.proxy.name,
    )


def _moved(
    store: HandOutStore, session: HandOutSession, one: HandOutItem, quantity: int, now: Now
) -> tuple[Item, Item]:
    """Moves stock, with the session as its document; the item before and after."""
    movement = Movement(now.instant, "handed_out", quantity, session.name, None, session.code, now.operator)
    store.move_stock(one.item.number, movement)
    return one.item, one.item._replace(on_hand=one.item.on_hand + quantity)


@command(
    "take_back_hand_out", inverse=lambda back, told: (HandOutTo(back.session, back.member, None, told.proxy),)
)
def take_back_hand_out(store: HandOutStore, command: TakeBackHandOut, now: Now) -> HandOutTakenBack:
    """`unknown_session`, `hand_out_closed`, `unknown_member`; `not_collected` for one who is to come."""
    session = _open_session(store, command.session)
    member = member_of(store, command.member)
    place = store.hand_out_place(session.number, member.number)
    if place is None or place.collected is None:
        raise DeskError("not_collected", member=member.staff_no, person=member.name, session=session.name)
    for one in session.items:
        _moved(store, session, one, one.quantity, now)
    store.set_collected(session.number, member.number, None)
    handed, listed = store.hand_out_counts(session.number)
    return HandOutTakenBack(place.collected.proxy, listed - handed)


@command("close_hand_out", inverse=NoInverse("hand_out_is_closed"))
def close_hand_out(store: HandOutStore, command: CloseHandOut, now: Now) -> HandOutClosed:
    """`unknown_session`, `hand_out_closed`."""
    session = _open_session(store, command.session)
    store.close_hand_out(session.number, now.instant)
    handed, listed = store.hand_out_counts(session.number)
    return HandOutClosed(handed, listed - handed)


def session_of(store: HandOutStore, code: str) -> HandOutSession:
    session = store.hand_out_session(code)
    if session is None:
        raise DeskError("unknown_session", session=code)
    return session


def _open_session(store: HandOutStore, code: str) -> HandOutSession:
    session = session_of(store, code)
    if session.closed_at is not None:
        raise DeskError("hand_out_closed", session=session.name)
    return session
