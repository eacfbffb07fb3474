"""Lines of text: the header, the words of a cell, what Enter does, the keys. Text from people is data:
nothing in these lines is markup."""

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from core.text import visible


def safe(text: str) -> Content:
    """Text from anywhere as literal content: the one way in which it reaches a widget."""
    return Content(visible(text))


class TextLine(Static):
    """One line of literal text."""

    DEFAULT_CSS = "TextLine { height: 1; text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(safe(text), id=id, classes=classes)
        self.text = text

    def say(self, text: str, tone: str = "") -> None:
        """Shows another text, in a tone: `good`, `bad` or none."""
        if text != self.text:
            self.text = text
            self.update(safe(text), layout=self.styles.auto_dimensions)
        self.set_class(tone == "good", "-good")
        self.set_class(tone == "bad", "-bad")


class KeyLine(TextLine):
    """The keys that act here, as many as fit."""

    def list_keys(self, keys: list[tuple[str, str]]) -> None:
        """Shows keys with what they do."""
        width = self.size.width or 80
        told = ""
        for key, what in keys:
            part = f" {key} {what}"
            if cell_len(told) + cell_len(part) <= width:
                told += part
        self.say(told)
