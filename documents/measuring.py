"""What the panel for measuring shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from documents.models import Document, Measurement

SCALES = (1, 5, 10, 20, 50, 100, 200, 250, 500, 1000, 1250, 2500, 5000)
PAPERS = (("A0", 1189), ("A1", 841), ("A2", 594), ("A3", 420), ("A4", 297))  # the long side in mm


@dataclass(frozen=True)
class Measuring:
    """Of one page. kept: oldest first."""

    document: Document
    reference: str
    kept: list[Measurement]

    @classmethod
    def of(cls, document: Document, reference: str, measurements: Iterable[Measurement]) -> "Measuring":
        return cls(document, reference, list(measurements))

    scales = SCALES
    papers = PAPERS

    @property
    def shapes(self) -> list[dict[str, Any]]:
        """For the drawing over the page."""
        return [{"kind": one.kind, "points": one.points} for one in self.kept]

    @property
    def ratio(self) -> str:
        """The scale that was last measured with; "" when nobody has."""
        return f"{self.kept[-1].scale.normalize():f}" if self.kept else ""

    @property
    def keep_url(self) -> str:
        return reverse("documents:measure", kwargs={"reference": self.reference, "public_id": self.document.public_id})

    def remove_url(self, kept: Measurement) -> str:
        where = {"reference": self.reference, "public_id": self.document.public_id, "measurement_id": kept.pk}
        return reverse("documents:remove_measurement", kwargs=where)
