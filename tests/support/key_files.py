"""A user with keys: where tests of the terminal keep them."""

from pathlib import Path

import pytest

from storage import keys, sealing


def encrypted(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Encrypts a closed database by a key in a file of its own; that file."""
    file = path.parent / "keys" / "database.keys"
    monkeypatch.setenv("FRONTDESK_KEY_FILE", str(file))
    key = keys.new_key()
    keys.keep_in_file(key, file)
    sealing.encrypt(path, key)
    keys.forget()
    return file
