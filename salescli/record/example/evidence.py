"""The example's evidence for appraisals: feedback, reviews, assessments, goals, targets, and what was voided or waived."""

from datetime import date, timedelta
from random import Random
from typing import Any

from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import parse_period
from salescli.record.example.book import Book, Entry, clock, happens, soon, stream
from salescli.record.example.cast import Cast
from salescli.record.example.deals import Sold
from salescli.record.example.talks import FollowUp
from salescli.record.example.world import LAST, table

_PRAISE = ("响应及时，安装队伍专业", "方案讲得清楚，现场问题当天解决", "培训很细致", "配合度高，继续合作")
_PLAIN = ("总体可以，交货稍慢", "功能够用，界面可以再简单些", "服务正常")
_BLAME = ("答应的时间一拖再拖", "联系不上人，问题没人管", "现场人员不熟悉设备")
_COMPLAINTS = (
    "网关频繁掉线，两周没有人来处理",
    "发票开错，影响付款",
    "承诺的培训没有兑现",
    "报价与合同不一致，需要解释",
    "设备到货少了两台",
    "催款电话打到了生产现场",
)
_SUGGESTIONS = (
    "希望手机端能看趋势图",
    "建议报警按班组分发",
    "希望和我们的工单系统打通",
    "建议增加月度分析报告",
    "希望提供备件清单",
)
_SETTLED = (
    "已上门处理，客户确认恢复",
    "更正发票并当面致歉",
    "补做培训，客户签字",
    "书面说明后客户认可",
    "补发货物，已签收",
)
_GOALS = (
    "通过售前技术认证",
    "独立完成三次方案汇报",
    "开发两家新行业客户",
    "把回款周期缩短到四十五天以内",
    "带教一名新人",
    "考取中级经济师",
)
_METHODS = ("proficiency", "mastery")


def record(book: Book, cast: Cast, sold: Sold, follow_ups: list[FollowUp]) -> None:
    """Enter all of it."""
    _feedback(book, cast, sold)
    _reviews(book, cast, follow_ups)
    _assessments(book, cast)
    _goals(book, cast)
    _targets(book, cast)
    _second_thoughts(book, follow_ups)


# What customers say.


def _feedback(book: Book, cast: Cast, sold: Sold) -> None:
    chance = stream("feedback")
    for deal in sold.deals:
        if not deal.contract:
            continue
        for after in (20, 70, 140, 230):
            day = cast.world.working(deal.contract.day + timedelta(days=after + chance.randrange(15)))
            rep = deal.customer.owner(day)
            if day <= LAST and rep:
                _rating(book, cast, chance, deal.customer.short, rep, day)
    _complaints(book, cast, sold, chance)


def _rating(book: Book, cast: Cast, chance: Random, short: str, rep: str, day: date) -> None:
    rating = _mark(chance, cast.world.people[rep].marks)
    words = _PRAISE if rating >= 4 else _PLAIN if rating == 3 else _BLAME
    content = chance.choice(words) if happens(chance, 70) else None
    book.add(
        "feedback",
        day,
        soon(chance, day, 11),
        customer_id=cast.customers[short],
        rep_id=cast.reps[rep],
        feedback_kind="rating",
        rating=rating,
        content=content,
    )


