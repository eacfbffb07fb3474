"""The example club: invented people, a house full of facilities, and weeks of believable life in it.

The same seed in the same week tells the same story; the clock only says how far it has come.
"""
