"""One record of the audit trail: every field in words, and how it stands in the chain."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from core.audit_search import AskAuditRecord, AuditRecordTold
from tui.language import N_, _
from tui.screens.told import ToldScreen
from tui.sentences.audit import record_told
from tui.widgets.lines import safe
from tui.workers import begin


class AuditRecordScreen(ToldScreen):
    """What a record tells; from it to the booking, the order or the member."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("back"), id="audit_record.leave"),
        Binding("f2", "member", N_("member"), id="audit_record.member", tooltip=N_("the record's member")),
        Binding(
            "f3",
            "record",
            N_("booking or order"),
            id="audit_record.record",
            tooltip=N_("the booking or the order that it is about"),
        ),
        Binding("left", "step(-1)", N_("the one before"), id="audit_record.before"),
        Binding("right", "step(1)", N_("the one after"), id="audit_record.after"),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._told_of: AuditRecordTold | None = None

    async def ask_anew(self) -> None:
        self._told_of = await self.console.link.ask(AskAuditRecord(self._number))

    def answer_told(self) -> Iterable[Content]:
        if self._told_of is not None:
            first, *others = record_told(self._told_of)
            yield Content.styled(safe(first).plain, "bold underline")
            yield from map(safe, others)

    def action_member(self) -> None:
        """The first member that it names."""
        members = () if self._told_of is None else self._told_of.line.members
        if not members:
            self.notify(_("It is about no member."), markup=False)
            return
        begin(self.app, partial(self.console.show_member, members[0].member), "member")

    def action_record(self) -> None:
        """The first booking's decisions, or the first order."""
        from core.decisions.why import AskWhy
        from core.records import BookingId, OrderId
        from tui.goods_back import Draft
        from tui.screens.order import OrderScreen
        from tui.screens.why import WhyScreen

        records = () if self._told_of is None else self._told_of.line.records
        told = next((told for told in records if told[0] in "BO"), None)
        if told is None:
            self.notify(_("It is about no booking and no order."), markup=False)
        elif told[0] == "B":
            self.app.push_screen(WhyScreen(AskWhy(booking=BookingId(int(told[1:])))))
        else:
            self.app.push_screen(OrderScreen(OrderId(int(told[1:])), Draft()))

    def action_step(self, by: int) -> None:
        """The record before or after it."""
        if self._number + by > 0:
            self._number += by
            self.work(self.follow, "told")
