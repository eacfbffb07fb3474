"""Channels: the ways by which notices leave the house. Each takes a message and says whether it is out."""

from exports.channels.message import Channel, Message, Undelivered
from exports.channels.opening import open_channel
from exports.channels.reader import read_channels
from exports.channels.settings import ChannelSettings

__all__ = ["Channel", "ChannelSettings", "Message", "Undelivered", "open_channel", "read_channels"]
