"""A booking's pass on the screen: the member's phone reads the code, or the slip is written and opened."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core.booking.passes import Pass
from core.errors import DeskError
from tui.language import N_, _, say
from tui.screens.base import DeskScreen
from tui.slips import opens, slip_folder, words_of, write_pass
from tui.widgets.lines import TextLine, safe
from tui.workers import begin

INK = "#000000 on #ffffff"
"""A phone reads dark on light, whatever the theme."""


class PassScreen(DeskScreen):
    """Over the grid; Esc goes back to it."""

    CSS_PATH = "passes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", N_("write the slip and open it"), show=False, id="pass.write"),
        Binding("escape", "leave", N_("back"), id="pass.leave"),
    ]

    def __init__(self, told: Pass) -> None:
        super().__init__()
        self.shown = told

    def compose(self) -> ComposeResult:
        from exports.passes import half_blocks

        code = "\n".join(half_blocks(self.shown.code))
        yield from self.frame(
            Container(
                Horizontal(
                    Static(Content.styled(code, INK), id="pass-code"),
                    Vertical(Static(id="pass-words"), id="pass-side"),
                    id="pass",
                ),
                id="pass-around",
            ),
            TextLine(id="pass-enter"),
        )

    def retranslate(self) -> None:
        super().retranslate()
        words = Content("\n\n").join(safe(line) for line in words_of(self.shown))
        self.query_one("#pass-words", Static).update(words)
        told = _("Enter = write the slip and open it | Esc = back")
        self.query_one("#pass-enter", TextLine).say(" " + told)

    def action_write(self) -> None:
        begin(self, self._write, "slip")

    async def _write(self) -> None:
        line = self.query_one("#pass-enter", TextLine)
        from tui.taking_out import taking_out

        note = taking_out("pass", member=self.shown.member, booking=f"B{self.shown.booking}")
        try:
            await self.console.link.do(note)
            path = await asyncio.to_thread(write_pass, self.shown, slip_folder(self.console.link.path))
        except DeskError as error:
            from tui.sentences import sentence

            line.say(" " + sentence(error), "bad")
            return
        opened = await asyncio.to_thread(opens, path)
        told = say("Written and opened: {path}", path=path) if opened else say("Written: {path}", path=path)
        line.say(" " + told, "good")

    def action_leave(self) -> None:
        self.dismiss()
