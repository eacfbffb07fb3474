"""F2: a member's data, bookings and suspension; correcting, adding, leaving, linking a card. Keys are counted
from the grid, beside the characters that have to be typed in any case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.club import Club
from tests.support.console_club import HOSTILE, LONG, TODAY, TOMORROW
from tests.support.screens import settled, shown, text_of
from tui.app import Console
from tui.scanner import Scanned
from tui.screens.booking import BookingScreen
from tui.screens.members import MemberScreen

SIZES = ((80, 24), (120, 40), (200, 50))


class Desk:
    """The console under test, and the keys that were pressed."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Keys one by one, each waited for; they count."""
        for key in keys:
            self.pressed += 1
            await self.pilot.press(key)
            await settled(self.pilot)

    async def type(self, text: str) -> None:
        """Characters that have to be typed in any case."""
        await self.pilot.press(*(("full_stop" if key == "." else key) for key in text))
        await settled(self.pilot)

    async def look_at(self, staff_no: str) -> None:
        """From the grid: the member chosen, then their screen."""
        await self.type(staff_no)
        await self.press("enter", "f2")

    async def follow(self) -> None:
        """What the console does when somebody else has changed the club."""
        await self.app.screen.follow()  # type: ignore[attr-defined]
        await settled(self.pilot)

    @property
    def rows(self) -> list[str]:
        return shown(self.app)

    @property
    def line(self) -> str:
        """The line above the keys."""
        return self.rows[-2].strip()

    def row(self, words: str) -> str:
        """The row with some words."""
        rows = self.rows
        found = next((row for row in rows if words in row), None)
        assert found is not None, "\n".join(rows)
        return found

    @property
    def on_grid(self) -> bool:
        return isinstance(self.app.screen, BookingScreen)


