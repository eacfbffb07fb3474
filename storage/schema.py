"""The whole schema at its newest version, and the marks by which a database is known as ours."""

from secrets import token_hex
from typing import Any

from sqlmodel import SQLModel

import storage.store  # noqa: F401 - declares all tables
from core.settings import Settings
from storage.audit import AUDIT_TRIGGERS, settings_text
from storage.counter import COUNTER_TRIGGERS
from storage.ledger import LEDGER_TRIGGERS
from storage.privacy import PRIVACY_TRIGGERS
from storage.reports.tables import REPORT_TRIGGERS
from storage.stock import STOCK_TRIGGERS

APPLICATION_ID = 0x46444B31
"""`FDK1`, in the file's header."""

SCHEMA_VERSION = 6
"""Of the newest migration; kept in the file's `user_version`."""


TRIGGERS = (
    AUDIT_TRIGGERS + LEDGER_TRIGGERS + STOCK_TRIGGERS + COUNTER_TRIGGERS + REPORT_TRIGGERS + PRIVACY_TRIGGERS
)
"""A migration must make them again and test them."""


def create(connection: Any, *, replayed: bool) -> None:
    """Makes all tables, indexes and triggers, and the club's one row, within the caller's transaction.
    `connection` is SQLAlchemy's."""
    SQLModel.metadata.create_all(connection)
    for trigger in TRIGGERS:
        connection.exec_driver_sql(trigger)
    connection.exec_driver_sql(
        "INSERT INTO club (id, settings, replayed, pass_key) VALUES (1, ?, ?, ?)",
        (settings_text(Settings()), int(replayed), token_hex(16)),
    )
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
