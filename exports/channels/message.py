"""What all channels have in common: a message, whom it is for, and that it could not be delivered."""

from typing import NamedTuple, Protocol


class Recipient(NamedTuple):
    """The member for whom alone a message is."""

    staff_no: str
    email: str | None
    phone: str | None


class Message(NamedTuple):
    """`to` None: for a group."""

    subject: str
    text: str
    to: Recipient | None = None


class Undelivered(Exception):  # noqa: N818 - what is said is in its code
    """A message that is not out, as far as is known. `error` is a code, with a number behind it where the
    other side gave one, and never more than that: addresses have keys in them. `final`: another try is of no
    use; `rests`: it is the channel's fault, and the next message would not get out either."""

    def __init__(self, error: str, *, final: bool = False, rests: bool = True) -> None:
        super().__init__(error)
        self.error = error
        self.final = final
        self.rests = rests


class Channel(Protocol):
    """One way out, open."""

    def send(self, message: Message) -> None:
        """Sends a message; `Undelivered` where it was not accepted."""
