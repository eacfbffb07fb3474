"""How often which operation is done: weighted like a desk's week, with more of what seldom goes well."""

from collections.abc import Callable

from tests.simulation.operations import SETTINGS_TRIED, Operations
from tests.support.days import FACILITIES, RULES_TRIED, TIMES, some_of

Deal = Callable[[Operations], None]

DEALS: tuple[tuple[float, Deal], ...] = (
    (4, lambda at: at.book(
        at.someone(), at.pick(), at.dice.randint(0, 12), at.dice.choice((1, 1, 2, 3)),
        at.dice.choice((None, None, None, "主任同意")), 1,
    )),
    (5, lambda at: at.book_simply(at.someone(), at.pick())),
    (3, lambda at: at.walk_in(at.someone(), at.pick())),
    (2, lambda at: at.crowd(at.pick(), at.dice.randint(0, 9), at.dice.randint(2, 6))),
    (6, lambda at: at.join(at.someone(), at.pick(), at.dice.choice((1, 1, 1, 2, 3, 9)))),
    (3, lambda at: at.cancel(at.pick(), at.dice.choice((None, "电话说过")))),
    (4, lambda at: at.make_room_for_the_line(
        at.pick(), at.dice.choice(("cancel", "cancel", "move", "reject"))
    )),
    (3, lambda at: at.answer_an_offer(at.pick(), "accept_offer")),
    (2, lambda at: at.answer_an_offer(at.pick(), "decline_offer")),
    (1, lambda at: at.answer_an_offer(at.pick(), "leave_waitlist")),
    (1, lambda at: at.leave_the_line(at.pick())),
    (3, lambda at: at.get_in_ones_own_way(at.pick())),
    (3, lambda at: at.clear_ones_own_way(at.pick(), at.dice.choice(("cancel", "cancel", "move")))),
    (1, lambda at: at.one_who_waits_does_not_come(at.pick())),
    (3, lambda at: at.move(at.pick(), at.pick())),
    (3, lambda at: at.approve(at.pick())),
    (1, lambda at: at.reject(at.pick(), at.dice.choice((None, "不合适")))),
    (1, lambda at: at.promise(at.pick())),
    (4, lambda at: at.check_in(at.pick(), at.dice.choice((None, "刚到")))),
    (1, lambda at: at.mark_a_no_show(at.pick())),
    (1, lambda at: at.reset_the_attendance(at.pick())),
    (1, lambda at: at.give_more_time(at.pick())),
    (0.5, lambda at: at.pardon(at.dice.randint(0, 1000), at.dice.randint(-10, 2000))),
    (3, lambda at: at.time_passes_until_something_happens(
        at.pick(), at.dice.choice((-120, -60, -31, -30, -20, -1, 0, 0, 0, 0, 1, 15, 16, 25, 35)),
        at.dice.random() < 0.3,
    )),
    (2, lambda at: at.time_passes_until_a_line_moves(at.pick(), at.dice.choice((-1, 0, 0, 1)))),
    (4, lambda at: at.time_passes(at.dice.randint(0, 40))),
    (1.2, lambda at: at.time_jumps()),
    (1, lambda at: at.publish_some()),
    (2, lambda at: at.change_a_slot(
        at.pick(), at.dice.choice((None, None, None, None, *TIMES[3:])), at.dice.randint(1, 5),
        at.dice.random() < 0.7, at.dice.randint(0, 6), at.dice.random() < 0.4,
    )),
    (1, lambda at: at.close(
        at.dice.choice(FACILITIES), at.dice.randint(-200, 800), at.dice.choice((-5, 60, 400, 2000)),
        at.dice.choice(("停电", "停电", "停电", None)), at.dice.random() < 0.2,
    )),
    (1.5, lambda at: at.reopen(at.pick())),
    (1, lambda at: at.keep_the_club(
        at.dice.randint(2, 4), at.dice.choice(FACILITIES), "泳池", some_of(at.dice, RULES_TRIED, 0.3),
        at.someone(), at.dice.random() < 0.1,
    )),
    (0.3, lambda at: at.keep_the_club(at.dice.randint(0, 1), "gym", "泳池", {}, at.someone(), shared=False)),
    (0.2, lambda at: at.one_leaves()),
    (0.3, lambda at: at.change_the_settings(some_of(at.dice, SETTINGS_TRIED, 0.3))),
    (4, lambda at: at.give()),
    (3, lambda at: at.use()),
    (2, lambda at: at.give_back_by_hand()),
    (1, lambda at: at.take_it_back()),
    (2, lambda at: at.award()),
    (0.3, lambda at: at.a_promotion()),
    (0.4, lambda at: at.run_a_policy()),
    (9, lambda at: at.sell()),
    (1.5, lambda at: at.race_for_the_last()),
    (3, lambda at: at.hand_over()),
    (0.5, lambda at: at.send_off()),
    (1.5, lambda at: at.agree_on_a_day()),
    (1.5, lambda at: at.give_the_service()),
    (0.5, lambda at: at.limit_the_service()),
    (1.5, lambda at: at.cancel_an_order()),
    (4, lambda at: at.take_goods_back()),
    (2, lambda at: at.change_goods()),
    (4, lambda at: at.mind_the_shelf()),
    (0.3, lambda at: at.price_anew()),
    (2, lambda at: at.mind_the_till()),
    (2, lambda at: at.hand_out_to_all()),
)  # fmt: skip
"""What may be done next, and how often."""
