"""Whether a member was told what is kept of them: said on the page, noted by a key, shown to somebody new."""

from core.errors import DeskError
from core.members.finding import MemberCard
from core.privacy.informing import AskPrivacyNotice, NoteInformed, PrivacyNotice
from core.wire import Name
from tui.language import _, say
from tui.screens.members_unused import MemberUnused
from tui.widgets.lines import TextLine


class MemberInformed(MemberUnused):
    """The line that says so, and the key."""

    def __init__(self) -> None:
        super().__init__()
        self.text = PrivacyNotice()
        """The newest text; without a version where the club has set none."""

    async def follow(self) -> None:
        if self.console.link.is_open:
            try:
                self.text = await self.console.link.ask(AskPrivacyNotice())
            except DeskError as error:
                self.tell_error(error)
                return
        await super().follow()

    def show(self) -> None:
        super().show()
        line = self.query_one("#informed", TextLine)
        if self.typing == "new":
            line.say(" " + beginning_told(self.text))
        else:
            line.say(" " + informed_told(self.person, self.text))
        line.display = bool(line.text.strip())

    def action_informed(self) -> None:
        """Somebody new reads the text; of somebody known it is noted that they were shown it."""
        if self.typing == "new":
            from tui.screens.privacy_notice import PrivacyNoticeScreen

            self.app.push_screen(PrivacyNoticeScreen())
        elif self.typing is not None:
            self.tell(_("Enter or Esc first: the fields are open."), "bad")
        elif self.person is None:
            self.tell(_("Choose a member first."), "bad")
        else:
            self.run_deed(self._note_informed)

    async def _note_informed(self) -> None:
        if self.person is None:
            return
        person = self.person
        told = say("{person} was shown the privacy notice: noted", person=person.name)
        await self.carry_out(NoteInformed(Name(person.staff_no)), told)


def beginning_told(text: PrivacyNotice) -> str:
    """The version that is shown, and how it begins."""
    if text.text is None:
        return ""
    first = next(line for line in text.text.lines if line)
    return say("Ctrl+Z = the privacy notice, version {version}: {words}", version=text.version, words=first)


def informed_told(person: MemberCard | None, text: PrivacyNotice) -> str:
    """Which version somebody was shown; that they were shown none, where there is one."""
    if person is None or (text.version is None and person.informed is None):
        return ""
    if person.informed is None:
        return _("Not informed yet of what is kept: Ctrl+Z = was shown the privacy notice")
    facts = {"version": person.informed.version, "day": person.informed.day}
    if text.version is not None and person.informed.version < text.version:
        return say(
            "Informed: version {version}, {day}; version {newest} was not shown yet",
            newest=text.version,
            **facts,
        )
    return say("Informed: version {version}, {day}", **facts)
