"""Outside services as administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from places.models import OutsideService
from places.outside import Service, all_services
from places.selectors import outside_services


@dataclass(frozen=True)
class ServiceRow:
    service: Service
    noted: OutsideService | None
    now: datetime

    @property
    def is_paused(self) -> bool:
        return bool(self.noted and self.noted.paused_until and self.noted.paused_until > self.now)

    @property
    def is_failing(self) -> bool:
        """Whether the last call failed."""
        noted = self.noted
        return bool(noted and noted.last_failed_at and (noted.last_worked_at is None or noted.last_worked_at < noted.last_failed_at))

    @property
    def state(self) -> tuple[str, str]:
        """Label and colour of its tag."""
        if not self.service.is_set_up:
            return "Not set up", "grey"
        if self.is_paused:
            return "Left alone for now", "red"
        if self.is_failing:
            return "Failing", "red"
        return ("Working", "green") if self.noted and self.noted.last_worked_at else ("Not asked yet", "blue")

    @property
    def may_be_tried(self) -> bool:
        return self.service.is_set_up and self.service.probe is not None


def service_rows(now: datetime) -> list[ServiceRow]:
    noted = outside_services()
    return [ServiceRow(service, noted.get(service.key), now) for service in all_services()]
