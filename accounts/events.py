"""What this stage writes into the council's history, in the officer's words."""

from audit.registry import EventType

SIGNED_IN = EventType("signed_in", "Signed in with {factor}")
APP_SET_UP = EventType("authenticator_set_up", "Set up an authenticator app")
APP_REMOVED = EventType("authenticator_removed", "Removed the authenticator app of {name}")
BACKUP_CODES_MADE = EventType("backup_codes_made", "Made {number} backup codes for {name}")
PASSWORD_LINK_SENT = EventType("password_link_sent", "Sent {name} a link to choose a password")
PASSWORD_CHOSEN = EventType("password_chosen", "Chose a new password")
API_CLIENT_MADE = EventType("api_client_made", "Let {name} talk to BOPS with {how}")
SETTINGS_CHANGED = EventType("admin_record_changed", "{verb} {what} “{record}” in the admin: {changes}")

ALL: tuple[EventType, ...] = (
    SIGNED_IN, APP_SET_UP, APP_REMOVED, BACKUP_CODES_MADE, PASSWORD_LINK_SENT, PASSWORD_CHOSEN, API_CLIENT_MADE, SETTINGS_CHANGED,
)  # fmt: skip
