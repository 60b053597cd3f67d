"""What this stage writes into the history, in the officer's words."""

from audit.registry import EventType

SUBMISSION_FAULTY = EventType("submission_faulty", "A submission from {source} could not become a case: {faults}")
SUBMISSION_CHANGED = EventType("submission_changed", "{source} sent other content under the same id; different: {places}")
SUBMISSION_REPLAYED = EventType("submission_replayed", "Submission {source_id} from {source} was replayed")
SUBMISSION_SET_ASIDE = EventType("submission_set_aside", "Submission {source_id} from {source} was set aside: {reason}")
BREACH_REPORTED = EventType("breach_reported", "A breach of planning control was reported through {source}")
FILES_FETCHED = EventType("submitted_files_fetched", "Files that came with the application were fetched: {count}")
FILE_NOT_FETCHED = EventType("submitted_file_not_fetched", "The file {name} could not be had: {reason}")
FILES_ASKED_FOR_AGAIN = EventType("submitted_files_asked_for_again", "Files that had not arrived were sent for again: {count}")

ALL = (
    BREACH_REPORTED, SUBMISSION_FAULTY, SUBMISSION_CHANGED, SUBMISSION_REPLAYED, SUBMISSION_SET_ASIDE, FILES_FETCHED, FILE_NOT_FETCHED,
    FILES_ASKED_FOR_AGAIN,
)  # fmt: skip
