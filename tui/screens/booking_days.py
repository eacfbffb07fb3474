"""Going from day to day on the grid, and between a day and a facility's week."""

from datetime import date, timedelta

from tui.grid.model import SlotKey
from tui.screens.booking_carrying import BookingCarrying


class BookingDays(BookingCarrying):
    """Changes the day."""

    left: SlotKey | None = None
    """Where the cursor stood before a day without slots was come to."""

    def action_day(self, days: int) -> None:
        if self.day is not None:
            self.go_to(self.day + timedelta(days=days))

    def action_today(self) -> None:
        """To today; where the cursor would stand on what is over, to what can still be had in its row."""
        self.go_to(self.console.link.today())
        self.work(self._go_to_now, "go")

    async def _go_to_now(self) -> None:
        await self.follow()
        cell = self.grid.cell()
        if cell is not None and cell.past:
            self.grid.stand_on_first(self.grid.cursor[0])
        self.keep_standing()

    def action_date(self) -> None:
        """The search field takes a date: 24, 11-24, 2026-11-24, +3."""
        self.dating = True
        self.say_find()
        self.search.focus()

    def go_to(self, day: date, key: SlotKey | None = None) -> None:
        """Shows another day, the cursor on a slot of it or where it stood."""
        if self.grid.model.columns:
            self.left = self.grid.key()
        if key is None and self.left is not None:
            key = self.left._replace(date=day)
        self.day, self.wanted, self.confirming = day, key, None
        self.work(self._go, "go")

    async def _go(self) -> None:
        await self.follow()
        self.keep_standing()

    def action_week(self) -> None:
        """From the day to the facility's week and back, the cursor on the same slot."""
        key = self.grid.key()
        row = self.grid.model.rows[self.grid.cursor[0]].key if self.grid.model.rows else None
        if self.week and key is not None:
            self.day = key.date
        elif not self.week:
            self.facility = row
        self.week = not self.week
        self.wanted, self.confirming = key, None
        self.work(self._go, "go")
