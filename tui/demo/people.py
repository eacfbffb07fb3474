"""The staff of the example club. All invented: no name, number or card is anybody's."""

from datetime import date, timedelta
from random import Random

from core.members.keeping import AddMember
from core.wire import Name

MEMBERS = 120
"""With the shared account."""

SHARED = Name("900001")
"""The staff number of the account that the union's own events are booked on."""

LEADING = ("经理", "主管")
"""The grades that call meetings."""

_DEPARTMENTS = (
    "综合部", "财务部", "人力资源部", "生产一车间", "生产二车间", "质量部",
    "采购部", "销售部", "信息中心", "物流中心", "安全环保部",
)  # fmt: skip
_SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭肖田董袁潘蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦江薛雷侯龙史陶黎贺顾毛龚邵钱严武戴孔汤"
)
_POLYPHONIC = ("单", "仇", "解", "查", "曾", "尉迟")
"""Surnames that are read otherwise than the same characters elsewhere: search must find both readings."""

_NAMESAKE = "张伟"
_MEN = ("建志文国明永海德俊家子宇浩天晓", "强军平辉华斌峰鹏杰林波宁轩航博", "勇磊涛刚超斌鹏杰")
_WOMEN = ("秀丽晓雪美玉春淑海文思雨佳梦欣", "英华梅兰红燕芳玲娟霞琳怡婷妍琪", "静敏娜燕芳婷颖倩")
"""First characters and second characters of a given name of two, and given names of one."""

_FIRST_HIRED, _LAST_HIRED = date(1991, 7, 1), date(2025, 7, 1)


def people(seed: int) -> list[AddMember]:
    """The members in the order of their staff numbers, which is that of their hiring; the shared account
    comes last."""
    random = Random(f"{seed} people")  # noqa: S311 - invention, no secret
    staff = MEMBERS - 1
    names = _names(random, staff)
    hired = sorted(_hired(random) for _ in range(staff))
    tails = random.sample(range(100_000), staff)
    departments = _departments(random, names)
    members = [
        AddMember(
            staff_no=Name(f"{number:06d}"),
            name=Name(name),
            department=Name(department),
            grade=Name(random.choices(("员工", "主管", "经理"), (75, 16, 9))[0]),
            hired_on=hired_on,
            phone=Name(f"139000{tail:05d}"),
            card_no=Name(f"{88_000_000 + 37 * number}"),
            performance=Name(random.choices("ABC", (20, 70, 10))[0]),
        )
        for number, (name, department, hired_on, tail) in enumerate(
            zip(names, departments, hired, tails, strict=True), start=1
        )
    ]
    return [*members, AddMember(SHARED, Name("工会活动"), department=Name("工会"), shared=True)]


def _names(random: Random, count: int) -> list[str]:
    """Names of which one alone occurs twice."""
    chosen = [surname + _given_name(random) for surname in _POLYPHONIC]
    seen = {_NAMESAKE, *chosen}
    while len(chosen) < count - 2:
        name = random.choice(_SURNAMES) + _given_name(random)
        if name not in seen:
            seen.add(name)
            chosen.append(name)
    chosen += [_NAMESAKE, _NAMESAKE]
    random.shuffle(chosen)
    return chosen


def _given_name(random: Random) -> str:
    first, second, single = random.choice((_MEN, _WOMEN))
    if random.random() < 0.25:
        return random.choice(single)
    return random.choice(first) + random.choice(second)


def _departments(random: Random, names: list[str]) -> list[str]:
    """A department for each; the namesakes are told apart by theirs."""
    departments = [random.choice(_DEPARTMENTS) for _ in names]
    first = names.index(_NAMESAKE)
    second = names.index(_NAMESAKE, first + 1)
    departments[first], departments[second] = random.sample(_DEPARTMENTS, 2)
    return departments


def _hired(random: Random) -> date:
    """Half of them on the first of July, when graduates come."""
    day = _FIRST_HIRED + timedelta(days=random.randrange((_LAST_HIRED - _FIRST_HIRED).days))
    return date(day.year, 7, 1) if random.random() < 0.5 else day
