"""Who collects for a member, as it is typed."""

from core.counter.records import Proxy
from core.wire import Name


def proxy_of(text: str) -> Proxy | None:
    """A name, and after a comma, or else after the first blank, the relation; null where nothing is typed."""
    plain = text.replace("，", ",").strip()
    name, _between, relation = (part.strip() for part in plain.partition("," if "," in plain else " "))
    return Proxy(Name(name), Name(relation) if relation else None) if name else None
