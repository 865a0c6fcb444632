"""The measures' keys and words: what a policy and a target may name; how a figure comes of facts is the rules' work."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class MeasureKey(StrEnum):
    """Every measure of the design; a policy may name these and no others."""

    UNITS_SOLD = "units_sold"
    CONTRACT_AMOUNT = "contract_amount"
    CONTRACT_COUNT = "contract_count"
    COLLECTED = "collected"
    COLLECTION_RATE = "collection_rate"
    CONTACTS_PER_DAY = "contacts_per_day"
    NEW_CUSTOMERS = "new_customers"
    WON_CUSTOMERS = "won_customers"
    FOLLOW_UPS = "follow_ups"
    OVERDUE_CONTACTS = "overdue_contacts"
    TRIPS = "trips"
    TRIPS_OVER_LIMIT = "trips_over_limit"
    COMPLAINTS = "complaints"
    SUGGESTIONS = "suggestions"
    STAGE_ADVANCES = "stage_advances"
    STAGE_CONVERSION = "stage_conversion"
    STUCK_OPPORTUNITIES = "stuck_opportunities"
    COMPLAINT_RESOLUTION = "complaint_resolution"
    WIN_RATE = "win_rate"
    PRICE_REALISATION = "price_realisation"
    BAD_DEBT = "bad_debt"
    PROFIT = "profit"
    EXPENSE_RATIO = "expense_ratio"
    SATISFACTION = "satisfaction"
    RETENTION = "retention"
    TASK_COMPLETION = "task_completion"
    QUALITY = "quality"
    COMPETENCE = "competence"
    DATA_QUALITY = "data_quality"


Written = Literal["money", "count", "percent", "number"]
"""How a value of a measure is written: 12,000.50 · 12 · 85% · 3.5"""


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What a measure is called in the two languages, and how a value of it is written.

    Attributes:
        by_product: a figure or target of it may be limited to a product.
        on_a_day: it says what stands on a period's last day, so those of months do not add up to the quarter's.
    """

    en: str
    zh: str
    written: Written
    by_product: bool = False
    on_a_day: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether those of months add up to the quarter's, so that a target of it can be split."""
        return self.written in ("money", "count") and not self.on_a_day


MEASURE_WORDS: Mapping[MeasureKey, MeasureWords] = {
    MeasureKey.UNITS_SOLD: MeasureWords("Units sold", "产品销量", "count", by_product=True),
    MeasureKey.CONTRACT_AMOUNT: MeasureWords("Contract amount", "合同金额", "money", by_product=True),
    MeasureKey.CONTRACT_COUNT: MeasureWords("Contracts", "合同数量", "count", by_product=True),
    MeasureKey.COLLECTED: MeasureWords("Collected", "回款额", "money"),
    MeasureKey.COLLECTION_RATE: MeasureWords("Collection rate", "资金回笼率", "percent"),
    MeasureKey.CONTACTS_PER_DAY: MeasureWords("Contacts per day", "日联系客户数", "number"),
    MeasureKey.NEW_CUSTOMERS: MeasureWords("New customers", "新开发客户数", "count"),
    MeasureKey.WON_CUSTOMERS: MeasureWords("Customers won", "新成交客户数", "count"),
    MeasureKey.FOLLOW_UPS: MeasureWords("Follow-ups", "跟进次数", "count"),
    MeasureKey.OVERDUE_CONTACTS: MeasureWords("Overdue contacts", "逾期联系数", "count"),
    MeasureKey.TRIPS: MeasureWords("Trips", "出差次数", "count"),
    MeasureKey.TRIPS_OVER_LIMIT: MeasureWords("Trips over the limit", "超限出差次数", "count"),
    MeasureKey.COMPLAINTS: MeasureWords("Complaints", "投诉数", "count"),
    MeasureKey.SUGGESTIONS: MeasureWords("Suggestions", "建议数", "count"),
    MeasureKey.STAGE_ADVANCES: MeasureWords("Stage advances", "阶段推进数", "count"),
    MeasureKey.STAGE_CONVERSION: MeasureWords("Stage conversion", "阶段转化率", "percent"),
    MeasureKey.STUCK_OPPORTUNITIES: MeasureWords("Stuck opportunities", "停滞商机数", "count", on_a_day=True),
    MeasureKey.COMPLAINT_RESOLUTION: MeasureWords("Complaint resolution", "投诉解决率", "percent"),
    MeasureKey.WIN_RATE: MeasureWords("Win rate", "赢单率", "percent"),
    MeasureKey.PRICE_REALISATION: MeasureWords("Price realisation", "价格实现率", "percent"),
    MeasureKey.BAD_DEBT: MeasureWords("Bad debt", "坏账", "money"),
    MeasureKey.PROFIT: MeasureWords("Profit", "利润", "money"),
    MeasureKey.EXPENSE_RATIO: MeasureWords("Expense ratio", "费用率", "percent"),
    MeasureKey.SATISFACTION: MeasureWords("Customer satisfaction", "客户满意度", "number"),
    MeasureKey.RETENTION: MeasureWords("Customer retention", "客户保持率", "percent"),
    MeasureKey.TASK_COMPLETION: MeasureWords("Task completion", "任务完成率", "percent"),
    MeasureKey.QUALITY: MeasureWords("Communication quality", "沟通质量", "percent"),
    MeasureKey.COMPETENCE: MeasureWords("Competence", "专业能力", "percent"),
    MeasureKey.DATA_QUALITY: MeasureWords("Data quality", "数据质量", "percent"),
}
