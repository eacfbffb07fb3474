"""What members and items are found by: names as pinyin and initials, numbers, and the ends of some.

Worked out when one is saved, never while the desk types: loading pypinyin takes longer than the keys
of a thousand members. Every text that comes here is folded as `find_members` folds what was typed: NFKC,
lower case, without blanks.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, islice, product
from typing import NamedTuple

from core.members.records import Member
from core.stock.records import Item
from core.text import folded

MOST_SPELLINGS = 16
"""Most ways in which one name is spelt in pinyin."""

MOST_SYLLABLES = 12
"""Syllables of a name that keys are made of; a longer name is found by these."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PART = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_HAN_FIRST = re.compile(f"[{_HAN}]")
_NO_LETTER = re.compile(r"[\W_]+")
_LAST_DIGITS = re.compile(r"\d+$")
_NAME_DOTS = frozenset("·•・‧∙⋅")


def _by_character(rows: str) -> dict[str, tuple[str, ...]]:
    """Rows of `characters reading reading …` as the readings of each character."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows.split(";"):
        characters, *readings = row.split()
        table.update(dict.fromkeys(characters, tuple(readings)))
    return table


# Surnames read otherwise than the bare character, in more than one way, or with archaic readings to keep
# out. First the reading that the surname has, then what someone who does not know it types.
_SURNAMES = _by_character("""
单單 shan dan chan; 仇 qiu chou; 解 xie jie; 查 zha cha; 曾 zeng ceng; 区區 ou qu; 朴 piao pu;
盖蓋 ge gai; 翟 zhai di; 缪繆 miao mou; 任 ren; 员員贠貟 yun yuan; 折 she zhe; 种種 chong zhong; 乐樂 yue le;
黑 he hei; 覃 qin tan; 繁 po fan; 秘祕 bi mi; 冼洗 xian xi; 华華 hua; 过過 guo; 逄 pang feng; 隗 wei kui;
郇 xun huan; 召 shao zhao; 车車 che ju; 盛 sheng cheng; 石 shi; 柏 bai bo; 卜 bu bo; 牟 mu mou;
谌諶 chen shen; 祭 zhai ji; 芮 rui; 哈 ha; 眭 sui; 佴 nai er; 亓 qi; 仉 zhang; 乜 nie mie; 褚 chu zhu;
都 du dou; 尉 wei yu; 蔚 yu wei; 宿 su xiu; 莘 shen xin; 於 yu; 郝 hao; 殷 yin; 呙 guo; 葉叶 ye; 沈 shen;
阚闞 kan; 薄 bo bao; 粘 nian zhan; 么 yao me; 炅 gui jiong; 术 zhu shu; 能 nai neng; 句 gou ju;
郗 xi chi; 郄郤 xi qie; 宓 mi fu; 费費 fei bi; 贲賁 ben bi; 贾賈 jia gu; 谷 gu yu; 钭 tou dou;
颉 xie jie; 难難 nan ning; 便 pian bian; 藏 zang cang; 晁 chao; 臧 zang; 嵇 ji; 揭 jie; 隋 sui; 瞿 qu;
俞 yu; 余 yu; 毋 wu; 强 qiang jiang; 降 jiang xiang; 伯 bo bai; 撒 sa; 吳 wu; 陳 chen; 劉 liu; 孫 sun;
龍 long; 陸 lu; 長长 chang zhang; 重 chong zhong; 那 na
""")

# Surnames of two characters: those that are read otherwise, syllable by syllable, then the others.
_READ_OTHERWISE = """
尉迟 yu/wei chi; 尉遲 yu/wei chi; 长孙 zhang/chang sun; 長孫 zhang/chang sun; 万俟 mo/wan qi/si;
萬俟 mo/wan qi/si; 澹台 tan/dan tai; 澹臺 tan/dan tai; 单于 chan/shan/dan yu; 單于 chan/shan/dan yu;
拓跋 tuo/ta ba; 拓拔 tuo/ta ba; 鲜于 xian yu; 鮮于 xian yu; 令狐 ling hu; 皇甫 huang fu; 谷梁 gu liang;
乐正 yue/le zheng; 樂正 yue/le zheng
"""
_READ_AS_THEY_STAND = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 公孙 公孫 慕容 司徒 宇文 东方 東方 独孤 獨孤 南宫 南宮 西门
西門 端木 百里 呼延 轩辕 軒轅 钟离 鍾離 闻人 聞人 赫连 赫連 申屠 太史 淳于 濮阳 濮陽 太叔 公冶 宗政
仲孙 闾丘 闾邱 司空 司寇 纳兰 納蘭 东郭 东门 南门 梁丘 左丘 公羊 榖梁 完颜 完顏 耶律 第五 贺兰 賀蘭 尔朱
巫马 漆雕 公西 羊舌 亓官 颛孙
"""
_COMPOUND_SURNAMES: dict[str, tuple[tuple[str, ...], ...] | None] = dict.fromkeys(_READ_AS_THEY_STAND.split())
_COMPOUND_SURNAMES.update(
    (surname, tuple(tuple(choice.split("/")) for choice in syllables))
    for surname, *syllables in map(str.split, _READ_OTHERWISE.split(";"))
)

