"""What is scanned or chosen for a hand-out: done one after the other, and none is lost, also while the club
can't be reached."""

import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.widgets import Input

from core.counter.hand_out import HandOutTo
from core.counter.records import Proxy
from core.doing import UNSURE
from core.errors import DeskError
from core.members.finding import FindMembers
from core.wire import Name
from tui.counter.hand_outs import progress_told
from tui.counter.proxy import proxy_of
from tui.language import _, say
from tui.scanner import Scanned
from tui.screens.hand_out_view import HandOutView
from tui.widgets.search import HITS, HitList, SearchField
from tui.workers import begin

if TYPE_CHECKING:
    from core.counter.hand_out import HandedOut
    from core.members.finding import MemberHit

WAITED = frozenset({"database_busy", "database_gone", "not_open"}) | UNSURE
"""Errors after which a scan waits and is done again, with the key that it had."""

NEAR = 20
"""A card's number may begin or end other members' numbers too: so many hits are looked at."""


class Due(NamedTuple):
    """Something scanned or chosen that waits for its turn, and the key under which it is done."""

    deed: Callable[[str], Awaitable[None]]
    key: str


class HandOutTaking(HandOutView):
    """Hands out."""

    def __init__(self, session: Name) -> None:
        super().__init__(session)
        self.due: deque[Due] = deque()
        self._serving = False

    async def follow(self) -> None:
        await super().follow()
        self.serve_on()

    # ------------------------------------------------------------ one after the other

    def wait_for(self, deed: Callable[[str], Awaitable[None]]) -> None:
        self.due.append(Due(deed, uuid.uuid4().hex))
        self.serve_on()

    def serve_on(self) -> None:
        if self.due and not self._serving and self.console.link.is_open:
            self._serving = True
            begin(self, self._serve, "serve")

    async def _serve(self) -> None:
        """Does what waits, in order. What the club could not take stays first."""
        try:
            while self.due:
                due = self.due[0]
                try:
                    await due.deed(due.key)
                except DeskError as error:
                    if error.code in WAITED:
                        self.tell_error(error)
                        return
                    self._refuse(error)
                self.due.popleft()
        finally:
            self._serving = False

    def _refuse(self, error: DeskError) -> None:
        from tui.sentences import sentence

        told = sentence(error)
        who = error.facts.get("person") or error.facts.get("card") or error.facts.get("member")
        member = str(error.facts.get("member") or "") if error.facts.get("person") else ""
        places = self.card.members if self.card is not None else ()
        department = next((one.department for one in places if one.member == member), None)
        self.add("refused", str(who or _("unknown")), member, department or "", told)
        self.tell(told, "bad")

    # ------------------------------------------------------------ scans

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        self.take_code(event.text)

    def take_code(self, code: str) -> None:
        """A card, or a staff number as a barcode."""
        self.ending = False
        self._leave_search()
        self.wait_for(partial(self._take_code, code))

    async def _take_code(self, code: str, key: str) -> None:
        if self.proxying:
            await self._take_for_proxy(await self._holder(code), key)
            return
        try:
            done = await self.console.link.do(HandOutTo(self.session, card=Name(code)), key)
        except DeskError as error:
            if error.code != "unknown_member":
                raise
            hit = await self._holder(code)
            done = await self.console.link.do(HandOutTo(self.session, hit.staff_no), key)
        self._tell_done(done)

    async def _holder(self, code: str) -> "MemberHit":
        """Whose card or staff number it is. `unknown_member`."""
        from tui.cards import holder_of

        hit = await holder_of(self.console.link, code)
        if hit is None:
            found = (await self.console.link.ask(FindMembers(Name(code), NEAR))).members
            hit = next((one for one in found if one.staff_no == code), None)
        if hit is None:
            raise DeskError("unknown_card", card=code)
        return hit

    async def _take_hit(self, hit: "MemberHit", key: str) -> None:
        if self.proxying:
            await self._take_for_proxy(hit, key)
            return
        self._tell_done(await self.console.link.do(HandOutTo(self.session, hit.staff_no), key))

    def _tell_done(self, done: "HandedOut", proxy: Proxy | None = None) -> None:
        self.counts = done.handed, done.listed
        told = "" if proxy is None else say("collected by {proxy}", proxy=proxy.name)
        self.add("handed", done.name, done.member, done.department or "", told)
        line = f"{done.name} {done.member}: {progress_told(*self.counts)}"
        self.tell(f"{line} | {told}" if told else line, "good")

    # ------------------------------------------------------------ by proxy

    async def begin_proxy(self, _key: str) -> None:
        self.proxying, self.absent, self.ending = True, None, False
        self.say_enter()

    def end_proxy(self) -> None:
        self.proxying, self.absent = False, None
        self.say_find()

    async def _take_for_proxy(self, hit: "MemberHit", key: str) -> None:
        """First the absent member, who must be on the list and to come; then who collects."""
        if self.absent is None:
            await self._require_to_come(hit)
            self.absent = hit
            self.say_enter()
        elif hit.member == self.absent.member:
            self.tell(say("That is the card of {person}; scan the proxy's.", person=hit.name), "bad")
            self.ring(good=False)
        else:
            await self._hand_to_proxy(Proxy(hit.name, Name(_("colleague"))), key)

    async def _require_to_come(self, hit: "MemberHit") -> None:
        """By the command's own rule. `not_listed`, `already_collected`, ..."""
        await self.follow_card()
        place = (
            next((one for one in self.card.members if one.member == hit.staff_no), None)
            if self.card
            else None
        )
        facts = {"member": hit.staff_no, "person": hit.name}
        if place is None:
            self.end_proxy()
            raise DeskError("not_listed", **facts, session=self.card.name if self.card else self.session)
        if place.at is not None:
            self.end_proxy()
            proxy = None if place.proxy is None else place.proxy.name
            at = f"{place.at:%Y-%m-%dT%H:%M}"
            raise DeskError("already_collected", **facts, at=at, by=place.by, proxy=proxy)

    async def follow_card(self) -> None:
        await super().follow()

    async def _hand_to_proxy(self, proxy: Proxy, key: str) -> None:
        assert self.absent is not None  # noqa: S101 - the caller has seen to it
        try:
            done = await self.console.link.do(HandOutTo(self.session, self.absent.staff_no, proxy=proxy), key)
        except DeskError as error:
            if error.code not in WAITED:
                self.end_proxy()
            raise
        self.end_proxy()
        self._tell_done(done, proxy)

    async def _take_named(self, text: str, key: str) -> None:
        """A proxy who is no member: a name and the relation."""
        proxy = proxy_of(text)
        if proxy is not None:
            await self._hand_to_proxy(proxy, key)

    # ------------------------------------------------------------ typing

    def on_key(self, event: events.Key) -> None:
        """A letter, digit or character typed anywhere starts the search."""
        typed = event.character and event.is_printable and event.character != " "
        if typed and event.character and self.focused is self.table:
            event.stop()
            self.search.take(event.character)

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self.work(partial(self._find, event.value), "find")

    async def _find(self, text: str) -> None:
        found: tuple[MemberHit, ...] = ()
        if text.strip() and self.console.link.is_open:
            try:
                found = (await self.console.link.ask(FindMembers(Name(text.strip()), HITS))).members
            except DeskError as error:
                self.tell_error(error)
                return
        named = self.absent is not None
        self.hits.show(found, "" if found or named else text.strip())

    @on(SearchField.Hit)
    def _mark_hit(self, event: SearchField.Hit) -> None:
        if self.hits.hits:
            at = (self.hits.highlighted or 0) + event.down
            self.hits.highlighted = min(max(at, 0), len(self.hits.hits) - 1)

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        begin(self, partial(self._take_typed, event.value), "take")

    async def _take_typed(self, text: str) -> None:
        """The marked hit; the search may be slower than the hand, so it is done again."""
        if not text.strip():
            self._leave_search()
            self.say_enter()
            return
        await self._find(text)
        hit = self.hits.marked()
        if hit is not None:
            self._leave_search()
            self.wait_for(partial(self._take_hit, hit))
        elif self.absent is not None:
            self._leave_search()
            self.wait_for(partial(self._take_named, text))
        else:
            self.tell(say("Nobody is found by {text}.", text=text), "bad")

    @on(HitList.Chosen)
    def _chosen(self, event: HitList.Chosen) -> None:
        self._leave_search()
        self.wait_for(partial(self._take_hit, event.hit))

    def take_member(self, hit: "MemberHit") -> None:
        """Chosen on the list of who is to come."""
        self.wait_for(partial(self._take_hit, hit))

    def _leave_search(self) -> None:
        self.search.value = ""
        self.hits.show(())
        self.table.focus()

    @on(SearchField.Left)
    def _left(self) -> None:
        self._leave_search()
        self.say_enter()