@asynccontextmanager
async def open_desk(club: Club, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """The console of a club, settled on the grid."""
    assert club.clock
    app = Console(folder / "club.db")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield Desk(pilot)


def member(club: Club, staff_no: str) -> dict[str, Any]:
    return club.ask("member", member=staff_no)


# What is shown


async def test_f2_shows_the_chosen_member_with_bookings_in_words(console_club: Club, tmp_path: Path) -> None:
    console_club.do(
        "change_member", staff_no="000002", grade="中级", hired_on="2015-03-01", email="l4@example.org",
        card_no="88001234", performance="A",
    )  # fmt: skip
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        text = text_of(desk.app)
        for told in ("李四  li si  000002", "办公室", "中级", "2015-03-01", "138****0012", "****1234",
                     "***@example.org"):  # fmt: skip
            assert told in text
        assert desk.row("Performance").split()[-1] == "A"
        assert desk.row("Shared account").split()[-1] == "no"
        assert "11-24 Tue 17:30-19:30  羽毛球1号场  booked  4 places" in text
        assert "11-25 Wed 17:30-20:30  阅览室       booked" in text
        assert desk.line == "Enter = show on the grid: 11-24 Tue 17:30-19:30 羽毛球1号场"


async def test_past_bookings_stand_below_the_coming_ones(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000008")
        rows = desk.rows
        past = next(at for at, row in enumerate(rows) if row.strip() == "Past")
        assert "Nothing is coming" in rows[past - 1]
        assert [row.split()[2:5] for row in rows[past + 1 : past + 4]] == [
            [span, "乒乓球台", "did"] for span in ("11:30-12:30", "10:30-11:30", "09:30-10:30")
        ]


async def test_the_suspension_is_told_with_its_end(console_club: Club, tmp_path: Path) -> None:
    until = member(console_club, "000008")["suspended_until"]
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000008")
        assert desk.row("because of no-shows").strip() == (
            f"Can't book until {until[:16].replace('T', ' ')}, because of no-shows."
        )


async def test_who_has_left_is_found_and_marked(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000007")
        assert desk.row("Left on").strip() == "Left on 2026-11-23: can neither book nor redeem."
        await desk.press("f2")
        await desk.type("赵离")
        assert desk.row("000007  has left")


async def test_without_a_chosen_member_f2_looks_for_one(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2")
        assert desk.row("Find a member")
        await desk.type("wangwu")
        assert desk.row("王五  000003  财务科")
        await desk.press("down")
        assert desk.line.startswith("Enter = show 王五 00000")
        named = desk.line.split()[-1]
        await desk.press("enter")
        assert desk.row(f"wang wu  {named}")


async def test_letters_typed_anywhere_find_somebody_else(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.type("zs")
        await desk.press("enter")
        assert desk.row("张三  zhang san  000001")


async def test_esc_leads_back_to_the_grid_where_who_was_looked_at_is_chosen(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.type("000001")
        await desk.press("enter", "escape")
        assert desk.on_grid
        assert desk.row("Chosen: 张三 000001")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("staff_no", "name"), [("000005", HOSTILE[0]), ("000009", HOSTILE[1])])
async def test_a_name_is_never_markup(
    console_club: Club, tmp_path: Path, size: tuple[int, int], staff_no: str, name: str
) -> None:
    async with open_desk(console_club, tmp_path, size) as desk:
        await desk.look_at(staff_no)
        assert desk.row(f" {name}  ")
        await desk.press("ctrl+l")
        assert f"{name} leaves today" in "".join(row.strip() for row in desk.rows)
        await desk.press("escape", "ctrl+e")
        assert desk.app.screen.query_one("#field-name", Input).value == name
        await desk.press("escape", "f2")
        await desk.type(staff_no)
        assert desk.row(f"{name}  {staff_no}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_name_of_forty_characters_is_shown_in_full(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(console_club, tmp_path, size) as desk:
        await desk.look_at("000006")
        assert sum(row.count("长") for row in desk.rows) == len(LONG)
        assert desk.row("11-25 Wed 17:30-19:30  羽毛球2号场")
        assert desk.row("Staff number")


async def test_at_80_by_24_a_person_with_few_bookings_needs_no_scrolling(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000008")
        assert not desk.app.screen.query_one("#bookings").show_vertical_scrollbar
        await desk.press("ctrl+e")
        assert not desk.app.screen.query_one("#bookings").show_vertical_scrollbar
        assert desk.row("Performance")


@pytest.mark.parametrize("size", SIZES[1:])
async def test_wider_windows_have_the_person_and_the_bookings_side_by_side(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(console_club, tmp_path, size) as desk:
        await desk.look_at("000002")
        assert desk.row("li si").rstrip().endswith("Coming")


# Bookings


async def test_a_booking_is_checked_in(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("f5")
        assert desk.line == "Checked in: 11-24 Tue 17:30-19:30 羽毛球1号场"
        assert desk.row("11-24 Tue 17:30").split()[-4:] == ["is", "here", "4", "places"]


async def test_a_check_in_too_early_is_refused_with_the_time_from_which_it_can_be(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000010")
        await desk.press("f5")
        assert "opens for it at 2026-11-25 17:00" in " ".join(" ".join(desk.rows).split())


async def test_a_cancellation_asks_and_esc_keeps_the_booking(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000010")
        await desk.press("f8")
        assert desk.line == "Enter = cancel 11-25 Wed 17:30-19:30 乒乓球台 | Esc = keep it"
        await desk.press("escape")
        assert member(console_club, "000010")["coming"][0]["state"] == "confirmed"
        await desk.press("f8", "enter")
        assert desk.line == "Cancelled: 11-25 Wed 17:30-19:30 乒乓球台"
        assert member(console_club, "000010")["coming"][0]["state"] == "cancelled"


async def test_the_question_is_about_the_marked_booking_and_gone_when_the_mark_moves(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("f8", "down", "enter")
        assert desk.on_grid
        states = [line["state"] for line in member(console_club, "000002")["coming"]]
        assert states == ["confirmed", "confirmed"]


async def test_a_booking_under_way_is_cancelled_with_the_desk_as_the_reason(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("f8", "enter")
        booking = member(console_club, "000002")["coming"][0]
        assert booking["state"] == "cancelled"
        trail = console_club.ask("booking", booking=booking["booking"])["trail"]
        assert trail[-1]["note"] == "at the desk"


async def test_what_is_cancelled_already_is_refused_before_any_question(
    console_club: Club, tmp_path: Path
) -> None:
    booking = member(console_club, "000010")["coming"][0]["booking"]
    console_club.do("cancel", booking=booking)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000010")
        await desk.press("f8")
        assert desk.line == f"This can't be done, because {booking} is cancelled."


async def test_enter_goes_to_the_bookings_cell_on_the_grid(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000010")
        await desk.press("enter")
        assert desk.on_grid
        assert "乒乓球台 11-25 Wed 17:30-19:30" in desk.row("周八 booked")
        assert desk.row("Chosen: 周八 000010")


async def test_f7_takes_the_booking_in_hand_on_the_grid_and_puts_it_down_elsewhere(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000010")
        await desk.press("f7", "right", "enter")
        moved = member(console_club, "000010")["coming"][0]
        assert (moved["date"], moved["start"]) == (TOMORROW, "19:30")


def displaced_from_reading(club: Club) -> str:
    """李四 loses the place in the reading room, where only two are left: the last that was booked."""
    last = club.book("000001", "reading", TOMORROW, "17:30", party=2)
    slot = {"facility": "reading", "date": TOMORROW, "start": "17:30", "end": "20:30", "capacity": 3}
    assert club.do("publish_slots", slots=[slot], displace=True)["displaced"] == [last]
    return last


async def test_a_displaced_booking_is_among_the_coming_ones_and_moves_with_five_keys(
    console_club: Club, tmp_path: Path
) -> None:
    booking = displaced_from_reading(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        rows = desk.rows
        coming = next(at for at, row in enumerate(rows) if row.strip() == "Coming")
        assert "11-25 Wed 17:30-20:30  阅览室  displaced  2 places" in rows[coming + 1]
        await desk.press("f7")
        assert desk.on_grid
        assert "阅览室 11-25 Wed 17:30-20:30" in desk.row("0 of 3 free")
        assert "not enough places" in desk.row("阅览室 on 2026-11-25")
        await desk.press("left", "enter")
        assert desk.pressed == 5
        assert desk.row("张三 is moved: 阅览室 11-25 Wed 16:30")
        moved = member(console_club, "000001")["coming"][0]
        assert (moved["booking"], moved["start"], moved["state"]) == (booking, "16:30", "confirmed")


async def test_a_displaced_booking_goes_to_the_next_place_with_one_key(
    console_club: Club, tmp_path: Path
) -> None:
    booking = displaced_from_reading(console_club)
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("f7", "f4", "enter")
        assert desk.pressed == 5
        moved = member(console_club, "000001")["coming"][0]
        assert (moved["booking"], moved["state"]) == (booking, "confirmed")
        assert (moved["date"], moved["facility"]) > (TOMORROW, "reading")


async def test_a_displaced_booking_whose_slot_is_gone_is_moved_as_well(
    console_club: Club, tmp_path: Path
) -> None:
    booking = console_club.book("000001", "table", TOMORROW, "19:30")
    kept = [
        {"facility": "table", "date": TOMORROW, "start": start, "end": end}
        for start, end in (("07:00", "08:00"), ("16:30", "17:30"), ("17:30", "19:30"))
    ]
    console_club.do("publish_slots", slots=kept, replace=True, displace=True)
    assert console_club.state(booking) == "displaced"
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("f7")
        assert desk.row("11-25 Wed")
        await desk.press("home", "enter")
        moved = next(line for line in member(console_club, "000001")["coming"] if line["booking"] == booking)
        assert (moved["date"], moved["state"]) == (TOMORROW, "confirmed")


async def test_the_bookings_cell_is_found_in_the_week_view_too(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f3")
        await desk.look_at("000010")
        await desk.press("enter")
        assert "乒乓球台 11-25 Wed 17:30-19:30" in desk.row("周八 booked")


# Correcting


async def test_a_phone_number_is_corrected_in_four_keys(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.type("000001")
        await desk.press("enter")
        desk.pressed = 0
        await desk.press("f2", "ctrl+e", "down")
        assert desk.line.startswith("Type over what is wrong")
        await desk.type("13900000099")
        assert desk.line == "Enter = save: Phone | Esc = leave all as it was"
        await desk.press("enter")
        assert desk.pressed == 4
        assert desk.line == "Saved: Phone"
        assert desk.row("139****0099")
        assert member(console_club, "000001")["phone"] == "13900000099"


async def test_only_what_was_changed_is_sent(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e", "down")
        console_club.do("change_member", staff_no="000001", department="审计科")
        await desk.type("13900000099")
        await desk.press("enter")
        known = member(console_club, "000001")
        assert (known["phone"], known["department"]) == ("13900000099", "审计科")
        assert desk.row("审计科")


async def test_full_width_digits_are_taken_in_numbers_and_dates(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e")
        for name, typed in (
            ("phone", "１３９００００００９９"),
            ("card_no", "８８０１２３４５"),
            ("hired_on", "２０１９０３０１"),
        ):
            desk.app.screen.query_one(f"#field-{name}", Input).value = typed
        await desk.press("enter")
        known = member(console_club, "000001")
        assert known["phone"] == "13900000099"
        assert (known["card_no"], known["hired_on"]) == ("88012345", "2019-03-01")


async def test_a_name_keeps_its_characters_as_typed(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e")
        desk.app.screen.query_one("#field-name", Input).value = "张三（小）"
        await desk.press("enter", "escape")
        assert member(console_club, "000001")["name"] == "张三（小）"
        assert desk.row("Chosen: 张三（小） 000001")


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("phone", "12", "Phone must be a phone number: digits, blanks and dashes, not 12."),
        ("hired_on", "bald", "Hired must be a date such as 2026-11-24, not bald."),
        ("email", "nobody", "E-mail must be an e-mail address, not nobody."),
        ("name", "", "Name is empty."),
        ("department", "x\u202ey", "Department has control, direction or invisible characters"),
        ("shared", "maybe", "Shared account must be one of: yes, no; not maybe."),
    ],
)
async def test_a_refusal_is_told_at_its_field_which_stays_open(
    console_club: Club, tmp_path: Path, name: str, typed: str, told: str
) -> None:
    async with open_desk(console_club, tmp_path, (120, 40)) as desk:
        before = member(console_club, "000001")
        await desk.look_at("000001")
        await desk.press("ctrl+e")
        field = desk.app.screen.query_one(f"#field-{name}", Input)
        field.value = typed
        await desk.press("enter")
        below = desk.app.screen.query_one(f"#row-{name} .problem")
        assert below.region.y == field.region.y + 1
        assert told in " ".join(row[:48].strip() for row in desk.rows)
        assert desk.app.focused is field
        assert member(console_club, "000001") == before
        await desk.press("end", "1")
        assert not below.display


async def test_a_card_of_somebody_else_is_refused_with_their_name(console_club: Club, tmp_path: Path) -> None:
    console_club.do("change_member", staff_no="000002", card_no="88001234")
    async with open_desk(console_club, tmp_path, (120, 40)) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e", "down", "down", "down")
        await desk.type("88001234")
        await desk.press("enter")
        assert "88001234 is in use already, by 李四 (000002)." in " ".join(r[:48].strip() for r in desk.rows)


async def test_esc_leaves_everything_as_it_was(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e")
        await desk.type("nonsense")
        await desk.press("escape")
        assert desk.row("张三  zhang san  000001")
        await desk.press("ctrl+e", "enter")
        assert desk.line == "Nothing was changed."
        assert member(console_club, "000001")["name"] == "张三"


async def test_a_field_emptied_is_a_field_without_a_value(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e", "down", "delete", "enter")
        assert member(console_club, "000001")["phone"] is None


# New members


async def test_a_new_member_with_three_fields_takes_five_keys_and_is_chosen_on_the_grid(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2", "ctrl+n")
        await desk.type("000123")
        await desk.press("down")
        await desk.type("单新")
        await desk.press("down")
        await desk.type("13700000001")
        assert desk.line == "Enter = add the member | Esc = back"
        await desk.press("enter")
        assert desk.pressed == 5
        assert desk.line == "单新 is a member now | Esc = to the grid, to book"
        assert desk.row("单新  shan xin  000123")
        await desk.press("escape")
        assert desk.on_grid
        assert desk.row("Chosen: 单新 000123")
    known = member(console_club, "000123")
    assert (known["name"], known["phone"], known["card_no"]) == ("单新", "13700000001", None)


async def test_a_new_member_needs_a_number_and_a_name_and_a_number_that_is_free(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path, (120, 40)) as desk:
        await desk.press("f2", "ctrl+n", "enter")
        assert desk.row("Staff number is empty.")
        assert desk.row("Name is empty.")
        await desk.type("０００００２")
        await desk.press("down")
        await desk.type("新人")
        await desk.press("enter")
        assert desk.row("000002 is in use already, by 李四 (000002).")
        assert desk.app.focused is desk.app.screen.query_one("#field-staff_no")
        await desk.press("escape")
        assert desk.row("Find a member")


# Leaving


async def test_leaving_says_what_is_cancelled_and_does_it_on_enter(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path, (120, 40)) as desk:
        await desk.look_at("000002")
        await desk.press("ctrl+l")
        assert desk.line == (
            "Enter = 李四 leaves today, 1 booking is cancelled | Esc = stays | 11-25 Wed 17:30-20:30 阅览室"
        )
        await desk.press("escape")
        assert not member(console_club, "000002")["left"]
        await desk.press("ctrl+l", "enter")
        assert desk.line == "李四 has left; 1 booking was cancelled"
        assert desk.row("Left on 2026-11-24")
        await desk.press("ctrl+l")
        assert desk.line == "李四 left on 2026-11-24."
    assert member(console_club, "000002")["left"]


async def test_leaving_without_bookings_is_asked_too(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+l")
        assert desk.line == "Enter = 张三 leaves today | Esc = stays"
        await desk.press("enter")
        assert member(console_club, "000001")["left"]


# Cards


async def test_an_unknown_card_is_linked_to_the_member_found(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2")
        screen = desk.app.screen
        assert isinstance(screen, MemberScreen)
        screen.link_card("99887766")
        await settled(desk.pilot)
        assert desk.line == "Whose card is 99887766? Find the member; Enter links it."
        await desk.type("zs")
        assert desk.line == "Enter = link card 99887766 to 张三 000001"
        await desk.press("enter")
        assert desk.line == "张三 has the card 99887766 now"
        assert desk.row("Card").split()[1] == "****7766"
    assert member(console_club, "000001")["card_no"] == "99887766"


async def test_a_card_in_place_of_another_is_told_before_and_after(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("change_member", staff_no="000001", card_no="11112222")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        desk.app.screen.link_card("99887766")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert "Enter = link it to 李四" in desk.line or "Enter = link it to 李四" in " ".join(desk.rows)
        await desk.type("zs")
        assert desk.line == "Enter = link card 99887766 to 张三 000001, in place of ****2222"
        await desk.press("enter")
        assert desk.line == "张三 has the card 99887766 now, in place of ****2222"


async def test_a_scanned_card_shows_its_member_and_a_new_one_waits_for_a_member_or_a_new_member(
    console_club: Club, tmp_path: Path
) -> None:
    console_club.do("change_member", staff_no="000001", card_no="11112222")
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        desk.app.screen.post_message(Scanned("11112222"))
        await settled(desk.pilot)
        assert desk.row("张三  zhang san  000001")
        desk.app.screen.post_message(Scanned("99887766"))
        await settled(desk.pilot)
        await desk.press("ctrl+n")
        assert desk.app.screen.query_one("#field-card_no", Input).value == "99887766"
        await desk.press("escape", "escape")
        assert not desk.on_grid
        assert member(console_club, "000001")["card_no"] == "11112222"


# Others, and the language


async def test_what_others_change_is_shown_and_the_mark_stays_on_its_booking(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        await desk.press("down")
        first = member(console_club, "000002")["coming"][0]["booking"]
        console_club.do("change_member", staff_no="000002", department="新部门")
        console_club.book("000002", "table", TODAY, "19:30")
        console_club.do("cancel", booking=first, reason="x")
        await desk.follow()
        assert desk.row("新部门")
        assert "cancelled" in desk.row("11-24 Tue 17:30")
        await desk.press("f8")
        assert desk.line == "Enter = cancel 11-25 Wed 17:30-20:30 阅览室 | Esc = keep it"


async def test_what_is_typed_stays_when_others_change_the_member_and_when_the_language_changes(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000001")
        await desk.press("ctrl+e", "down")
        await desk.type("139")
        console_club.do("change_member", staff_no="000001", department="审计科", phone="13811111111")
        await desk.follow()
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        assert desk.app.screen.query_one("#field-phone", Input).value == "139"
        assert desk.app.focused is desk.app.screen.query_one("#field-phone")
        assert desk.app.screen.query_one("#field-department", Input).value == "审计科"
        assert desk.row("手机").split()[1] == "139"
        await desk.type("00000099")
        await desk.press("enter")
        assert desk.line == "已保存：手机"
    assert member(console_club, "000001")["phone"] == "13900000099"


@pytest.mark.parametrize("size", SIZES)
async def test_no_english_is_left_on_the_screen_in_chinese(
    console_club: Club, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_desk(console_club, tmp_path, size) as desk:
        await desk.look_at("000008")
        desk.app.speak("zh_CN")  # type: ignore[attr-defined]
        await settled(desk.pilot)
        words = [word for row in desk.rows for word in row.split() if word.isascii() and word.isalpha()]
        assert [word for word in words if len(word) > 1 and word not in {"Esc", "Tab"}] == ["sun", "ting"]


async def test_enter_and_f2_in_quick_succession_show_the_member_just_found(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.pilot.press(*"zs", "enter", "f2", "ctrl+e")
        await settled(desk.pilot)
        assert desk.app.screen.query_one("#field-name", Input).value == "张三"


async def test_enter_pressed_twice_adds_a_member_once(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2", "ctrl+n")
        await desk.type("000123")
        await desk.press("down")
        await desk.type("单新")
        await desk.pilot.press("enter", "enter")
        await settled(desk.pilot)
        assert "already" not in text_of(desk.app)
        assert member(console_club, "000123")["name"] == "单新"


async def test_a_click_marks_a_booking_and_a_second_one_goes_to_its_cell(
    console_club: Club, tmp_path: Path
) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.look_at("000002")
        for on_grid in (False, True):
            await desk.pilot.click("#bookings", offset=(6, 2))
            await settled(desk.pilot)
            assert desk.on_grid is on_grid
        assert "阅览室 11-25 Wed 17:30-20:30" in desk.row("李四 booked")


async def test_a_refused_question_leaves_the_screen_usable(console_club: Club, tmp_path: Path) -> None:
    async with open_desk(console_club, tmp_path) as desk:
        await desk.press("f2")
        await desk.type("zzzz")
        await desk.press("enter")
        assert desk.line == "Nobody is found by zzzz."
        await desk.press("ctrl+e")
        assert desk.line == "Choose a member first."
        await desk.press("escape")
        assert desk.on_grid