def _complaints(book: Book, cast: Cast, sold: Sold, chance: Random) -> None:
    bought = [(deal, deal.contract) for deal in sold.deals if deal.contract]
    for number, (deal, contract) in enumerate(bought[2::4]):
        kind, words = ("suggestion", _SUGGESTIONS) if number % 2 else ("complaint", _COMPLAINTS)
        day = cast.world.working(contract.day + timedelta(days=25 + number))
        rep = deal.customer.owner(day)
        if day > LAST or not rep:
            continue
        about: dict[str, Any] = {
            "customer_id": cast.customers[deal.customer.short],
            "rep_id": cast.reps[rep],
            "feedback_kind": kind,
        }
        feedback = book.add("feedback", day, soon(chance, day, 10), content=words[number // 2 % len(words)], **about)
        closed = cast.world.working(day + timedelta(days=chance.randrange(2, 16)))
        if kind == "complaint" and closed <= LAST and happens(chance, 85):
            outcome = chance.choice(_SETTLED)
            book.add(
                "feedback_close",
                closed,
                soon(chance, closed),
                rep,
                feedback_id=feedback,
                rep_id=cast.reps[rep],
                outcome=outcome,
            )


def _mark(chance: Random, tenths: int) -> int:
    """A mark of 1 to 5 around the usual one."""
    return max(1, min(5, (tenths + chance.choice((-8, -4, 0, 0, 4, 8)) + 5) // 10))


# What leads say.


def _reviews(book: Book, cast: Cast, follow_ups: list[FollowUp]) -> None:
    chance = stream("reviews")
    for follow_up in follow_ups:
        entry = follow_up.entry
        day = cast.world.working(entry.day + timedelta(days=chance.randrange(1, 6)))
        if not (happens(chance, 9) and entry.fields["answered"] and day <= LAST):
            continue
        lead, usual = cast.world.lead_of(follow_up.rep, day), cast.world.people[follow_up.rep].marks
        marks: dict[str, Any] = {
            key: _mark(chance, usual) for key in ("effectiveness", "professionalism", "problem_solving")
        }
        book.add("quality_review", day, soon(chance, day, 17, late=0), lead, subject_id=entry, **marks)


def _assessments(book: Book, cast: Cast) -> None:
    chance, world = stream("assessments"), cast.world
    for rep, person in world.people.items():
        for day in (date(2023, 12, 21), date(2024, 6, 20), date(2024, 12, 19)):
            if not world.employed(rep, day):
                continue
            for method in _METHODS:
                _assess(
                    book,
                    cast,
                    day,
                    rep,
                    method,
                    "appraisal",
                    person.marks * 2 + chance.randrange(-6, 5),
                    world.lead_of(rep, day),
                )
            _assess(book, cast, day, rep, "exam", "appraisal", person.marks * 2 + chance.randrange(-10, 8), "lzy")
    for rep, method, purpose, day, score in (
        ("ln", "interview", "promotion", date(2024, 3, 20), 88),
        ("ln", "simulation", "promotion", date(2024, 3, 21), 91),
        ("wxm", "resume", "selection", date(2024, 4, 18), 82),
        ("wxm", "interview", "selection", date(2024, 4, 22), 85),
        ("zw", "interview", "appraisal", date(2024, 12, 17), 90),
        ("sq", "interview", "appraisal", date(2024, 12, 17), 78),
        ("zj", "observation", "training", date(2024, 11, 28), 52),
        ("lf", "psychometric", "placement", date(2024, 6, 25), 74),
        ("cj", "centre", "promotion", date(2024, 10, 29), 86),
        ("hy", "resume", "selection", date(2024, 11, 26), 80),
        ("hy", "exam", "selection", date(2024, 12, 3), 76),
        ("hy", "interview", "selection", date(2024, 12, 5), 84),
    ):
        _assess(book, cast, day, rep, method, purpose, score, "lzy")


def _assess(book: Book, cast: Cast, day: date, rep: str, method: str, purpose: str, score: int, by: str) -> None:
    what: dict[str, Any] = {"rep_id": cast.reps[rep], "method": method, "purpose": purpose}
    by = "yun" if by == rep else by
    book.add(
        "assessment",
        day,
        clock(day, 16, 20),
        by,
        score=str(max(0, min(100, score))),
        out_of="100",
        rater="manager",
        **what,
    )


def _goals(book: Book, cast: Cast) -> None:
    chance = stream("goals")
    for number, rep in enumerate(cast.world.people):
        day = max(date(2024, 1, 10), cast.world.working(cast.world.people[rep].hired + timedelta(days=14)))
        title, due = _GOALS[number % len(_GOALS)], date(2024, 12, 31)
        goal = book.add(
            "goal", day, soon(chance, day), rep, rep_id=cast.reps[rep], title=title, weight="100", due_on=due
        )
        progress = 0
        for month in (3, 6, 9, 12):
            checked = cast.world.working(date(2024, month, 25))
            if checked > day and cast.world.employed(rep, checked):
                progress = min(100, progress + chance.randrange(5, cast.world.people[rep].tasks * 2 // 5))
                book.add(
                    "goal_progress",
                    checked,
                    soon(chance, checked, 15),
                    rep,
                    goal_id=goal,
                    progress=f"{progress / 100:.2f}",
                )


# Targets, and what was taken back.


def _targets(book: Book, cast: Cast) -> None:
    """What was planned for a row of periods, and what was set or changed one by one."""
    written = table("targets.toml")
    for plan in written["plan"]:
        for who, values in plan["of"].items():
            for name, value in zip(plan["periods"], values, strict=True):
                _target(book, cast, plan["on"], who, plan["measure"], name, value)
    for row in written["single"]:
        _target(book, cast, row.pop("on"), **row)


def _target(
    book: Book,
    cast: Cast,
    day: date,
    who: str,
    measure: str,
    period: str,
    value: int | str,
    product: str | None = None,
    exact: bool = False,
) -> None:
    """One target; money in yuan, ratios as text."""
    about = parse_period(period, day)
    money = MEASURE_WORDS[MeasureKey(measure)].written == "money"
    book.add(
        "target",
        day,
        clock(day, 11),
        "lzy",
        scope="company" if who == "company" else "team" if who in cast.teams else "rep",
        rep_id=cast.reps.get(who),
        team_id=cast.teams.get(who),
        measure=measure,
        product_id=cast.products[product] if product else None,
        starts_on=about.start,
        ends_on=about.end,
        amount=int(value) * 100 if money else None,
        number=None if money else str(value),
        exact=exact,
    )


def _second_thoughts(book: Book, follow_ups: list[FollowUp]) -> None:
    """Some facts entered twice and voided, one restored again; two missed contacts that were excused."""
    for number in (140, 620, 1010):
        twin = follow_ups[number].entry
        double = book.add(twin.kind, twin.day, twin.at + timedelta(minutes=2), twin.by, **twin.fields)
        _void(book, double, "void", "重复录入", timedelta(minutes=4))
    entry = follow_ups[333].entry
    _void(book, entry, "void", "误以为重复", timedelta(hours=2))
    _void(book, entry, "restore", "核对后确认不是重复", timedelta(hours=20))
    receipt = next(one for one in book.entries if one.kind == "receipt" and one.day >= date(2024, 5, 1))
    wrong = book.add("receipt", receipt.day, receipt.at + timedelta(minutes=1), receipt.by, **receipt.fields)
    _void(book, wrong, "void", "同一笔银行流水录了两次", timedelta(minutes=9))
    missed = [one for one in follow_ups if one.missed and one.entry.day >= date(2024, 4, 1)]
    for one, why in ((missed[3], "客户停电检修，约定顺延"), (missed[11], "当周参加公司培训")):
        day = one.entry.day + timedelta(days=20)
        book.add("waiver", day, clock(day, 17), "lzy", fact_id=one.entry, penalty="overdue_contact", why=why)


def _void(book: Book, entry: Entry, effect: str, why: str, after: timedelta) -> None:
    at = entry.at + after
    day = (at + timedelta(hours=8)).date()
    book.add("void", day, at, entry.by, fact_id=entry, effect=effect, why=why)
