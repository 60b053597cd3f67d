"""Roles of a council's people and what each may do. A user's roles in a council add up."""

from dataclasses import dataclass

from accounts.permissions import Permission as P


@dataclass(frozen=True)
class Role:
    code: str
    name: str
    description: str
    permissions: frozenset[P]


_EVERYBODY = {P.VIEW_CASES}
_OFFICE = _EVERYBODY | {P.REGISTER, P.EDIT_DOCUMENTS, P.EXPORT}
_OFFICER = _OFFICE | {
    P.VALIDATE,
    P.RECORD_PAYMENT,
    P.ASSIGN,
    P.PUBLICISE,
    P.ASSESS,
    P.MODERATE_COMMENTS,
    P.AGREE_EXTENSION,
    P.CLOSE_CASES,
    P.COMPONENTS,
    P.ENFORCE,
}

ROLES: dict[str, Role] = {
    role.code: role
    for role in [
        Role(
            "support",
            "Support",
            "Registers, scans, tags, prints and posts",
            frozenset(_OFFICE | {P.RECORD_PAYMENT, P.ASSIGN, P.PUBLICISE, P.MODERATE_COMMENTS}),
        ),
        Role(
            "validation",
            "Validation officer",
            "Checks what arrives and asks for what is missing",
            frozenset(_OFFICE | {P.VALIDATE, P.RECORD_PAYMENT, P.ASSIGN, P.PUBLICISE}),
        ),
        Role("case_officer", "Case officer", "Runs a case from validation to recommendation", frozenset(_OFFICER)),
        Role(
            "reviewer",
            "Reviewer",
            "Accepts or returns recommendations and issues decisions",
            frozenset(_OFFICE | {P.REVIEW, P.DETERMINE, P.ASSIGN, P.MODERATE_COMMENTS, P.APPROVE_REFUND}),
        ),
        Role(
            "team_leader",
            "Team leader",
            "A case officer and reviewer who shares out work and may undo",
            frozenset(_OFFICER | {P.REVIEW, P.DETERMINE, P.UNDO, P.OVERRIDE, P.MANAGE_SUBMISSIONS, P.APPROVE_REFUND}),
        ),
        Role("enforcement", "Enforcement officer", "Looks into reported breaches", frozenset(_OFFICE | {P.ENFORCE})),
        Role("land_charges", "Land charges", "Reads cases and decisions", frozenset(_EVERYBODY)),
        Role(
            "administrator",
            "Administrator",
            "Keeps the council's settings, people and lists",
            frozenset(_EVERYBODY | {P.MANAGE_COUNCIL, P.MANAGE_SUBMISSIONS, P.EXPORT, P.COMPONENTS}),
        ),
    ]
}


def permissions_of(roles: list[str]) -> frozenset[P]:
    """All that these role codes may do together; unknown codes give nothing."""
    return frozenset().union(*(ROLES[code].permissions for code in roles if code in ROLES))
