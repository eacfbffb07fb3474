"""Refusals of the counter and what the check finds there."""

from tui.language import N_

ORDER_STATES: dict[str, str] = {
    "open": N_("to be collected"),
    "collected": N_("collected"),
    "shipped": N_("sent"),
    "scheduled": N_("scheduled"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
}

TENDERS: dict[str, str] = {
    "points": N_("points"),
    "allowance": N_("welfare allowance"),
    "cash": N_("cash"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "card": N_("bank card"),
}

COUNTER_SENTENCES: dict[str, str] = {
    "unknown_item": N_("There is no item {sku}."),
    "unknown_order": N_("There is no order {order}."),
    "unknown_shift": N_("There is no shift {shift}."),
    "not_on_sale": N_("{name} ({sku}) is not sold today."),
    "insufficient_stock": N_("Of {name} ({sku}) there are {available}, not {wanted}."),
    "payment_due": N_("Of {total} yuan {due} are still due."),
    "overpaid": N_("That is {over} yuan more than the {total} that are due."),
    "too_many_points": N_("Only {useful} points are of use here, not {points}."),
    "no_places": N_("{name} ({sku}) has not enough places on {date}: {free} free."),
    "return_window_over": N_(
        "{order} could be returned until {last_day}: a manager may take it back with a reason."
    ),
    "not_returnable": N_("{name} ({sku}) is not taken back."),
    "unknown_session": N_("There is no hand-out {session}."),
    "unknown_department": N_("Nobody here is of the department {department}."),
    "unknown_card": N_("{card} is nobody's card or staff number."),
    "hand_out_closed": N_("The hand-out {session} is closed."),
    "not_listed": N_("{person} ({member}) is not on the list of {session}."),
    "already_collected": N_("{person} ({member}) collected before, on {at}, from {by}."),
    "not_collected": N_("{person} ({member}) has not collected from {session} yet."),
    "insufficient_cash": N_("There must be {available} yuan in the till, not {needed}."),
}

COUNTER_FINDINGS: dict[str, str] = {
    "order_astray": N_(
        "{order} comes to {total} yuan and {points_total} points: its lines to {lines} and {points}, what "
        "was paid to {paid} and {points_paid}. So many such: {count}."
    ),
    "refund_astray": N_(
        "Of {order}, for which {paid} yuan were paid, {back} went back. So many such: {count}."
    ),
    "returns_astray": N_("The lines of {order} differ from its returns. So many such: {count}."),
    "spend_astray": N_(
        "{entry} spent {spent} that did not go back, but the orders keep {kept}. So many such: {count}."
    ),
    "hand_out_astray": N_(
        "Of {sku} the list of the hand-out {session} comes to {due}, but {moved} left the stock."
    ),
    "stock_astray": N_(
        "{sku}: {on_hand} on hand, but the movements sum to {moved}; {held} held, but open orders wait for "
        "{awaited}."
    ),
}