# Characters of given names with more than one reading in use; first the one that a given name has as a rule.
_GIVEN = _by_character("""
长長 chang zhang; 重 chong zhong; 行 xing hang; 乐樂 le yue; 朝 chao zhao; 传傳 chuan zhuan; 茜 qian xi;
伽 jia qie; 会會 hui kuai; 都 du dou; 曾 zeng ceng; 单單 dan shan; 晟 sheng cheng; 盛 sheng cheng;
卡 ka qia; 卜 bu bo; 阿 a e; 柏 bai bo; 伯 bo bai; 强 qiang jiang; 奇 qi ji; 期 qi ji; 洗 xi xian;
省 sheng xing; 调調 tiao diao; 和 he huo; 朴 pu piao; 石 shi dan; 车車 che ju; 弹彈 tan dan;
藏 zang cang; 劲勁 jin jing; 觉覺 jue jiao; 屏 ping bing; 校 xiao jiao; 率 shuai lv; 识識 shi zhi;
数數 shu shuo; 钥鑰 yue yao; 泊 bo po; 尉 wei yu; 蔚 wei yu; 娜 na nuo; 那 na nuo; 莎 sha suo; 大 da dai;
纶綸 lun guan; 解 jie xie; 参參 can shen cen; 系 xi ji; 降 jiang xiang; 区區 qu ou; 查 cha zha;
薄 bo bao; 仔 zai zi; 澄 cheng deng; 乘 cheng sheng; 度 du duo; 佛 fo fu; 盖蓋 gai ge; 合 he ge;
谷 gu yu; 稽 ji qi; 藉 jie ji; 贾賈 jia gu; 见見 jian xian; 角 jiao jue; 将將 jiang qiang; 桔 ju jie;
卷 juan quan; 隽雋 jun juan; 浚 jun xun; 勒 le lei; 六 liu lu; 露 lu lou; 陆陸 lu liu; 绿綠 lv lu;
落 luo la; 脉脈 mai mo; 蔓 man wan; 模 mo mu; 牟 mou mu; 埔 pu bu; 栖 qi xi; 乾 qian gan; 仇 qiu chou;
塞 sai se; 杉 shan sha; 什 shi shen; 似 si shi; 说說 yue shuo; 拓 tuo ta; 万萬 wan mo; 尾 wei yi;
厦廈 xia sha; 纤纖 xian qian; 巷 xiang hang; 员員 yuan yun; 扎 zha za; 折 zhe she; 召 zhao shao;
著 zhu zhuo; 着 zhuo zhe; 种種 zhong chong; 琢 zhuo zuo; 翟 zhai di; 辟 pi bi; 便 bian pian; 番 fan pan;
得 de dei; 的 di de; 地 di de; 了 liao le; 秘 mi bi; 裳 shang chang; 峤 qiao jiao; 莞 wan guan;
靓靚 liang jing; 莘 xin shen; 嬛 huan xuan; 筠 yun jun; 孫 sun; 龍 long
""")


class _Syllable(NamedTuple):
    """A Chinese character, or a run of other letters and digits: where it stands in the name, and its
    readings, the usual one first."""

    at: int
    readings: tuple[str, ...]


def pinyin_of(name: str) -> str:
    """A name in pinyin without tones, for showing and sorting: 单俊英 is `shan junying`, 吕强 `lv qiang`.

    The surname stands apart. Other letters stay as they are, in lower case; a name without any letter is
    given back folded.
    """
    plain = _plain(name)
    words = ("".join(syllable.readings[0] for syllable in word) for word in _words(plain))
    return " ".join(words) or plain


def keys_of(member: Member) -> set[str]:
    """Every text of which the desk may type the beginning to find this member.

    Name, pinyin and initials, each from any syllable on; first syllables in full and the rest by initials,
    as an input method takes them (`wangxy`); staff number, with and without its leading zeros; card number;
    the phone number from its end (`tail_key`).
    """
    keys = _name_keys(member.name) | _staff_no_keys(_compact(member.staff_no))
    if member.card_no is not None:
        keys.add(_compact(member.card_no))
    if member.phone is not None:
        digits = "".join(character for character in folded(member.phone) if character.isdecimal())
        if digits:
            keys.add(tail_key(digits))
    keys.discard("")
    return keys


