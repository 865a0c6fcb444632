"""The glossary's closed lists of words, as enums whose value is what is typed, stored and printed; no behaviour belongs here."""

from enum import StrEnum


class Channel(StrEnum):
    """How a follow-up happened (沟通渠道)."""

    PHONE = "phone"
    VISIT = "visit"
    WECHAT = "wechat"
    EMAIL = "email"
    MEETING = "meeting"
    VIDEO = "video"
    MESSAGE = "message"
    OTHER = "other"


class ReceiptKind(StrEnum):
    """What a row of money against a contract is (回款、退款、坏账)."""

    PAYMENT = "payment"
    REFUND = "refund"
    WRITE_OFF = "write_off"


class Closes(StrEnum):
    """How a stage closes an opportunity."""

    WON = "won"
    LOST = "lost"


class Scope(StrEnum):
    """Whose target it is."""

    REP = "rep"
    TEAM = "team"
    COMPANY = "company"


class PeriodKind(StrEnum):
    """The calendar periods that pay, bonuses and appraisals know."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Basis(StrEnum):
    """The money a commission plan looks at."""

    COLLECTED = "collected"
    SIGNED = "signed"
    PROFIT = "profit"


class Window(StrEnum):
    """Over what a commission table's amount is cumulated."""

    RECEIPT = "receipt"
    CONTRACT = "contract"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Mode(StrEnum):
    """全额累进 (all at the reached tier) or 超额累进 (each part at its own)."""

    FLAT = "flat"
    SPLIT = "split"


class Refund(StrEnum):
    """What a refund does to commission already earned."""

    EXACT = "exact"
    FORWARD = "forward"


class Method(StrEnum):
    """The methods of an appraisal item (考核方法)."""

    KPI = "kpi"
    QUALITY = "quality"
    FEEDBACK = "feedback"
    TASKS = "tasks"
    COMPETENCE = "competence"
    ASSESSMENT = "assessment"
    GOALS = "goals"
    PERIODS = "periods"


class Score(StrEnum):
    """How an item's value becomes points."""

    ATTAINMENT = "attainment"
    RATIO = "ratio"
    RATING = "rating"
    GRID = "grid"


class AssessmentMethod(StrEnum):
    """人事测评 methods, and the two competence ratings."""

    RESUME = "resume"
    EXAM = "exam"
    PSYCHOMETRIC = "psychometric"
    INTERVIEW = "interview"
    SIMULATION = "simulation"
    CENTRE = "centre"
    OBSERVATION = "observation"
    PERFORMANCE = "performance"
    PROFICIENCY = "proficiency"
    MASTERY = "mastery"


class Purpose(StrEnum):
    """What an assessment is for."""

    SELECTION = "selection"
    PROMOTION = "promotion"
    APPRAISAL = "appraisal"
    TRAINING = "training"
    PLACEMENT = "placement"


class Recommendation(StrEnum):
    """What an appraisal may lead to, always with evidence."""

    DISMISSAL = "dismissal"
    PROBATION = "probation"
    PAY_RISE = "pay_rise"
    PROMOTION = "promotion"
    TRANSFER = "transfer"
    TRAINING = "training"
    PLACEMENT = "placement"
