"""The first schema: `storage.schema.create` makes it whole."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing comes before the first."""
