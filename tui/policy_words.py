"""Policies on the screen: the list, and the preview of a run, in rows and sentences."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from core.command import Command, Question
from core.ledger.awarding import EarningRules, PromotionTold, RuleTold
from core.ledger.clearing import Cleared, ClearingTold, PreviewClearing, RunClearing
from core.ledger.policies import PolicyRun, PolicyTold, PreviewPolicy, RunPolicy
from core.wire import Name
from tui.language import _, listed, say, say_count
from tui.sentences.policies import how_told, joined, often_told, period_told, skip_told, terms_told
from tui.widgets.giving import good_through
from tui.widgets.money import amount_told, money_told, unit_told
from tui.widgets.table import Column, TableRow

Runnable = PolicyTold | ClearingTold
Listed = Runnable | RuleTold | PromotionTold

Preview = PolicyRun | Cleared

NAME_MOST, NAME_SHORT = 20, 14


class Line(NamedTuple):
    """What the keys are about in the list: its key in the table, and what it is."""

    key: str
    what: Listed


class Known(NamedTuple):
    """All that the list shows."""

    policies: tuple[PolicyTold, ...]
    clearings: tuple[ClearingTold, ...]
    earning: EarningRules

    def lines(self) -> list[Line]:
        kinds: tuple[tuple[str, Iterable[Listed]], ...] = (
            ("policy", self.policies),
            ("clearing", self.clearings),
            ("rule", self.earning.rules),
            ("promotion", self.earning.promotions),
        )
        return [Line(f"{kind} {what.code}", what) for kind, those in kinds for what in those]


def title_of(what: Listed) -> str:
    """What people call it; a promotion has its code only."""
    return what.code if isinstance(what, PromotionTold) else what.name or what.code


# ---------------------------------------------------------------- the list


def list_columns() -> tuple[Column, ...]:
    return (
        Column(_("Title"), most=NAME_MOST),
        Column(_("How often")),
        Column(_("By itself")),
        Column(_("What"), flex=True),
    )


def list_rows(known: Known) -> Iterator[TableRow]:
    """Policies and yearly clears, and below them by what else points come."""
    lines = known.lines()
    for heading, kind in (
        (_("Policies"), PolicyTold),
        (_("Yearly clears"), ClearingTold),
        (_("Earning rules"), RuleTold),
        (_("Promotions"), PromotionTold),
    ):
        those = [line for line in lines if isinstance(line.what, kind)]
        if those or kind is PolicyTold:
            yield TableRow(None, (heading,))
        yield from (TableRow(line.key, _cells(line.what)) for line in those)


def _cells(what: Listed) -> tuple[str, ...]:
    if isinstance(what, PolicyTold):
        gives = f"{unit_told(what.unit)} {terms_told(what)}"
        return title_of(what), often_told(what.every), _next_told(what), gives
    if isinstance(what, ClearingTold):
        return title_of(what), often_told("year"), _next_told(what), _clears_told(what)
    if isinstance(what, RuleTold):
        return title_of(what), "", "", joined(money_told("points", what.points), _months_told(what))
    return title_of(what), "", "", _promotion_told(what)


def _next_told(what: Runnable) -> str:
    return what.next_run.isoformat() if what.next_run is not None else _("by hand")


def _clears_told(what: ClearingTold) -> str:
    day = f"{what.month:02d}-{what.day:02d}"
    told = say("what is left after {day}: {unit}", day=day, unit=unit_told(what.unit))
    if what.exempt_funds:
        told += "; " + say("spared: {funds}", funds=listed(what.exempt_funds))
    return told


def _months_told(rule: RuleTold) -> str:
    if rule.expires_months is None:
        return _("good for ever")
    return say_count("good for {count} month", "good for {count} months", rule.expires_months)


def _promotion_told(what: PromotionTold) -> str:
    return say(
        "points times {multiplier}, {first} to {last}",
        multiplier=what.multiplier,
        first=what.from_,
        last=what.to,
    )


def whole_told(what: Listed) -> str:
    """All of what is marked, for the lines below the list."""
    if isinstance(what, PolicyTold):
        parts = [unit_told(what.unit), often_told(what.every), *_terms(what)]
    elif isinstance(what, ClearingTold):
        parts = [_clears_told(what)]
        parts += [say("by itself at the beginning of {day}", day=what.next_run)] if what.next_run else []
    elif isinstance(what, RuleTold):
        parts = [money_told("points", what.points), _months_told(what)]
    else:
        return f"{title_of(what)}: {_promotion_told(what)}"
    name = title_of(what)
    return f"{name if name == what.code else f'{name} {what.code}'}: {'; '.join(filter(None, parts))}"


def _terms(what: PolicyTold) -> Iterator[str]:
    yield terms_told(what)
    if what.valid_months is not None:
        yield say_count("good for {count} month", "good for {count} months", what.valid_months)
    else:
        yield good_through(what.valid_until)
    yield say("dated day {day} of the month", day=what.day) if what.day else _("dated the day of the run")
    if what.every != "once":
        yield _("joiners by their months") if what.prorate else _("joiners the whole")
    if what.fund:
        yield say("fund {fund}", fund=what.fund)
    if what.exempt:
        yield _("exempt from yearly clears")
    if what.next_run is not None:
        yield say("by itself at the beginning of {day}", day=what.next_run)


# ---------------------------------------------------------------- a preview


def heading_told(what: Runnable, preview: Preview | None, period: str | None) -> str:
    """Which policy, for which period, from when to when what it gives is good."""
    told = preview.period if preview is not None else period
    parts = [title_of(what), period_told(told) if told is not None else ""]
    if isinstance(preview, PolicyRun):
        parts += [say("granted on {day}", day=preview.granted_on), good_through(preview.expires_on)]
    elif preview is not None:
        parts.append(say("what is left of up to {day}", day=preview.last_day))
    return " | ".join(filter(None, parts))


def sums_told(preview: Preview) -> str:
    """How many, and how much in all."""
    if isinstance(preview, PolicyRun):
        parts = (
            say_count("{count} gets something", "{count} get something", preview.granted),
            say("{count} nothing", count=preview.skipped),
            say("total {amount}", amount=amount_told(preview.total)),
        )
    else:
        parts = (
            say_count("{count} loses something", "{count} lose something", preview.cleared),
            say("taken {amount}", amount=amount_told(preview.total)),
            say("spared {amount}", amount=amount_told(preview.spared)),
        )
    return " | ".join(parts)


def preview_columns(what: Runnable) -> tuple[Column, ...]:
    first = (Column(_("Number")), Column(_("Name"), most=NAME_SHORT))
    if isinstance(what, PolicyTold):
        return (*first, Column(_("Amount"), right=True), Column(_("How it came about"), flex=True))
    return (*first, Column(_("Taken"), right=True), Column(_("Spared"), right=True))


def preview_rows(preview: Preview) -> Iterator[TableRow]:
    if isinstance(preview, Cleared):
        for row in preview.members:
            cells = (row.member, row.name, amount_told(row.amount), amount_told(row.spared))
            yield TableRow(row.member, cells)
        return
    for grant in preview.grants:
        yield TableRow(
            grant.member, (grant.member, grant.name, amount_told(grant.amount), how_told(grant.how))
        )
    if preview.skips:
        yield TableRow(None, (say("Nothing for {count}", count=preview.skipped),))
    for skip in preview.skips:
        yield TableRow(skip.member, (skip.member, skip.name, "", skip_told(skip.why)))


def member_told(what: Runnable, cells: Sequence[str]) -> str:
    """The marked member's line in full."""
    number, name, amount, how = cells
    if isinstance(what, ClearingTold):
        told = joined(say("taken {amount}", amount=amount), say("spared {amount}", amount=how))
    else:
        told = " = ".join(filter(None, (amount, how)))
    return f"{name} {number}: {told}"


