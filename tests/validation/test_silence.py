"""What silence can and cannot do, whatever a request looks like; and kinds of request that another stage registers."""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation import kinds, services
from validation.kinds import AGREEMENT, SILENCE_AGREES, RequestKind, all_kinds
from validation.models import ValidationRequest
from validation.services.reminding import silence_agrees

Kind, State = ValidationRequest.Kind, ValidationRequest.State
TODAY = date(2026, 11, 24)
NEVER = [Kind.RED_LINE, Kind.OWNERSHIP, Kind.FEE, Kind.TIME_EXTENSION]
SETTINGS = st.dictionaries(
    st.sampled_from(["silence_agrees_to_description", *(f"silence_agrees_to_{kind}" for kind in Kind)]), st.booleans()
)
PAYLOADS = st.fixed_dictionaries(
    {},
    optional={
        SILENCE_AGREES: st.booleans(),
        "proposed": st.text(max_size=5),
        "proposed_until": st.just("2027-01-01"),
        "boundary": st.just({"type": "MultiPolygon", "coordinates": []}),
    },
)
ASKED = st.builds(
    ValidationRequest,
    kind=st.sampled_from([str(kind) for kind in Kind]),
    state=st.sampled_from([str(state) for state in State]),
    due_on=st.none() | st.integers(min_value=-400, max_value=400).map(lambda days: TODAY + timedelta(days=days)),
    payload=PAYLOADS,
)


@given(request=ASKED, settings=SETTINGS, days=st.integers(min_value=0, max_value=4000))
def test_no_time_ever_accepts_a_red_line_certificate_fee_or_extension(request: Any, settings: dict[str, bool], days: int) -> None:
    if silence_agrees(SimpleNamespace(settings=settings), request, TODAY + timedelta(days=days)):
        assert request.kind not in NEVER and request.kind == Kind.DESCRIPTION
        assert settings["silence_agrees_to_description"] and request.payload[SILENCE_AGREES]
        assert request.state == State.OPEN and request.due_on < TODAY + timedelta(days=days)


@given(request=ASKED)
def test_without_the_councils_setting_time_accepts_nothing(request: Any) -> None:
    assert not silence_agrees(SimpleNamespace(settings={}), request, TODAY + timedelta(days=4000))


@pytest.fixture
def condition() -> Iterator[list[Any]]:
    """A kind of another stage, whose answer changes what that stage keeps."""
    agreed: list[Any] = []
    kinds.register(
        RequestKind(
            "test_condition",
            "Condition before work starts",
            "Agree a condition",
            AGREEMENT,
            "requests",
            "Say whether you agree with the condition.",
            holds_up=False,
            at_once=True,
            apply=lambda application, request, by, now: agreed.append((application.pk, request.approved)),
        )
    )
    yield agreed
    kinds._kinds.pop("test_condition")


def test_a_kind_of_another_stage_is_asked_answered_and_applied(condition: list[Any], application: Any, officer: Any, now: Any) -> None:
    request = services.create_request(application=application, kind="test_condition", reason="Samples first", by=officer, now=now)
    assert request.state == "open" and request.due_on == date(2026, 12, 15)
    services.answer_request(request=request, agree=True, text="", by=officer, now=now)
    assert condition == [(application.pk, True)]
    assert not silence_agrees(SimpleNamespace(settings={"silence_agrees_to_description": True}), request, date(2030, 1, 1))


def test_every_kind_that_holds_an_application_up_rests_on_a_rule_of_law() -> None:
    assert [kind.code for kind in all_kinds() if kind.holds_up and not kind.ground] == []
