"""How an amount came about, in words: every fact that a posting may carry."""

from typing import get_args

from core.ledger.records import Account
from tests.tui.test_sentences import has_chinese
from tui.language import CHINESE, ENGLISH, use
from tui.sentences.entry import ACCOUNTS, FACTS, fact_lines


def test_the_facts_of_a_policy_are_told_in_the_order_in_which_the_amount_comes_about() -> None:
    use(ENGLISH)
    facts = {
        "amount": "192.50", "policy": "年度福利", "period": "2026", "grade": "科长", "base": "500.00",
        "tenure_years": 11, "tenure": "200.00", "performance": "优", "percent": 110, "months": 3, "of": 12,
    }  # fmt: skip
    assert list(fact_lines(facts, "allowance")) == [
        "policy 年度福利, period 2026",
        "grade 科长 500.00 + 11 years of service 200.00, performance 优 110%, 3/12 months",
        "comes to 192.50 yuan",
    ]


def test_a_fact_that_has_no_words_is_told_by_its_name() -> None:
    assert list(fact_lines({"odd": {"a": 1}}, "points")) == ["odd: a 1"]


def test_every_known_fact_and_every_account_has_words_in_both_languages() -> None:
    assert set(get_args(Account)) == set(ACCOUNTS)
    use(CHINESE)
    assert all(has_chinese(line) for line in fact_lines(dict.fromkeys(FACTS, "7"), "points"))
