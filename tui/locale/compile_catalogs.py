"""Hatchling's build hook: every .po here becomes the .mo that the program reads.

Run by every build, for a wheel and for an editable install; no compiled catalog is kept in the repository.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogs(catalogs: Path) -> None:
    """Write the .mo beside each `<language>/LC_MESSAGES/*.po` in the folder, each in one stroke."""
    for source in catalogs.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name)
        fresh = source.with_suffix(f".{os.getpid()}.mo")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(source.with_suffix(".mo"))


class CompileCatalogs(BuildHookInterface[Any]):
    """What hatchling calls before it gathers the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_catalogs(Path(self.root, "tui", "locale"))
