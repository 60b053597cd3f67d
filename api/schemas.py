"""What the API answers with, as its document shows it. Keys are spelled as the reference spells them."""

import uuid
from typing import Any

from ninja import Schema


class Fault(Schema):
    pointer: str
    message: str
    keyword: str | None = None  # the rule of a schema that was broken
    expected: list[str] | None = None  # what it would take


class Error(Schema):
    code: int
    message: str
    detail: str
    pointers: list[Fault] | None = None
    submission: uuid.UUID | None = None


class Errors(Schema):
    error: Error


class Pong(Schema):
    message: str
    timestamp: str


class Created(Schema):
    id: str
    message: str


class Accepted(Schema):
    uuid: uuid.UUID
    message: str


class SubmittedFile(Schema):
    name: str
    state: str
    detail: str | None
    attempts: int
    nextAttemptAt: str | None
    fetchedAt: str | None


class SubmissionState(Schema):
    uuid: uuid.UUID
    state: str
    description: str
    version: int
    receivedAt: str
    understoodAt: str | None
    reference: str | None
    faults: list[Fault]
    files: list[SubmittedFile]


class Coded(Schema):
    value: str
    description: str


class PublishedComment(Schema):
    comment: str
    receivedAt: str
    summaryTag: str


class Consultation(Schema):
    startDate: str | None
    endDate: str | None
    publicUrl: str
    publishedComments: list[PublishedComment]
    consulteeComments: list[PublishedComment]


class Application(Schema):
    type: Coded
    reference: str
    fullReference: str
    targetDate: str | None
    expiryDate: str | None
    receivedAt: str
    validAt: str | None
    publishedAt: str | None
    determinedAt: str | None
    determinationDate: str | None
    decision: str | None
    status: str
    sessionId: None = None
    alternativeReference: str | None
    consultation: Consultation | None
    pressNotice: dict[str, Any] | None


class ReportingType(Schema):
    code: str
    description: str


class Address(Schema):
    latitude: float | None
    longitude: float | None
    title: str
    singleLine: str
    uprn: str
    town: str
    postcode: str


class Boundary(Schema):
    site: dict[str, Any] | None


class Property(Schema):
    address: Address
    boundary: Boundary


class Proposal(Schema):
    description: str
    reportingType: ReportingType | None
    ownerIsPlanningAuthority: bool


class Agent(Schema):
    address: None = None


class Applicant(Schema):
    type: str | None
    address: None = None
    ownership: dict[str, Any] | None
    agent: Agent


class Officer(Schema):
    name: str


class Overview(Schema):
    application: Application
    property: Property
    proposal: Proposal
    applicant: Applicant
    officer: Officer | None
    data: dict[str, Any]


class Pagination(Schema):
    resultsPerPage: int
    currentPage: int
    totalPages: int
    totalResults: int
    totalAvailableItems: int


class SearchAnswer(Schema):
    pagination: Pagination
    data: list[Overview]


class FileMetadata(Schema):
    byteSize: int
    contentType: str


class File(Schema):
    name: str
    referencesInDocument: list[str]
    url: str
    type: list[Coded]
    createdAt: str
    applicantDescription: str | None
    metadata: FileMetadata


class DocumentsMetadata(Schema):
    results: int
    totalResults: int


class DecisionNotice(Schema):
    name: str
    url: str


class DocumentsAnswer(Schema):
    application: Application
    files: list[File]
    metadata: DocumentsMetadata
    decisionNotice: DecisionNotice | None = None


class ApplicationTypeAnswer(Schema):
    code: str
    name: str
    suffix: str
