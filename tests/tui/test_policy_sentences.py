"""Policies in words: how an amount came about, and what the terms are."""

from typing import Any

import pytest

from core.ledger.looking import AskEntry
from core.ledger.policies import AskPolicies
from core.wire import read_record
from tests.support.club import Club
from tui.language import CHINESE, ENGLISH, use
from tui.sentences.entry import entry_lines
from tui.sentences.policies import how_told, terms_told

HEAD: dict[str, Any] = {
    "policy": "festival", "period": "2026", "grade": "科长", "base": "500.00", "tenure_years": 7,
    "tenure": "100.00", "performance": "优", "percent": 120, "months": 12, "of": 12, "amount": "720.00",
}  # fmt: skip
PLAIN = HEAD | {"grade": None, "base": "1300.00", "tenure": "0.00", "performance": None, "percent": 100}


@pytest.mark.parametrize(
    ("facts", "english", "chinese"),
    [
        (
            HEAD,
            "grade 科长 500.00 + 7 years of service 100.00, performance 优 120%, 12/12 months",
            "职级 科长 500.00 + 工龄 7 年 100.00，绩效 优 120%，12/12 个月",
        ),
        (PLAIN | {"months": 8}, "base 1,300.00, 8/12 months", "基数 1,300.00，8/12 个月"),
        (PLAIN | {"base": 30, "tenure": 0, "months": 1, "of": 1}, "base 30", "基数 30"),
        (
            PLAIN | {"base": "0.00", "tenure": "20.00", "tenure_years": 1},
            "1 year of service 20.00, 12/12 months",
            "工龄 1 年 20.00，12/12 个月",
        ),
        (
            PLAIN | {"performance": "差", "percent": 0},
            "base 1,300.00, performance 差 0%, 12/12 months",
            "基数 1,300.00，绩效 差 0%，12/12 个月",
        ),
    ],
)
def test_an_amount_is_told_by_what_it_is_made_of(facts: dict[str, Any], english: str, chinese: str) -> None:
    use(ENGLISH)
    assert how_told(facts) == english
    use(CHINESE)
    assert how_told(facts) == chinese


def test_a_mark_that_looks_like_a_place_of_a_sentence_is_told_as_it_is() -> None:
    use(ENGLISH)
    assert how_told(PLAIN | {"grade": "{amount}", "performance": "{0}"}) == (
        "grade {amount} 1,300.00, performance {0} 100%, 12/12 months"
    )


def test_facts_of_an_older_program_are_told_as_far_as_they_go() -> None:
    use(ENGLISH)
    assert how_told({"policy": "festival"}) == "base ?"
    assert how_told({"policy": "festival", "base": "much", "of": 12}) == "base much, ?/12 months"


def test_an_entry_of_a_policy_explains_itself_in_the_same_words(club: Club) -> None:
    use(ENGLISH)
    club.member("000001", grade="科长", hired_on="2019-03-01", performance="优")
    club.do(
        "add_policy", code="festival", unit="allowance", every="year", by_grade={"科长": "500.00"},
        by_tenure=[[5, "100.00"]], by_performance={"优": 120},
    )  # fmt: skip
    club.do("run_policy", policy="festival")
    entry = club.ask("statement", member="000001", unit="allowance")["entries"][0]["entry"]
    lines = list(entry_lines(club.desk.ask(read_record(AskEntry, {"entry": entry}))))
    at = lines.index("How the amount came about")
    assert lines[at + 1 : at + 5] == [
        "  policy festival, period 2026",
        "  grade 科长 500.00 + 7 years of service 100.00, performance 优 120%, 12/12 months",
        "  comes to 720.00 yuan",
        "",
    ]


def test_the_terms_are_told_in_short_words(club: Club) -> None:
    use(ENGLISH)
    club.do(
        "add_policy", code="festival", unit="allowance", every="year", base="300.00",
        by_grade={"科长": "500.00", "科员": "350.00"}, by_tenure=[[5, "100.00"], [1, "20.00"]],
        by_performance={"优": 120},
    )  # fmt: skip
    [policy] = club.desk.ask(AskPolicies()).policies
    assert terms_told(policy) == (
        "300.00; 科员 350.00, 科长 500.00; 1+ years +20.00, 5+ years +100.00; 优 120%"
    )
