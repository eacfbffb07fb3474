"""The one error of the desk: a code and its facts. The terminal turns them into a sentence."""

from typing import Any


class DeskError(Exception):
    """A refusal. `code` is a promised name (commands.md); `facts` become the answer's `detail`.

    Facts hold plain values only: text, whole numbers, dates, local date-times, ids as text, and
    lists or dictionaries of these.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


def invalid(field: str, problem: str, **facts: Any) -> DeskError:
    """A field that cannot be read: `problem` names what is wrong with it, for the sentence."""
    return DeskError("invalid", field=field, problem=problem, **facts)
