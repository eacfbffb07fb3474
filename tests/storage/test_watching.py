"""Following what others change: any thread may look, while another one closes the database."""

from pathlib import Path
from threading import Thread

from storage.database import open_database


def test_looking_for_changes_from_several_threads_while_it_is_closed_does_no_harm(tmp_path: Path) -> None:
    database = open_database(tmp_path / "club.db")
    seen: list[int] = []

    def look() -> None:
        seen.extend(database.version() for _again in range(200))

    threads = [Thread(target=look) for _two in range(2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        database.close()
    database.close()
    assert len(seen) == 400
