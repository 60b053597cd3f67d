"""What this stage writes into the history, in the officer's words."""

from audit.registry import EventType

SUBMISSION_FAULTY = EventType("submission_faulty", "A submission from {source} could not become a case: {faults}")
SUBMISSION_CHANGED = EventType("submission_changed", "{source} sent other content under the same id; different: {places}")
SUBMISSION_LATE = EventType("submission_after_the_end", "{source} sent version {version} after the case had ended; different: {places}")
DIFFERENCE_TAKEN_OVER = EventType("difference_taken_over", "Took over from version {version}: {part}, {label}: {after}")
DIFFERENCE_LEFT = EventType("difference_left", "Left as it is, though version {version} says otherwise: {part}, {label}")
SUBMISSION_REPLAYED = EventType("submission_replayed", "Submission {source_id} from {source} was replayed")
HELD_STARTED = EventType("held_submissions_started", "Submissions that were held were started: {count}")
SUBMISSION_SET_ASIDE = EventType("submission_set_aside", "Submission {source_id} from {source} was set aside: {reason}")
BREACH_REPORTED = EventType("breach_reported", "A breach of planning control was reported through {source}")
CASE_KEYED_IN = EventType("case_keyed_in", "Keyed in, came {how}, received {received_on}")
FILES_FETCHED = EventType("submitted_files_fetched", "Files that came with the application were fetched: {count}")
FILE_NOT_FETCHED = EventType("submitted_file_not_fetched", "The file {name} could not be had: {reason}")
FILES_ASKED_FOR_AGAIN = EventType("submitted_files_asked_for_again", "Files that had not arrived were sent for again: {count}")
PACKAGE_UPLOADED = EventType("package_uploaded", "The Planning Portal’s package {name} of application {source_id} was uploaded by hand")
PACKAGE_NOT_FETCHED = EventType("package_not_fetched", "The package {name} could not be had: {reason}")

ALL = (
    CASE_KEYED_IN, BREACH_REPORTED, SUBMISSION_FAULTY, SUBMISSION_CHANGED, SUBMISSION_LATE, DIFFERENCE_TAKEN_OVER, DIFFERENCE_LEFT,
    SUBMISSION_REPLAYED, SUBMISSION_SET_ASIDE, HELD_STARTED, FILES_FETCHED, FILE_NOT_FETCHED, FILES_ASKED_FOR_AGAIN,
    PACKAGE_UPLOADED, PACKAGE_NOT_FETCHED,
)  # fmt: skip
