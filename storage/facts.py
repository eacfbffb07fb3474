"""What the storage floor is made of, for `--version`."""

from storage import driver


def facts() -> dict[str, str]:
    """The versions of SQLite and of its cipher, and the journal mode in use."""
    connection = driver.MODULE.connect(":memory:")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    return {"sqlite": driver.VERSION, "cipher": cipher[0] if cipher else "", "journal": driver.journal_mode()}
