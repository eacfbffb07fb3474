"""Texts that nobody should be called by: markup, escape sequences, tricks of direction, formulas, and what
breaks lines, files and templates. Each is data, and must be read as it is written or told as ‹U+202E›."""

import random
import unicodedata

ESC, CSI, OSC, DCS, ST = "\x1b", "\x9b", "\x9d", "\x90", "\x9c"
STACKED = "e" + "\u0301" * 60

MARKUP = {
    "closing": "[/]",
    "closing a tag": "[/bold]",
    "never closed": "[bold red",
    "click": "[@click=app.quit]x[/]",
    "click in quotes": "[@click='app.bell']x[/]",
    "link": "[link=http://127.0.0.1/]x[/link]",
    "link of a style": "[link='file:///etc/passwd']y[/]",
    "reversed": "[reverse]r[/reverse]",
    "variable": "[$primary]v[/]",
    "escaped": r"\[bold]b",
    "backslash at the end": "end\\",
    "action": "[@click=app.push_screen('x')]p[/]",
    "emoji of rich": ":warning: :bomb:",
    "chinese in brackets": "李[一]四[/一]",
}

FORMULAS = {
    "command": "=cmd|' /C calc'!A0",
    "link to a site": '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
    "sum": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1,1)",
    "error value": "#REF!",
    "full-width equals": "＝1+1",
    "full-width plus": "＋1+1",
    "full-width minus": "－1+1",
    "full-width at": "＠SUM(1)",
    "array": "{=1+1}",
    "external data": '=WEBSERVICE("http://127.0.0.1")',
    "after an apostrophe": "'=1+1",
    "semicolon": "x;=1+1",
}

BROKEN_FORMS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "xml": "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "json": '","do":"adjust","x":"',
    "sql": "'); DROP TABLE member; --",
    "like": "%_%",
    "percent": "%s %(name)s %n %d",
    "braces": "{} {0} {name} {name.__class__}",
    "dollar": "${HOME} $(id) `id`",
    "doubled braces": "{{7*7}}",
    "path": "../../../../etc/passwd",
    "path of windows": r"..\..\C:\NUL",
    "device": "CON",
    "option": "--db=/dev/null",
    "quotes": 'a"b,"c\'d',
    "calendar": "x;y,z:BEGIN",
    "mention": '<at user_id="all">all</at>',
    "false pass": "B1-000000",
}

FOREIGN = {
    "right to left": "مريم العلي",
    "hebrew": "שלום",
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "flag": "🇨🇳",
    "skin": "👍🏽",
    "wide": "長" * 30,
    "rare": "𠮷野家",
    "thai": "ก็ที่นี่",
    "two marks": "e\u0301\u0323",
}

CONTROL = {
    "colour": f"{ESC}[31mred{ESC}[0m",
    "clear": f"{ESC}[2J{ESC}[H",
    "clipboard": f"{ESC}]52;c;aG9zdGlsZQ==\x07",
    "window title": f"{ESC}]0;owned\x07",
    "hyperlink": f"{ESC}]8;;http://127.0.0.1/{ESC}\\x{ESC}]8;;{ESC}\\",
    "device status": f"{ESC}[6n",
    "device attributes": f"{ESC}[c{ESC}[>c",
    "device string": f"{ESC}P+q544e{ESC}\\",
    "application command": f"{ESC}_G a=q;AAAA{ESC}\\",
    "privacy message": f"{ESC}^x{ESC}\\",
    "csi of eight bits": f"{CSI}2J",
    "osc of eight bits": f"{OSC}52;c;aG9zdGlsZQ=={ST}",
    "dcs of eight bits": f"{DCS}q{ST}",
    "next line": "a\x85b",
    "null": "nul\x00end",
    "bell": "bell\x07",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "carriage return": "\rover",
    "tab first": "\t=1+1",
    "line feed": "one\ntwo",
    "vertical tab": "v\x0bt\x0c",
    "shift out": "so\x0esi\x0f",
    "delete": "del\x7f",
    "unit separator": "us\x1f",
    "event": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:owned",
    "header": "x\r\nBcc: all@example.com",
    "row of a csv": 'x"\r\n"=1+1","',
}

UNSEEN = {
    "override": "\u202egnp.exe",
    "embedding": "\u202bb\u202c",
    "isolates": "\u2066a\u2069\u2067b\u2068",
    "marks of direction": "a\u200eb\u200fc\u061c",
    "zero width": "a\u200bb\u200cc\u2060d",
    "joiner": "a\u200db",
    "byte order mark": "\ufeffx",
    "tags": "x\U000e0041\U000e0042\U000e007f",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "soft hyphen": "so\u00adft",
    "filler": "\u3164",
    "braille blank": "\u2800\u2800",
    "grapheme joiner": "a\u034fb",
    "interlinear": "a\ufff9b\ufffac\ufffb",
    "private": "\ue000\uf8ff",
    "not a character": "x\ufffe\uffff",
    "unassigned": "x\U000e0fff",
    "selectors": "x\ufe0f\ufe0f\ufe0f",
    "sixty marks": STACKED,
    "marks alone": "\u0301\u0301\u0301\u0301",
    "only spaces": "   ",
    "only wide spaces": "\u3000\u3000",
}

ALLOWED = MARKUP | FORMULAS | BROKEN_FORMS | FOREIGN
"""What may come in: nasty, but all of it to be seen."""

REFUSED = CONTROL | UNSEEN
"""What no field takes; in an old or edited database it may stand all the same."""

TEXTS = ALLOWED | REFUSED

_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u200d"
_MOST_MARKS = 2


def acting_in(text: str, allowed: str = "") -> list[str]:
    """What in a text that is shown could act on a terminal or hide, as code points, besides `allowed`: told
    by the tables of Unicode alone, without a word of the program's own."""
    found, marks = [], 0
    for at, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        joins = character == _JOINER and 0 < at < len(text) - 1 and text[at + 1] > "\u2000"
        if (category in _ACTING and not joins and character not in allowed) or marks > _MOST_MARKS:
            found.append(f"U+{ord(character):04X}")
    return found


def random_text(dice: random.Random) -> str:
    """A text of characters of all kinds; half of them such as the named ones have."""
    length = dice.randint(1, 24)
    pool = "".join(TEXTS.values())
    return "".join(
        dice.choice(pool)
        if dice.random() < 0.5
        else chr(
            dice.choice((dice.randrange(0xA0), dice.randrange(0xD800), dice.randrange(0xE000, 0x110000)))
        )
        for _ in range(length)
    )
