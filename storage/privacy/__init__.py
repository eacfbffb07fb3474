"""Personal data: their tables, finding all that is about somebody, taking it away, keeping nothing too
long."""

from storage.privacy.informing import InformingQueries
from storage.privacy.purging import PurgeQueries
from storage.privacy.tables import PRIVACY_TRIGGERS

__all__ = ["PRIVACY_TRIGGERS", "PrivacyQueries"]


class PrivacyQueries(InformingQueries, PurgeQueries):
    """What the rooms of personal data need; what the methods promise stands with core's protocols."""
