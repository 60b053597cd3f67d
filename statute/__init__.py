"""England's planning law as dated data and pure functions that answer with a value and its reasons.

Ask with `CaseFacts`, get an `Answer`: `.value` and `.explain()`. What cannot be answered raises a `StatuteError` that names the fact.
"""

from statute.answers import Answer, Reason
from statute.appeals import AppealLimit, appeal_limit
from statute.at_once import overview, what_if
from statute.biodiversity import Habitat, biodiversity_gain
from statute.calendar import (
    add_working_days,
    bank_holiday_name,
    is_public_holiday,
    is_working_day,
    next_working_day,
    on_or_next_working_day,
    receipt_day,
    working_days_between,
)
from statute.conditions import DeemedDischarge, deemed_discharge, exempt_subjects
from statute.consequences import Consequence, consequence_if_missed, consequences
from statute.consultees import RequiredConsultee, consultee_features, statutory_consultees
from statute.deadlines import commencement_limit, deadline, deadline_names, lifetime, pre_commencement_reply_by
from statute.delegation import (
    Gateway,
    Parent,
    Route,
    committee_size_allowed,
    delegation_route,
    gateway_grounds,
    gateway_outcome,
)
from statute.environment import may_need_assessment, screening
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
from statute.facts import CaseFacts, Extension, FeeFacts, FeeItem, Override
from statute.fees import FeeComparison, fee_compared, fee_due
from statute.guarantee import agreement_effect, planning_guarantee
from statute.kinds import kind_of_code, type_codes
from statute.notices import NoticeStatute, notice_statute
from statute.outcomes import OUTCOMES, outcomes_for
from statute.periods import Period, determination_period, effective_expiry, expiry_of, statutory_expiry
from statute.provisions import Provision, provisions
from statute.publicity import Duty, Need, PublicityDuties, earliest_decision, publicity_duties, publicity_end, reply_by
from statute.reporting import TimeBand, performance_threshold, reporting_choices, reporting_class, time_band, use_names
from statute.scale import is_large_scale_major, is_major_by_definition
from statute.tables import Figure, unconfirmed_figures, use_folder, version
from statute.validity import dispute_reply_by, local_list_binds, may_be_disputed, valid_from

__all__ = [
    "OUTCOMES",
    "AmbiguousTypeCode",
    "Answer",
    "AppealLimit",
    "CalendarEnds",
    "CaseFacts",
    "Consequence",
    "ContradictoryFacts",
    "DateBeforeTables",
    "DeemedDischarge",
    "Duty",
    "Extension",
    "FeeComparison",
    "FeeFacts",
    "FeeItem",
    "FeeNotComputed",
    "Figure",
    "Gateway",
    "Habitat",
    "MissingFact",
    "Need",
    "NotInForce",
    "NoticeStatute",
    "Override",
    "OverrideNotAllowed",
    "Parent",
    "Period",
    "Provision",
    "PublicityDuties",
    "Reason",
    "RequiredConsultee",
    "Route",
    "StatuteError",
    "TimeBand",
    "UnknownFigure",
    "UnknownTypeCode",
    "add_working_days",
    "agreement_effect",
    "appeal_limit",
    "bank_holiday_name",
    "biodiversity_gain",
    "commencement_limit",
    "committee_size_allowed",
    "consequence_if_missed",
    "consequences",
    "consultee_features",
    "deadline",
    "deadline_names",
    "deemed_discharge",
    "delegation_route",
    "determination_period",
    "dispute_reply_by",
    "earliest_decision",
    "effective_expiry",
    "exempt_subjects",
    "expiry_of",
    "fee_compared",
    "fee_due",
    "gateway_grounds",
    "gateway_outcome",
    "is_large_scale_major",
    "is_major_by_definition",
    "is_public_holiday",
    "is_working_day",
    "kind_of_code",
    "lifetime",
    "local_list_binds",
    "may_be_disputed",
    "may_need_assessment",
    "next_working_day",
    "notice_statute",
    "on_or_next_working_day",
    "outcomes_for",
    "overview",
    "performance_threshold",
    "planning_guarantee",
    "pre_commencement_reply_by",
    "provisions",
    "publicity_duties",
    "publicity_end",
    "receipt_day",
    "reply_by",
    "reporting_choices",
    "reporting_class",
    "screening",
    "statutory_consultees",
    "statutory_expiry",
    "time_band",
    "type_codes",
    "unconfirmed_figures",
    "use_folder",
    "use_names",
    "valid_from",
    "version",
    "what_if",
    "working_days_between",
]
