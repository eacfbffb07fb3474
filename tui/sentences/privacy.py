"""Personal data in words: what is refused, what is kept and why, for how long."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.language import N_, _, listed, say

if TYPE_CHECKING:
    from core.privacy.revealing import Revealed

PRIVACY_SENTENCES: dict[str, str] = {
    "cannot_erase": N_("{person} ({member}) can't be erased yet: {obstacles}."),
    "not_scrubbed": N_(
        "It is done, but remains of what was erased may still lie in the file {path} ({reason}): close the "
        "desk elsewhere, then run `frontdesk privacy scrub`."
    ),
    "no_privacy_notice": N_(
        "The club has no privacy notice yet: `frontdesk privacy notice --set FILE` sets one."
    ),
    "text_unreadable": N_("{path} can't be read: {reason}."),
    "unknown_notice_version": N_("There is no version {version} of the privacy notice."),
}

_OBSTACLES: dict[str, str] = {
    "not_left": N_("has not left"),
    "coming_bookings": N_("has bookings to come ({records})"),
    "waiting": N_("waits in a line ({records})"),
    "open_orders": N_("has open orders ({records})"),
    "hand_outs": N_("has still to collect from {records}"),
    "balance": N_("has a balance ({records})"),
    "refused_awards": N_("has refused awards that are not settled ({records})"),
}

KINDS: dict[str, str] = {
    "members": N_("who has left: erased"),
    "notices": N_("words of notices"),
    "notes": N_("purposes, notes, details of decisions"),
    "proxies": N_("who collected for somebody, tracking numbers"),
    "welfare": N_("notes on why somebody uses no allowance"),
    "audit": N_("what audit records about people say"),
    "access": N_("records of what was seen and taken out"),
    "books": N_("as long as the books, without a name once the person is erased"),
    "operators": N_("as long as what they did bears their name"),
}
"""What is kept for how long, by the kind."""

PURPOSES: dict[str, str] = {
    "identify": N_("to know who it is"),
    "reach": N_("to reach them"),
    "entitle": N_("what they may have, and figures by department"),
    "book": N_("bookings, and what became of them"),
    "wait": N_("waitlists, and who comes next"),
    "explain": N_("to say why somebody got no place"),
    "tell": N_("what they were told"),
    "account": N_("the books: allowance, points, money"),
    "redeem": N_("orders, and who got them"),
    "welfare": N_("to see why welfare is not used"),
    "answer": N_("to answer for who did what"),
    "inform": N_("to show that they were informed"),
    "report": N_("figures that were handed in"),
    "work": N_("who works at the desk"),
}
"""Why something is kept."""


def obstacles_told(obstacles: object) -> str:
    """What keeps somebody from being erased."""
    found: Sequence[Mapping[str, Any]] = obstacles if isinstance(obstacles, list) else ()
    return listed(
        say(_OBSTACLES.get(str(one["what"]), str(one["what"])), records=listed(map(str, one["records"])))
        for one in found
    )


def revealed_told(told: "Revealed") -> str:
    """The numbers and the address of a person, whole."""
    named = ((_("Phone"), told.phone), (_("E-mail"), told.email), (_("Card"), told.card_no))
    found = [say("{label}: {told}", label=label, told=value) for label, value in named if value]
    if not found:
        return say("Of {member} neither phone nor mail nor card is known.", member=told.member)
    return "  ".join([told.member, *found])


def kind_told(kind: str) -> str:
    return _(KINDS.get(kind, kind))


def purpose_told(purpose: str) -> str:
    return _(PURPOSES.get(purpose, purpose))
