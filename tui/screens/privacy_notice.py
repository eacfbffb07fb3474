"""The text that tells members what is kept of them, whole: as somebody new is shown it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from core.privacy.informing import AskPrivacyNotice, PrivacyNotice
from tui.language import N_, _, say
from tui.screens.told import ToldScreen
from tui.widgets.lines import safe


class PrivacyNoticeScreen(ToldScreen):
    """The newest version."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+z", "leave", N_("back"), id="privacy_notice.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._notice: PrivacyNotice | None = None

    async def ask_anew(self) -> None:
        self._notice = await self.console.link.ask(AskPrivacyNotice())

    def answer_told(self) -> Iterable[Content]:
        told = self._notice
        if told is None:
            return
        if told.text is None:
            yield safe(_("The club has set no privacy notice yet."))
            return
        yield Content.styled(
            safe(say("Privacy notice, version {version}", version=told.version)).plain, "bold underline"
        )
        yield from map(safe, told.text.lines)
