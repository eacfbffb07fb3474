"""Where the key of an encrypted database comes from, and who may read it."""

import os
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from core.errors import DeskError
from storage import keys

CLUB = Path("club.db")
needs_modes = pytest.mark.skipif(os.name != "posix", reason="Windows keeps no modes")


class KeyringOfTests(KeyringBackend):
    """A keyring that keeps what it is given, unless it is locked."""

    priority = 1.0  # type: ignore[assignment]  # a class property there

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("the words of a keyring")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked(f"could not keep {password}")
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without keys, and a system without a keyring."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for variable in ("XDG_CONFIG_HOME", "FRONTDESK_KEY_FILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(keys, "_KNOWN", {})
    use_keyring(monkeypatch, keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    return tmp_path / "home"


def use_keyring(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", backend)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> KeyringOfTests:
    backend = KeyringOfTests()
    use_keyring(monkeypatch, backend)
    return backend


def refused(key: keys.Key) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        keys.find(key.seal, CLUB)
    return refusal.value


# ---------------------------------------------------------------- what a key is


def test_a_key_is_random_and_is_never_shown() -> None:
    one, other = keys.new_key(), keys.new_key()
    assert one != other
    assert len(one.secret) == 32
    assert one.text not in f"{one!r} {one} {keys.named(one.seal)}"


def test_a_key_is_known_by_its_seal_which_another_has_not() -> None:
    one, other = keys.new_key(), keys.new_key()
    assert one.seal != other.seal
    assert keys.is_seal(one.seal)
    assert len(one.seal) == 16
    assert not keys.is_seal(b"SQLite format 3\0")


# ---------------------------------------------------------------- where it is found


def test_the_own_key_file_is_looked_into(home: Path) -> None:
    key = keys.new_key()
    place = keys.keep_in_file(key, keys.key_file())
    keys.forget()
    assert Path(place).is_relative_to(home)
    assert keys.place_of(key.seal, CLUB) == (key, place)


def test_the_file_that_the_environment_names_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.new_key()
    keys.keep_in_file(key, keys.key_file())
    named = keys.keep_in_file(key, tmp_path / "stick" / "club.keys")
    monkeypatch.setenv("FRONTDESK_KEY_FILE", named)
    assert keys.place_of(key.seal, CLUB) == (key, named)


def test_several_keys_lie_in_one_file() -> None:
    several = [keys.new_key() for _ in range(3)]
    for key in several:
        keys.keep_in_file(key, keys.key_file())
    keys.forget()
    assert [keys.find(key.seal, CLUB) for key in several] == several


def test_a_key_is_kept_once(home: Path) -> None:
    key = keys.new_key()
    place = Path(keys.keep_in_file(key, keys.key_file()))
    before = place.read_bytes()
    keys.keep_in_file(key, place)
    assert place.read_bytes() == before


def test_the_keyring_is_asked_last(kept: KeyringOfTests) -> None:
    key = keys.new_key()
    assert keys.keep_in_keyring(key) == "keyring"
    keys.forget()
    assert keys.place_of(key.seal, CLUB) == (key, "keyring")
    place = keys.keep_in_file(key, keys.key_file())
    assert keys.place_of(key.seal, CLUB) == (key, place)


def test_a_key_once_found_is_not_looked_for_again() -> None:
    key = keys.new_key()
    place = Path(keys.keep_in_file(key, keys.key_file()))
    keys.forget()
    keys.find(key.seal, CLUB)
    place.unlink()
    assert keys.find(key.seal, CLUB) == key


def test_a_key_that_appears_later_is_found() -> None:
    key = keys.new_key()
    assert refused(key).code == "key_missing"
    keys.keep_in_file(key, keys.key_file())
    assert keys.find(key.seal, CLUB) == key


# ---------------------------------------------------------------- what is refused


def test_without_the_key_it_is_missing_and_its_name_is_told() -> None:
    key = keys.new_key()
    error = refused(key)
    assert error.code == "key_missing"
    assert error.facts == {"path": "club.db", "key": keys.named(key.seal), "file": str(keys.key_file())}


def test_a_named_file_with_other_keys_is_the_wrong_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = keys.keep_in_file(keys.new_key(), tmp_path / "stick" / "club.keys")
    monkeypatch.setenv("FRONTDESK_KEY_FILE", named)
    error = refused(keys.new_key())
    assert (error.code, error.facts["file"]) == ("key_wrong", named)


def test_a_named_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_KEY_FILE", "/media/stick/club.keys")
    error = refused(keys.new_key())
    assert (error.code, error.facts["file"]) == ("key_missing", "/media/stick/club.keys")


@needs_modes
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_file_that_others_may_read_is_refused(mode: int) -> None:
    key = keys.new_key()
    place = Path(keys.keep_in_file(key, keys.key_file()))
    keys.forget()
    place.chmod(mode)
    error = refused(key)
    assert error.code == "key_file_open_to_others"
    assert (error.facts["file"], error.facts["mode"]) == (str(place), f"{mode:o}")


@needs_modes
def test_a_key_file_in_a_folder_that_others_may_write_in_is_refused() -> None:
    key = keys.new_key()
    place = Path(keys.keep_in_file(key, keys.key_file()))
    keys.forget()
    place.parent.chmod(0o770)
    error = refused(key)
    assert (error.code, error.facts["file"]) == ("key_file_open_to_others", str(place.parent))


@needs_modes
@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_a_new_key_file_is_private_whatever_the_umask(mask: int) -> None:
    before = os.umask(mask)
    try:
        place = Path(keys.keep_in_file(keys.new_key(), keys.key_file()))
    finally:
        os.umask(before)
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "line", ["password", "ab" * 31, "ab" * 33, "g" * 64, "ab" * 32 + " # ours", "\x00" * 64]
)
def test_a_line_that_is_no_key_is_named_by_its_number_and_not_by_its_text(line: str) -> None:
    key = keys.new_key()
    place = Path(keys.keep_in_file(key, keys.key_file()))
    keys.forget()
    with place.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    error = refused(key)
    assert (error.code, error.facts) == ("key_file_damaged", {"file": str(place), "line": 4})


def test_a_folder_in_the_place_of_a_key_file_is_told(home: Path) -> None:
    keys.key_file().mkdir(parents=True, mode=0o700)
    assert refused(keys.new_key()).code == "key_file_unreadable"


def test_without_a_keyring_no_key_is_kept_in_one() -> None:
    with pytest.raises(DeskError) as refusal:
        keys.keep_in_keyring(keys.new_key())
    assert (refusal.value.code, refusal.value.facts) == ("keyring_unavailable", {"reason": "there is none"})


def test_a_keyring_that_fails_is_told_by_the_kind_of_its_error_alone(kept: KeyringOfTests) -> None:
    key = keys.new_key()
    kept.locked = True
    with pytest.raises(DeskError) as refusal:
        keys.keep_in_keyring(key)
    assert (refusal.value.code, refusal.value.facts) == ("keyring_unavailable", {"reason": "KeyringLocked"})
    assert refused(key).code == "keyring_unavailable"


def test_an_entry_of_the_keyring_that_is_another_key_is_not_taken(kept: KeyringOfTests) -> None:
    key = keys.new_key()
    kept.kept["frontdesk", key.seal.hex()] = keys.new_key().text
    assert refused(key).code == "key_missing"


def test_a_keyring_that_forgets_what_it_is_given_is_told(
    kept: KeyringOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyringOfTests, "get_password", lambda *_: None)
    with pytest.raises(DeskError) as refusal:
        keys.keep_in_keyring(keys.new_key())
    assert refusal.value.code == "keyring_unavailable"


def test_no_keyring_is_loaded_for_a_key_in_a_file() -> None:
    from subprocess import run

    key = keys.new_key()
    keys.keep_in_file(key, keys.key_file())
    script = (
        "import sys; from pathlib import Path; from storage import keys;"
        f"keys.find(bytes.fromhex('{key.seal.hex()}'), Path('club.db')); print('keyring' in sys.modules)"
    )
    found = run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.strip() == "False"
