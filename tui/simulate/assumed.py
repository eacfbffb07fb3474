"""What the simulation is told: the published figures of the pilot, and assumptions where there are none.

Shares are parts of 1, times minutes. Nothing is loaded here, since the help tells of it all.
"""

MEMBERS = 96
"""As many as the pilot had."""

READING_PLACES = 6

CANCELS = 0.33
CANCELS_AHEAD = (60, 120)
"""The pilot's: a third of all bookings is cancelled, one to two hours before the start."""

MISSES = 0.28
"""The pilot's, of meeting rooms before there were reminders; here of all bookings that are not cancelled."""

HEEDS = 0.89
"""Of those who would stay away, so many heed a reminder. An assumption, made so that the 28 % become the 3 %
of the pilot."""

HEEDS_AND_COMES = 0.5
"""Of those who heed it, so many come after all; the others cancel. An assumption."""

ANSWERS = 0.95
"""Of those who mean to come, so many answer when they are asked before a peak. An assumption."""

ASKED_AHEAD, REMINDED_AHEAD = 120, 60
"""When people are asked and reminded; who was asked and is silent loses the place half-way to the start."""

PRESSURE, AT_WEEKENDS = 1.4, 0.85
"""The peak is asked for so many times over on working days, and that part of it at weekends. An assumption;
how much is asked for at other times is as in the example club."""

JOINS = 0.8
"""Of those who are turned away, so many join the line where there is one. An assumption."""

TAKES, DECLINES = 0.7, 0.15
"""Of those who are offered a place; the rest is not reached before the offer runs out. An assumption."""

ANSWERS_AFTER = (2, 25)
"""How long it takes until an offer, a question or a reminder is answered. An assumption."""

CALLS_AGAIN = 0.3
"""Of those who are turned away and join no line, so many call once more, at any time. An assumption."""

OFF_CHANCE, WALKS_IN = 0.06, 0.02
"""Of those who got no place, so many come all the same, in case there is one; and for each place at the peak,
so many come without having called. Assumptions, made so that about as many come in vain as in the pilot."""

PUBLISHED = {
    "cancelled": 0.33,
    "unused_without_reminders": 0.28,
    "unused_with_reminders": 0.03,
    "peak_use_gained": 0.12,
    "came_in_vain": 0.32,
}
"""The pilot's figures."""
