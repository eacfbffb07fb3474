"""What the figures of the month's workbook count: the words of the core's definitions for who reads it."""

from tui.language import N_

DEFINITIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        N_("Bookings"),
        (
            (N_("Units"), N_("A slot booked whole counts one; in any other, each place does.")),
            (N_("Offered"), N_("Of all slots that were neither withdrawn nor closed.")),
            (N_("Booked"), N_("Pending, confirmed, checked in, completed, or a no-show.")),
            (N_("Used"), N_("Of those booked, checked in or completed.")),
            (N_("Turned away"), N_("Members refused because a slot was full, each once a slot.")),
            (
                N_("Given up"),
                N_("Cancelled, rejected or released before the start; had again: by somebody who could "
                   "not have had a place that was free anyway."),
            ),
            (N_("Heat map"), N_("By the slot's weekday and start, whenever it was booked.")),
        ),
    ),
    (
        N_("Approvals"),
        (
            (N_("Decided"), N_("Entered in the month, whenever it was applied for; what waits, waits now.")),
            (N_("Time to decide"), N_("From when it was a level's turn until it was given or refused.")),
        ),
    ),
    (
        N_("Members"),
        (
            (N_("Active"), N_("Booked, joined a line, or ordered in the month.")),
            (N_("First time"), N_("Their first booking or order ever lies in the month.")),
            (N_("Never came"), N_("Booked, and came to none of their slots.")),
            (N_("Department"), N_("As it is now, also for past months; so is the grade.")),
        ),
    ),
    (
        N_("Allowance and points"),
        (
            (
                N_("Opening, closing"),
                N_("What could be used at 00:00 of the first day, and at 24:00 of the last, or now."),
            ),
            (N_("Returned"), N_("Given back of what was spent, whenever that was.")),
            (N_("Lapsed"), N_("Left of lots whose last valid day was over; it belongs to that day.")),
            (N_("Use %"), N_("(Used - returned) / (opening + granted - reversed).")),
            (
                N_("Unused"),
                N_("Members who had allowance and spent none. A reason noted at the desk goes before one "
                   "that is told from the figures."),
            ),
            (N_("Locked"), N_("Points for purchases until the return window is over, an account apart.")),
        ),
    ),
    (
        N_("Sales, takings and stock"),
        (
            (N_("Sold"), N_("Lines of orders dated in the month, at the price of their day.")),
            (
                N_("Cancelled, returned"),
                N_("What was cancelled before hand-over or came back in the month, whenever sold."),
            ),
            (N_("Takings"), N_("What orders were paid with, less what went back, on the day it did.")),
            (
                N_("Shift differences"),
                N_("Counted less expected, on the day the shift was closed: below nothing is short."),
            ),
            (N_("Left the shelf"), N_("Pieces handed over, sent or collected, on the day they left.")),
            (
                N_("To order"),
                N_("Of what is to be restocked now: as many as bring it to the threshold, and what the month "
                   "used besides."),
            ),
        ),
    ),
    (
        N_("Notices"),
        (
            (N_("Missed"), N_("Of no use any more before anybody was told, or replaced by a newer one.")),
            (N_("Failed"), N_("No channel could deliver it, and nobody told it.")),
        ),
    ),
)  # fmt: skip
"""By section: a figure and what it counts."""
