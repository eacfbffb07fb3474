"""The user's settings file: what stands in it beside the language, and how the console keeps a choice there.

    lang = "zh"
    theme = "light"
    [keys]
    "booking.cancel" = "f8,ctrl+x"

The file may have been written by hand: a choice changes its own line and nothing else.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from tui.language import settings_file


def read(path: Path | None = None) -> dict[str, Any]:
    """The settings; none where the file is missing or unreadable (the language room tells of that)."""
    try:
        content = (path or settings_file()).read_bytes()
    except OSError:
        return {}
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        return {}


def keep(name: str, value: str, path: Path | None = None) -> bool:
    """Keeps one setting; False where the file can't be written, or can't be read as settings."""
    import tomllib

    path = (path or settings_file()).resolve()
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        changed = _with_line(text, name, f"{name} = {json.dumps(value)}")
        if tomllib.loads(changed) != {**tomllib.loads(text), name: value}:
            return False
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_bytes(changed.encode())
        part.replace(path)
    except (OSError, ValueError):
        return False
    return True


def _with_line(text: str, name: str, line: str) -> str:
    """The text with a line of its top part, before the first table, replaced, or put at its head."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    for at, there in enumerate(lines):
        if re.match(r"\s*\[", there):
            break
        if re.match(rf"\s*{re.escape(name)}\s*=", there):
            lines[at] = line
            return end.join(lines) + end
    return end.join([line, *lines]) + end
