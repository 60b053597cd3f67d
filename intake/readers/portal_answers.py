"""Whatever a Portal form says that has no place of its own, as questions and answers in the form's own order."""

from __future__ import annotations

import re
from typing import Any

from intake.readers.parts import Part
from intake.shape import Answer

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
KEPT_CAPITALS = {"gla": "GLA", "epc": "EPC", "lpa": "LPA", "lpas": "LPAs", "tpo": "TPO", "bng": "BNG", "cil": "CIL", "uprn": "UPRN"}
LONGEST_POSITION = 7  # digits of a place in a list
ROOT = {"applicationData": "", "applicationHeader": "The application", "documentList": "Files as the Portal lists them"}
YES_OR_NO = {True: "Yes", False: "No"}


def read_answers(root: Part) -> tuple[Answer, ...]:
    """Every value that nobody took, one answer each: nothing of the form is dropped."""
    return tuple(_answer(pointer, value) for pointer, value in root.left().items())


def _answer(pointer: str, value: Any) -> Answer:
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if steps[0] == "applicationData" and len(steps) > 1:
        section, rest = in_words(steps[1]), steps[2:]
    else:
        section, rest = ROOT.get(steps[0]) or in_words(steps[0]), steps[1:]
    return Answer(question=_question(rest) or section, values=(_said(value),), section=section, pointer=pointer)


def _question(steps: list[str]) -> str:
    """`developmentPhases/0/schemePhaseDetail` → “Development phases 1: scheme phase detail”."""
    words: list[str] = []
    for step in steps:
        if step.isascii() and step.isdigit() and len(step) < LONGEST_POSITION:
            words[-1:] = [f"{words[-1]} {int(step) + 1}" if words else f"{int(step) + 1}"]
        else:
            words.append(in_words(step))
    return ": ".join([words[0], *(word[:1].lower() + word[1:] if word[1:2].islower() else word for word in words[1:])]) if words else ""


def in_words(name: str) -> str:
    """`siteInFloodRiskArea` → “Site in flood risk area”."""
    words = [KEPT_CAPITALS.get(word.lower(), word.lower()) for word in WORD.findall(name)]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _said(value: Any) -> str:
    return YES_OR_NO[value] if isinstance(value, bool) else str(value)
