"""What publicity writes into the history, in the officer's words."""

from audit.registry import EventType

MADE_PUBLIC = EventType("made_public", "Application made public")
TAKEN_OFF_PUBLIC = EventType("taken_off_public", "Application taken off the public pages: {reason}")
NEIGHBOURS_CHOSEN = EventType("neighbours_chosen", "Neighbours chosen: {added} added, {removed} removed, {total} in all")
FIGURES_ENTERED = EventType(
    "proposal_measurements_updated",
    "Figures entered: {projection} m beyond the rear wall, {maximum_height} m high, {eaves_height} m at the eaves",
)
LETTERS_ASKED = EventType("neighbour_letters_asked", "{count} neighbour letters asked for, reply by {reply_by}")
LETTERS_MADE = EventType("neighbour_letters_made", "{count} neighbour letters made, ready to print")
LETTERS_POSTED = EventType("neighbour_letters_sent", "{count} neighbour letters posted on {posted_on}")
SITE_NOTICE_ASKED = EventType("site_notice_created", "Site notice asked for: {quantity} to display, comment by {comment_by}")
SITE_NOTICE_MADE = EventType("site_notice_made", "Site notice made")
SITE_NOTICE_DISPLAYED = EventType("site_notice_displayed", "Site notice displayed on {displayed_on}: {where}")
SITE_NOTICE_CANCELLED = EventType("site_notice_cancelled", "Site notice cancelled: {reason}")
PRESS_NOTICE_RECORDED = EventType("press_notice", "Notice published in {newspaper} on {published_on}")
PERIOD_SET = EventType("consultation_period", "Consultation runs from {started_on} to {ends_on}")
COMMENT_RECEIVED = EventType("neighbour_response_received", "Comment received from {name}: {sentiment}")
COMMENT_PUBLISHED = EventType("neighbour_response_published", "Comment from {name} published")
COMMENT_HELD = EventType("neighbour_response_held", "Comment from {name} not published: {reason}")

ALL = (
    MADE_PUBLIC,
    TAKEN_OFF_PUBLIC,
    NEIGHBOURS_CHOSEN,
    FIGURES_ENTERED,
    LETTERS_ASKED,
    LETTERS_MADE,
    LETTERS_POSTED,
    SITE_NOTICE_ASKED,
    SITE_NOTICE_MADE,
    SITE_NOTICE_DISPLAYED,
    SITE_NOTICE_CANCELLED,
    PRESS_NOTICE_RECORDED,
    PERIOD_SET,
    COMMENT_RECEIVED,
    COMMENT_PUBLISHED,
    COMMENT_HELD,
)
