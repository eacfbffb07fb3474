"""From a channel's settings to the channel. Only what this kind needs is imported."""

from exports.channels.message import Channel
from exports.channels.settings import ChannelSettings


def open_channel(settings: ChannelSettings) -> Channel:
    """The channel, ready to send. Nothing is connected before the first message."""
    if settings.kind in {"email", "apprise"}:
        from exports.channels.through_apprise import Service

        return Service(settings)
    from exports.channels.robots import Robot

    return Robot(settings)
