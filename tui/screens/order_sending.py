"""An order goes out: handed over, to the member or a proxy, or sent; its services agreed on and given."""

import re
from typing import TYPE_CHECKING

from core.counter.handing import HandOver, ScheduleService, ServiceDone, Ship
from core.counter.records import is_received
from core.counter.services import AskServiceDay
from core.errors import DeskError, invalid
from core.records import order_told
from core.wire import Name
from tui.counter.proxy import proxy_of
from tui.grid.dates import read_day
from tui.grid.words import day_told
from tui.language import _, say
from tui.scanner import Scanned
from tui.screens.order_return import OrderReturn
from tui.screens.order_view import AskingField
from tui.workers import begin, under_way

if TYPE_CHECKING:
    from datetime import date

    from core.counter.looking import OrderCard

_GAP = re.compile(r"[,，\s]+")


class OrderSending(OrderReturn):
    """Hands over, sends, schedules."""

    def at_once(self, card: "OrderCard") -> str:
        if self.asked == "proxy":
            return _("Who collects? Name, relation. Enter = hand over")
        if self.asked == "ship":
            return self._shipping_told(*carrier_of(self.typed))
        if self.asked == "schedule":
            return _("On which day? 24, 11-24 or +3, then Enter")
        if self.asked is None and card.state in ("open", "scheduled") and not self.coming.pieces:
            return self._ways_told(card)
        if self.asked is None and card.state == "cancelled":
            return say("{order} is cancelled.", order=order_told(card.order))
        return super().at_once(card)

    def _ways_told(self, card: "OrderCard") -> str:
        """What can be done with an order that was not received, by which key."""
        goods, services = kinds_of(card)
        ways = []
        if card.state == "open" and goods:
            ways.append(say("{key} = hand over to {person}", key=self.key("hand_over"), person=card.name))
            ways.append(say("{key} = send", key=self.key("ship")))
        elif services:
            ways.append(say("{key} = the service was given", key=self.key("hand_over")))
        if services:
            ways.append(say("{key} = day of the service", key=self.key("schedule")))
        ways.append(say("{key} = cancel", key=self.key("cancel")))
        return " | ".join(ways)

    def idle(self) -> frozenset[str]:
        """What the state of the order does not allow."""
        card = self.card
        if card is None:
            return frozenset()
        goods, services = kinds_of(card)
        received = is_received(card)
        waits = card.state in ("open", "scheduled")
        can = {
            "exchange": received,
            "damaged": received,
            "return": received,
            "override": received,
            "ship": card.state == "open" and goods,
            "hand_over": waits,
            "proxy": card.state == "open",
            "cancel": waits and not (received and goods),
            "schedule": services and card.state not in ("done", "cancelled"),
            "slip": waits,
        }
        return frozenset(f"order.{name}" for name, able in can.items() if not able)

    async def foretell(self) -> None:
        try:
            if self.asked == "ship":
                carrier, tracking = carrier_of(self.typed)
                await self.console.link.rehearse(Ship(self.order, carrier, tracking))
                self.tell(self._shipping_told(carrier, tracking))
            elif self.asked == "schedule" and self.typed:
                await self._foretell_day(self._day(self.typed))
            else:
                await super().foretell()
        except DeskError as error:
            self.tell_error(error)

    def _shipping_told(self, carrier: Name | None, tracking: Name | None) -> str:
        how = " ".join(filter(None, (carrier, tracking)))
        if not how:
            return say(
                "Enter = send {order} without a number | type the carrier, scan or type the number",
                order=order_told(self.order),
            )
        return say("Enter = send {order} by {carrier}", order=order_told(self.order), carrier=how)

    async def _foretell_day(self, day: "date") -> None:
        """The places that each service has left, and whether the order can have them."""
        assert self.card is not None  # noqa: S101 - it is asked for a card alone
        services = {line.sku: line for line in self.card.lines if line.kind == "service"}
        left = []
        for sku in services:
            told = await self.console.link.ask(AskServiceDay(sku, day))
            if told.free is None:
                left.append(say("{name}: no limit", name=told.name))
            else:
                left.append(
                    say(
                        "{name}: {free} of {places} places left",
                        name=told.name,
                        free=told.free,
                        places=told.places,
                    )
                )
        await self.console.link.rehearse(ScheduleService(self.order, day))
        enter = say(
            "Enter = {order} on {day}", order=order_told(self.order), day=f"{day.year}-{day_told(day)}"
        )
        self.tell(" | ".join((enter, *left)))

    def _day(self, text: str) -> "date":
        """`invalid` for what is none."""
        try:
            return read_day(text, self.console.link.today())
        except ValueError as error:
            raise invalid("on", "not_a_date", value=text) from error

    # ------------------------------------------------------------ asking

    def on_asking_changed(self) -> None:
        """What is foretold goes with what is typed."""
        if self.asked in ("ship", "schedule"):
            self.say_enter()
        else:
            super().on_asking_changed()

    def on_scanned(self, event: Scanned) -> None:
        """A parcel's number is scanned while the order is sent, after the carrier or alone."""
        event.stop()
        if self.asked != "ship":
            key = self.key("ship")
            self.answer_key(say("{key} first: then the parcel's number is scanned.", key=key))
            return
        field = self.query_one("#typed", AskingField)
        carrier, _tracking = carrier_of(field.value)
        field.value = " ".join(filter(None, (carrier, event.text)))
        field.cursor_position = len(field.value)

    def action_ship(self) -> None:
        self.ask("ship")

    def action_schedule(self) -> None:
        if self.card is None or not kinds_of(self.card)[1]:
            self.answer_key(say("{order} has no service in it.", order=order_told(self.order)))
        else:
            self.ask("schedule")

    def action_proxy(self) -> None:
        self.ask("proxy")

    # ------------------------------------------------------------ the deeds

    def action_hand_over(self) -> None:
        """To the member; of services alone: they were given."""
        if not under_way(self, "deed"):
            begin(self, self._hand_over, "deed")

    async def _hand_over(self) -> None:
        if self.card is None:
            return
        order = order_told(self.order)
        try:
            if self.card.state == "scheduled" or not kinds_of(self.card)[0]:
                await self.carry_out(ServiceDone(self.order))
                told = say("{order}: the service was given", order=order)
            else:
                await self.carry_out(HandOver(self.order))
                told = say("{order} is handed over", order=order)
        except DeskError as error:
            self.answer_key(error)
            return
        await self.tell_done(told)

    async def deed(self, typed: str) -> None:
        order = order_told(self.order)
        if self.asked == "proxy":
            proxy = proxy_of(typed)
            if proxy is None:
                raise invalid("proxy", "blank")
            await self.carry_out(HandOver(self.order, proxy))
            told = say("{order} is handed over to {proxy}", order=order, proxy=proxy.name)
        elif self.asked == "ship":
            carrier, tracking = carrier_of(typed)
            await self.carry_out(Ship(self.order, carrier, tracking))
            told = say("{order} is sent", order=order)
        elif self.asked == "schedule":
            if not typed:
                raise invalid("on", "blank")
            day = self._day(typed)
            await self.carry_out(ScheduleService(self.order, day))
            told = say("{order}: the service is on {day}", order=order, day=day.isoformat())
        else:
            await super().deed(typed)
            return
        self.leave_field(done=True)
        await self.tell_done(told)


def kinds_of(card: "OrderCard") -> tuple[bool, bool]:
    """Whether there are goods in an order, and services."""
    kinds = {line.kind for line in card.lines}
    return "goods" in kinds, "service" in kinds


def carrier_of(text: str) -> tuple[Name | None, Name | None]:
    """The carrier and the parcel's number: the last word with a digit in it is the number."""
    words = _GAP.sub(" ", text).strip()
    first, _gap, last = words.rpartition(" ")
    if any(character.isdigit() for character in last):
        return Name(first) if first else None, Name(last)
    return Name(words) if words else None, None