def enter_told(preview: Preview, *, coming: bool) -> tuple[str, str]:
    """What Enter does in a preview, and in which tone it is said; that its period is still to come."""
    period = period_told(preview.period)
    if isinstance(preview, PolicyRun):
        if not preview.granted:
            return say("Nothing to give for {period}: the list says why | Esc = back", period=period), ""
        told = say_count(
            "Enter = give {amount} to {count} member for {period}",
            "Enter = give {amount} to {count} members for {period}",
            preview.granted,
            amount=amount_told(preview.total),
            period=period,
        )
        if coming:
            return f"{told} | {say('{period} has not begun yet', period=period)}", "bad"
        return told, ""
    if not preview.cleared:
        return say("Nothing to take for {period} | Esc = back", period=period), ""
    told = say_count(
        "Enter = take {amount} from {count} member for {period}; it is asked once more",
        "Enter = take {amount} from {count} members for {period}; it is asked once more",
        preview.cleared,
        amount=amount_told(preview.total),
        period=period,
    )
    return told, ""


def counts(preview: Preview) -> int:
    """How many members a run would give to or take from."""
    return preview.cleared if isinstance(preview, Cleared) else preview.granted


def asked_told(preview: Cleared) -> str:
    """The question before something is taken away."""
    return say_count(
        "This takes something away. Enter = yes, take {amount} from {count} member | Esc = leave it",
        "This takes something away. Enter = yes, take {amount} from {count} members | Esc = leave it",
        preview.cleared,
        amount=amount_told(preview.total),
    )


def working_told(preview: Preview, seconds: int) -> str:
    """That a run goes on."""
    if isinstance(preview, PolicyRun):
        told = say("Giving to {count} members ...", count=preview.granted)
    else:
        told = say("Taking from {count} members ...", count=preview.cleared)
    return f"{told} {seconds} s" if seconds else told


def done_told(done: Preview) -> str:
    """What came of a run."""
    period = period_told(done.period)
    if isinstance(done, PolicyRun):
        return say_count(
            "Given for {period}: {amount} to {count} member",
            "Given for {period}: {amount} to {count} members",
            done.granted,
            amount=amount_told(done.total),
            period=period,
        )
    return say_count(
        "Taken for {period}: {amount} from {count} member",
        "Taken for {period}: {amount} from {count} members",
        done.cleared,
        amount=amount_told(done.total),
        period=period,
    )


def question_of(opened: Runnable, period: str | None) -> Question[Any]:
    """What a run would do."""
    named = None if period is None else Name(period)
    asks = PreviewPolicy if isinstance(opened, PolicyTold) else PreviewClearing
    return asks(opened.code, named)


def command_of(opened: Runnable, period: str) -> Command[Any]:
    """The run."""
    does = RunPolicy if isinstance(opened, PolicyTold) else RunClearing
    return does(opened.code, Name(period))