def item_keys_of(item: Item) -> set[str]:
    """Every text of which the desk may type the beginning to find this item: name and category, as pinyin and
    initials too, each from any syllable on; code, from any part on; barcode, from its end too
    (`tail_key`); specification."""
    keys = _name_keys(item.name, of_person=False)
    for text in filter(None, (item.category, item.specification)):
        keys |= _name_keys(text, of_person=False)
    code = _compact(item.sku)
    keys |= {code, *(code[part.start() :] for part in _PART.finditer(code))}
    if item.barcode is not None:
        barcode = _compact(item.barcode)
        keys |= {barcode, tail_key(barcode)}
    keys.discard("")
    return keys


def tail_key(text: str) -> str:
    """The end of a number as a beginning: `4321` is found by `~1234`, which begins the reversed number."""
    return "~" + text[::-1]


def _plain(text: str) -> str:
    return " ".join(folded(text).lower().split())


def _compact(text: str) -> str:
    return _plain(text).replace(" ", "")


def _staff_no_keys(staff_no: str) -> set[str]:
    """The number, the digits that it ends with (E0123 by 0123), and both without leading zeros."""
    keys = {staff_no, *_LAST_DIGITS.findall(staff_no)}
    return keys | {key.lstrip("0") or "0" for key in keys}


def _name_keys(name: str, *, of_person: bool = True) -> set[str]:
    plain = _plain(name)
    syllables = [syllable for word in _words(plain, of_person=of_person) for syllable in word][
        :MOST_SYLLABLES
    ]
    keys = {plain.replace(" ", "")}
    for syllable in syllables:
        rest = plain[syllable.at :]
        keys.add(rest.replace(" ", ""))
        keys.add(_NO_LETTER.sub("", rest))
    for spelling in islice(_spellings([syllable.readings for syllable in syllables]), MOST_SPELLINGS):
        initials = [reading if reading.isdecimal() else reading[0] for reading in spelling]
        for first in range(len(spelling)):
            keys.add("".join(spelling[first:]))
            keys.add("".join(initials[first:]))
        for whole in range(1, len(spelling) - 1):
            keys.add("".join((*spelling[:whole], *initials[whole:])))
    return keys


def _spellings(readings: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """All spellings, the usual one first, then those that depart from it in one syllable, in two, …: where
    few are taken, every reading of every syllable is still among them."""
    several = [position for position, choice in enumerate(readings) if len(choice) > 1]
    for departures in range(len(several) + 1):
        for positions in combinations(several, departures):
            yield from product(
                *(
                    choice[1:] if position in positions else choice[:1]
                    for position, choice in enumerate(readings)
                )
            )


def _words(plain: str, *, of_person: bool = True) -> list[list[_Syllable]]:
    """The name's words: surname, given name, words in other letters."""
    has_surname = of_person and _NAME_DOTS.isdisjoint(plain)  # a transcribed name, 阿卜杜拉·买买提, has none
    words: list[list[_Syllable]] = []
    for part in _PART.finditer(plain):
        start, text = part.start(), part.group()
        if not _HAN_FIRST.match(text):
            words.append([_Syllable(start, _bare(text))])
            continue
        surname = _surname(text, part.end() == len(plain)) if has_surname else []
        has_surname = False
        given = [_readings(character) for character in text[len(surname) :]]
        syllables = [_Syllable(start + offset, choice) for offset, choice in enumerate([*surname, *given])]
        words.extend(word for word in (syllables[: len(surname)], syllables[len(surname) :]) if word)
    return words


def _surname(text: str, ends_name: bool) -> list[tuple[str, ...]]:
    """The readings of each character of the surname that a Chinese name begins with."""
    pair = text[:2]
    if pair not in _COMPOUND_SURNAMES or (len(text) == 2 and ends_name):  # 单于 alone is 单 and 于
        return [_SURNAMES.get(text[0]) or _readings(text[0])]
    return list(_COMPOUND_SURNAMES[pair] or map(_readings, pair))


def _bare(text: str) -> tuple[str, ...]:
    """A word as it stands and, where it has accents, without them."""
    if text.isascii():
        return (text,)
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return tuple(dict.fromkeys((text, bare or text)))


@cache
def _readings(character: str) -> tuple[str, ...]:
    """A Chinese character's readings without tones; ü as `v`, then also as `u`. One that has none is its
    own."""
    readings = _GIVEN.get(character) or _dictionary_readings(character)
    with_u = (reading.replace("v", "u") for reading in readings if "v" in reading)
    return tuple(dict.fromkeys((*readings, *with_u))) or (character,)


def _dictionary_readings(character: str) -> tuple[str, ...]:
    """The first reading of a common character, the first two of a rare one.

    The dictionary gives archaic readings too (英 yang, 超 tiao): of a common character they would only
    find the wrong people, since those in use are in the tables above.
    """
    # Read by pypinyin when it is first imported: without its phrases it loads in a third of the time.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    readings = [reading.replace("ê", "e") for reading in found[0]] if found else []
    return tuple(readings[: 1 if _is_common(character) else 2])


def _is_common(character: str) -> bool:
    """Whether a character is of the first level of GB 2312: its 3,755 most common, rows 16 to 55."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
