"""England's planning law as dated data and pure functions that answer with a value and its reasons.

Ask with `CaseFacts`, get an `Answer`: `.value` and `.explain()`. What cannot be answered raises a `StatuteError` that names the fact.
"""

from statute.answers import Answer, Reason
from statute.appeals import AppealLimit, appeal_limit
from statute.calendar import (
    add_working_days,
    is_working_day,
    next_working_day,
    on_or_next_working_day,
    receipt_day,
    working_days_between,
)
from statute.consequences import Consequence, consequence_if_missed, consequences
from statute.errors import (
    AmbiguousTypeCode,
    CalendarEnds,
    ContradictoryFacts,
    DateBeforeTables,
    FeeNotComputed,
    MissingFact,
    NotInForce,
    OverrideNotAllowed,
    StatuteError,
    UnknownFigure,
    UnknownTypeCode,
)
from statute.facts import CaseFacts, Extension, Override
from statute.fees import fee_due
from statute.guarantee import agreement_effect, planning_guarantee
from statute.kinds import kind_of_code, type_codes
from statute.notices import NoticeStatute, notice_statute
from statute.periods import Period, determination_period, effective_expiry, statutory_expiry
from statute.publicity import Duty, Need, PublicityDuties, earliest_decision, publicity_duties, publicity_end, reply_by
from statute.tables import unconfirmed_figures, version
from statute.validity import valid_from

__all__ = [
    "AmbiguousTypeCode",
    "Answer",
    "AppealLimit",
    "CalendarEnds",
    "CaseFacts",
    "Consequence",
    "ContradictoryFacts",
    "DateBeforeTables",
    "Duty",
    "Extension",
    "FeeNotComputed",
    "MissingFact",
    "Need",
    "NotInForce",
    "NoticeStatute",
    "Override",
    "OverrideNotAllowed",
    "Period",
    "PublicityDuties",
    "Reason",
    "StatuteError",
    "UnknownFigure",
    "UnknownTypeCode",
    "add_working_days",
    "agreement_effect",
    "appeal_limit",
    "consequence_if_missed",
    "consequences",
    "determination_period",
    "earliest_decision",
    "effective_expiry",
    "fee_due",
    "is_working_day",
    "kind_of_code",
    "next_working_day",
    "notice_statute",
    "on_or_next_working_day",
    "planning_guarantee",
    "publicity_duties",
    "publicity_end",
    "receipt_day",
    "reply_by",
    "statutory_expiry",
    "type_codes",
    "unconfirmed_figures",
    "valid_from",
    "version",
    "working_days_between",
]
