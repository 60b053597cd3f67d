"""The verbs of manual entry: begin, save a page, add and remove files, throw away, make the case."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from accounts.policy import policy
from core.errors import DomainError
from core.services import check_version
from documents import storage
from documents.checks import FileRefused, check_file
from documents.tags import all_tags
from intake.manual.models import ManualDraft, ManualFile
from intake.manual.naming import tag_for

MOST_FILES = 200


class AlreadyACase(DomainError):
    """The draft has become a case: it is changed there."""


@transaction.atomic
def begin(*, authority: Any, type: str, by: Any, now: datetime) -> ManualDraft:
    """Begin to key in an application or a report of this type."""
    return ManualDraft.objects.create(authority=authority, answers={"type": type}, begun_by=by, saved_by=by, begun_at=now, saved_at=now)


@transaction.atomic
def save_page(*, draft: ManualDraft, page: str, answers: dict[str, Any], version: int | None, by: Any, now: datetime) -> ManualDraft:
    """Keep the answers of one page. StaleRecord where a colleague saved the draft in the meantime."""
    draft = locked(draft)
    check_version(draft, version, who=draft.saved_by.name)
    draft.answers = {**draft.answers, page: json.loads(json.dumps(answers, cls=DjangoJSONEncoder))}
    _saved(draft, by, now)
    return draft


@transaction.atomic
def change_type(*, draft: ManualDraft, type: str, by: Any, now: datetime) -> ManualDraft:
    """Another type for what was begun; the answers stay."""
    draft = locked(draft)
    draft.answers = {**draft.answers, "type": type}
    draft.version += 1
    _saved(draft, by, now)
    return draft


def _saved(draft: ManualDraft, by: Any, now: datetime) -> None:
    draft.saved_by, draft.saved_at = by, now
    draft.save(update_fields=["answers", "version", "saved_by", "saved_at"])


def locked(draft: ManualDraft) -> ManualDraft:
    """The draft under a lock. AlreadyACase where it has become one."""
    found = ManualDraft.objects.select_for_update(of=("self",)).select_related("authority", "saved_by", "case").filter(pk=draft.pk).first()
    if found is None:
        raise DomainError("This draft has been thrown away.")
    if found.case is not None:
        raise AlreadyACase(f"This has become case {found.case.reference}. Change it there.")
    return found


def add_files(*, draft: ManualDraft, files: list[Any], by: Any, now: datetime) -> list[str]:
    """Keep files with the draft. Answers why each of those that cannot be kept was refused; the same file again is kept once."""
    refused = []
    for upload in files:
        try:
            _add_file(draft, upload, by, now)
        except FileRefused as refusal:
            refused.append(refusal.message)
    return refused


@transaction.atomic
def _add_file(draft: ManualDraft, upload: Any, by: Any, now: datetime) -> None:
    checked = check_file(upload, upload.name, max_mb=policy(draft.authority, "officer_upload_mb"))
    draft = locked(draft)
    if ManualFile.objects.filter(draft=draft, sha256=checked.sha256).exists():
        return
    if ManualFile.objects.filter(draft=draft).count() >= MOST_FILES:
        raise FileRefused(f"A draft can hold {MOST_FILES} files. Make the case, and add “{checked.name}” there.")
    public_id = uuid.uuid4()
    key = storage.key_of(draft.authority_id, draft.public_id, public_id)
    storage.put(key, checked.content)
    ManualFile.objects.create(
        authority_id=draft.authority_id,
        public_id=public_id,
        draft=draft,
        name=checked.name,
        tags=[tag for tag in [tag_for(checked.name)] if tag],
        key=key,
        sha256=checked.sha256,
        content_type=checked.content_type,
        size=checked.size,
        added_at=now,
    )
    _saved(draft, by, now)


@transaction.atomic
def tag_files(*, draft: ManualDraft, said: dict[Any, tuple[str, str]], by: Any, now: datetime) -> None:
    """What each file is: {public id: (tag, drawing number)}; what nobody knows is left out."""
    draft = locked(draft)
    for file in ManualFile.objects.filter(draft=draft, public_id__in=said):
        tag, number = said[file.public_id]
        file.tags, file.number = [tag] if tag in all_tags() else [], number[:100]
        file.save(update_fields=["tags", "number"])
    _saved(draft, by, now)


@transaction.atomic
def remove_file(*, draft: ManualDraft, public_id: Any, by: Any, now: datetime) -> str:
    """Take a file off the draft: its name, "" where it was gone already."""
    draft = locked(draft)
    file = ManualFile.objects.filter(draft=draft, public_id=public_id).first()
    if file is None:
        return ""
    _forget(file)
    _saved(draft, by, now)
    return file.name


@transaction.atomic
def throw_away(*, draft: ManualDraft) -> None:
    """Delete a draft and its files. What was handed in already (a submission with faults) stays in the inbox."""
    draft = locked(draft)
    for file in ManualFile.objects.filter(draft=draft):
        _forget(file)
    draft.delete()


def _forget(file: ManualFile) -> None:
    key = file.key
    file.delete()
    transaction.on_commit(lambda: default_storage.delete(key))
