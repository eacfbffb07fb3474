"""The toolkit reads its style sheets anew for each app, and for each screen that brings its own: a fifth of
the time of a console test. What a sheet comes to depends on its text and the theme's colours alone, so it is
read once in each process."""

from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_READ: dict[tuple[Any, ...], list[RuleSet]] = {}


def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of the test."""
    read = Stylesheet._parse_rules

    def rules_of(sheet: Stylesheet, *of: Any, **more: Any) -> list[RuleSet]:
        key = (of, tuple(more.items()), tuple(sheet._variables.items()))
        if key not in _READ:
            _READ[key] = read(sheet, *of, **more)
        return _READ[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", rules_of)
