"""The ownership certificates, in words (DMPO articles 13 and 14)."""

MOST_OWNERS = 60
CERTIFICATES = [
    ("a", "Certificate A: nobody else has owned any of the land in the last 21 days"),
    ("b", "Certificate B: others own some of it, and all of them have been told"),
    ("c", "Certificate C: others own some of it, and some of them could not be found"),
    ("d", "Certificate D: others own it, and none of them could be found"),
]
