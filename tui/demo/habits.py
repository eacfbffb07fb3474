"""What the members of the example club are like: what they favour, when they call, what they say."""

from collections import defaultdict
from itertools import accumulate
from random import Random

from core.facilities.keeping import AddFacility
from core.members.keeping import AddMember
from tui.demo.people import LEADING, SHARED

DAY = 1440
"""Minutes of a day; all times of the story are minutes since its first Monday."""

# How full a slot is, on the eve, by period: 07, 08, 09, 10, 11, 12, 13:30, 15, 16:30, 17:30 and 19:30.
_WEEKDAY = (0.14, 0.04, 0.02, 0.02, 0.05, 0.22, 0.06, 0.04, 0.18, 0.99, 0.97)
_WEEKEND = (0.02, 0.05, 0.15, 0.22, 0.15, 0.08, 0.16, 0.25, 0.30, 0.85, 0.75)
_MEETINGS = (0.00, 0.20, 0.60, 0.60, 0.35, 0.05, 0.55, 0.60, 0.35, 0.12, 0.02)

_LIKED = {"gym": 0.97, "yoga": 0.97, "reading": 0.65, "billiards": 0.95}
"""What is less asked for than the courts, as a part of what they are."""

_FAVOURITE, _LEADER, _EARLY = 6.0, 6.0, 4.0
_FORGETFUL = 3
"""Members who miss most of what they book."""

LATE_CALLERS = 0.4
"""How likely somebody calls for a peak slot who may well find it full; twice that chance."""

CLASS_WANTED = 19
"""How many want one of the 15 places of an evening's yoga class, some days ahead."""

PARTIES = (45, 33, 22)
"""How often a call is for one, for two, for three: colleagues and families."""

OVERRIDES = {
    "suspended": ("已当面说明原因，值班主管同意", "上次爽约系临时加班，部门已证明"),
    "quota": ("代表队赛前训练，工会同意", "接待兄弟单位友谊赛"),
}
LATE = ("路上堵车，已电话说明", "开会拖堂，部门来电说明")
CANCELLED = (None, None, None, "临时加班", "临时开会", "身体不适", "家里有事")
REJECTED = ("与全员大会冲突", "请改用小会议室", "人数不符，请重新申请")
PURPOSES = (
    "部门例会", "项目评审", "供应商洽谈", "新员工面试", "安全生产会", "季度工作总结",
    "业务培训", "质量分析会", "党小组学习", "技术交流", "客户来访", "预算讨论",
)  # fmt: skip


def group_of(facility: AddFacility) -> str:
    """What a facility is a kind of: its group, or itself."""
    return facility.group or facility.code


def fullness(facility: AddFacility, weekday: int, period: int) -> float:
    """The part of a slot's places that is asked for beforehand."""
    if facility.approval_levels:
        return 0.0 if weekday > 4 else _MEETINGS[period]
    return (_WEEKEND if weekday > 4 else _WEEKDAY)[period] * _LIKED.get(facility.code, 1.0)


class Person:
    """A member and what the story remembers of them. `spans` are, by day, start, end and group of all they
    ever booked, cancelled or not; `no_shows` are minutes; `misses` is how often they stay away."""

    def __init__(self, member: AddMember, random: Random) -> None:
        self.staff_no = member.staff_no
        self.name = member.name
        self.shared = member.shared
        self.leading = member.grade in LEADING
        self.zeal = min(3.0, max(0.3, random.lognormvariate(0, 0.6)))
        self.early = random.random() < 0.2
        self.misses = random.choice((0.0, 0.01, 0.03))
        self.spans: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        self.no_shows: list[int] = []

    def remember(self, start: int, end: int, group: str) -> None:
        """Keeps what they booked."""
        self.spans[start // DAY].append((start, end, group))

    def times(self, group: str, week: int) -> int:
        """How often they booked something of a group in a week."""
        return sum(
            what == group for day in range(week * 7, week * 7 + 7) for _, _, what in self.spans.get(day, ())
        )

    def suspended(self, minute: int) -> bool:
        """By the club's settings: the third no-show within 30 days, and every one after, suspends for 7."""
        last = self.no_shows
        return any(
            third - first <= 30 * DAY and minute < third + 7 * DAY
            for first, third in zip(last, last[2:], strict=False)
        )


class Crowd:
    """All members, and who of them comes to mind for a thing at a time."""

    def __init__(self, members: list[AddMember], facilities: tuple[AddFacility, ...], seed: int) -> None:
        random = Random(f"{seed} habits")  # noqa: S311 - invention, no secret
        self.random = random
        everybody = [Person(member, random) for member in members]
        self.shared = next(person for person in everybody if person.staff_no == SHARED)
        self.people = [person for person in everybody if person is not self.shared]
        self.leaver = self.people[len(self.people) // 3]
        others = [person for person in self.people if person is not self.leaver]
        for person in random.sample(others, _FORGETFUL):
            person.misses, person.zeal = 0.75, 3.0
        groups = sorted({group_of(facility) for facility in facilities})
        likes = [set(random.sample(groups, 2)) for _ in self.people]
        self._weights = {
            (group, early): list(
                accumulate(
                    _weight(person, group, early, group in liked)
                    for person, liked in zip(self.people, likes, strict=True)
                )
            )
            for group in groups
            for early in (False, True)
        }

    def anybody(self, group: str, start: int) -> Person:
        """Somebody who may want something of a group that starts at a minute."""
        early = start % DAY < 9 * 60
        return self.random.choices(self.people, cum_weights=self._weights[group, early])[0]


def _weight(person: Person, group: str, early: bool, liked: bool) -> float:
    weight = person.zeal * (_FAVOURITE if liked else 1.0)
    if group == "会议室":
        weight = _LEADER if person.leading else 0.5
    return weight * (_EARLY if early and person.early else 1.0)


def call_minute(random: Random, start: int, opened: int) -> int:
    """When the call comes that books a slot: the same day, the day before, or up to ten days ahead, while
    the desk is staffed, and after the slot was published."""
    first, last = random.choices(((0, 0), (1, 1), (2, 3), (4, 10)), (18, 36, 22, 24))[0]
    days = random.randint(first, last)
    if days == 0 and start % DAY < 10 * 60:
        days = 1
    clock = int(random.triangular(8 * 60, 20 * 60, 10 * 60))
    minute = start - start % DAY - days * DAY + clock
    return max(min(minute, start - 20), opened + random.randint(5, 240))


def at_work(minute: int) -> int:
    """The minute, or the next one in office hours: 9 to 17 from Monday to Friday."""
    clock = minute % DAY
    if clock >= 17 * 60:
        minute += DAY - clock + 9 * 60
    elif clock < 9 * 60:
        minute += 9 * 60 - clock
    while minute // DAY % 7 > 4:
        minute += DAY
    return minute


def at_desk(minute: int) -> int:
    """The minute, or the evening before it where nobody sits at the desk: 06:30 to 20:30, every day."""
    clock = minute % DAY
    evening = minute - clock + 20 * 60 + clock % 30
    if clock < 6 * 60 + 30:
        return evening - DAY
    return evening if clock > 20 * 60 + 30 else minute


def after_night(minute: int) -> int:
    """The minute, or the next morning where nobody sits at the desk."""
    clock = minute % DAY
    if clock < 6 * 60 + 30:
        return minute - clock + 6 * 60 + 30 + clock % 60
    return minute - clock + DAY + 6 * 60 + 30 + clock % 60 if clock > 20 * 60 + 30 else minute
