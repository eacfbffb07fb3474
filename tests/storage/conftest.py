"""Each test of this floor runs twice, on a plain database and on an encrypted one: new files are encrypted by
one key of the tests, and whoever opens them finds it as a desk does. `ONCE` names what runs on plain files
only, and why."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import keys

KEY = keys.Key(bytes(range(32)))

READS_PAGES = "patches or compares the bytes of a plain file, or reads it by the standard library's sqlite3"
BY_ITSELF = "is about encryption and makes both kinds of file itself"
NO_FILE = "looks at the schema, statements or folders and not at what a file holds"
SLOW = "takes seconds; another of its kind runs encrypted"

ONCE: dict[str, str] = {
    # whole modules
    "test_earlier_schemas": READS_PAGES,
    "test_keys": BY_ITSELF,
    "test_doctor": BY_ITSELF,
    "test_encrypting": BY_ITSELF,
    "test_encrypting_killed": BY_ITSELF,
    "test_encrypting_desks": BY_ITSELF,
    "test_places": NO_FILE,
    "test_names": NO_FILE,
    "test_query_plans": NO_FILE,
    "test_schema": NO_FILE,
    # single tests
    "test_the_bytes_of_the_file_its_log_and_a_new_copy_hold_none_of_it": READS_PAGES,
    "test_desks_that_start_at_once_make_one_club": "a club is never born encrypted but here",
    "test_killed_at_any_statement_it_is_the_old_database_or_the_new_one": READS_PAGES,
    "test_a_desk_killed_at_any_statement_afterwards_leaves_the_whole_change_or_nothing": SLOW,
    "test_two_desks_and_one_last_piece_two_hundred_times": SLOW,
    "test_two_desks_that_scan_one_card_at_once_hand_out_once": SLOW,
}


@pytest.fixture(scope="session", autouse=True)
def _key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where processes that the tests begin find the key, those that outlive a test too."""
    file = tmp_path_factory.mktemp("keys") / "database.keys"
    keys.keep_in_file(KEY, file)
    before = os.environ.get("FRONTDESK_KEY_FILE")
    os.environ["FRONTDESK_KEY_FILE"] = str(file)
    yield
    del os.environ["FRONTDESK_KEY_FILE"]
    if before is not None:
        os.environ["FRONTDESK_KEY_FILE"] = before


@pytest.fixture(autouse=True)
def kind_of_file(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "encrypted":
        monkeypatch.setattr(keys, "key_of_new_file", lambda: KEY)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = {Path(str(metafunc.module.__file__)).stem, metafunc.function.__name__}
    kinds = ["plain"] if names & ONCE.keys() else ["plain", "encrypted"]
    metafunc.parametrize("kind_of_file", kinds, indirect=True)
