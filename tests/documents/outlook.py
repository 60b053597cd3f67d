"""Outlook messages made here, as Outlook saves them: a compound file (MS-CFB) with the properties of a message in it (MS-OXMSG)."""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

SECTOR, SMALL_SECTOR, SMALL = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STREAM, STORAGE, ROOT = 2, 1, 5
Tree = dict[str, Any]  # name: bytes, or another such tree


def a_msg(
    subject: str = "Plans",
    words: str = "Please find the plans attached.",
    *,
    sender: tuple[str, str] = ("Ada Agent", "ada@agent.example"),
    to: tuple[str, str] = ("Planning", "planning@council.example"),
    attachments: Sequence[tuple[str, bytes | Tree]] = (),
    html: str = "",
) -> bytes:
    """A message that was sent on 2 November 2026 at 09:30. attachments: (name, content), or (subject, `an_inner(…)`)."""
    sent = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    texts = {0x001A: "IPM.Note", 0x0037: subject, 0x0C1A: sender[0], 0x0C1F: sender[1], 0x0E04: to[0]}
    texts |= {0x1000: words} if words else {}
    tree = _texts(texts)
    if html:
        tree["__substg1.0_10130102"] = html.encode()
    head = struct.pack("<8xIIII8x", 1, len(attachments), 1, len(attachments))
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    tree["__properties_version1.0"] = head + _sizes(texts) + struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    if html:
        size, utf8 = struct.pack("<HHIIxxxx", 0x0102, 0x1013, 6, len(html)), struct.pack("<HHIIxxxx", 0x0003, 0x3FDE, 6, 65001)
        tree["__properties_version1.0"] += size + utf8
    tree["__nameid_version1.0"] = {f"__substg1.0_{number}0102": b"" for number in ("0002", "0003", "0004")}
    person = {0x3001: to[0], 0x3003: to[1], 0x39FE: to[1]}
    kind = struct.pack("<HHIIxxxx", 0x0003, 0x0C15, 6, 1)
    tree["__recip_version1.0_#00000000"] = _texts(person) | {"__properties_version1.0": bytes(8) + _sizes(person) + kind}
    for number, (name, content) in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = _attachment(name, content)
    return compound(tree)


def an_inner(subject: str, words: str) -> Tree:
    """A message that was passed on inside another one."""
    texts = {0x001A: "IPM.Note", 0x0037: subject, 0x1000: words}
    return _texts(texts) | {"__properties_version1.0": bytes(24) + _sizes(texts)}


def _attachment(name: str, content: bytes | Tree) -> Tree:
    if isinstance(content, dict):
        texts = {0x3001: name, 0x3707: name}
        inside = struct.pack("<HHIIxxxx", 0x0003, 0x3705, 6, 5)
        return {**_texts(texts), "__substg1.0_3701000D": content, "__properties_version1.0": bytes(8) + _sizes(texts) + inside}
    texts = {0x3707: name, 0x3704: name[:8], 0x3703: f".{name.rpartition('.')[2]}"}
    by_value = struct.pack("<HHIIxxxx", 0x0003, 0x3705, 6, 1)
    size = struct.pack("<HHIIxxxx", 0x0102, 0x3701, 6, len(content))
    return {
        **_texts(texts),
        "__substg1.0_37010102": content,
        "__properties_version1.0": bytes(8) + _sizes(texts) + by_value + size,
    }


def _texts(texts: dict[int, str]) -> Tree:
    return {f"__substg1.0_{tag:04X}001F": text.encode("utf-16-le") for tag, text in texts.items()}


def _sizes(texts: dict[int, str]) -> bytes:
    return b"".join(struct.pack("<HHIIxxxx", 0x001F, tag, 6, len(text) * 2 + 2) for tag, text in texts.items())


def compound(tree: Tree) -> bytes:
    """A compound file: sectors of 512 bytes, small streams together in one of their own, a directory, and tables of what follows what."""
    entries: list[list[Any]] = []
    _enter(entries, "Root Entry", tree, ROOT)
    small, small_table = b"", []
    chains: list[bytes] = []
    for entry in entries:
        content = entry[2]
        if entry[1] != STREAM:
            continue
        entry[4] = len(content)
        if len(content) >= SMALL:
            chains.append(content)
            entry[3] = (len(chains) - 1,)
        elif content:
            entry[3] = len(small) // SMALL_SECTOR
            count = -(-len(content) // SMALL_SECTOR)
            small_table += [*range(entry[3] + 1, entry[3] + count), END]
            small += content.ljust(count * SMALL_SECTOR, b"\0")
    large = len(chains)
    chains += [small, struct.pack(f"<{len(small_table)}I", *small_table)]
    starts, table, at = [], [], 0
    for content in [*chains, bytes(128 * len(entries))]:
        count = -(-len(content) // SECTOR)
        starts.append(at if count else END)
        table += [*range(at + 1, at + count), END] if count else []
        at += count
    entries[0][3], entries[0][4] = starts[large], len(small)
    directory = b"".join(_entry(entry, starts) for entry in entries)
    tables = next(n for n in range(1, 100) if n * SECTOR // 4 >= at + n)
    table += [FAT] * tables
    table += [FREE] * (tables * SECTOR // 4 - len(table))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        starts[-1],
        0,
        SMALL,
        starts[large + 1],
        -(-len(chains[-1]) // SECTOR),
        END,
        0,
    )
    head += struct.pack("<109I", *range(at, at + tables), *[FREE] * (109 - tables))
    body = b"".join(_padded(content) for content in [*chains, directory])
    return head + body + struct.pack(f"<{len(table)}I", *table)


def _padded(content: bytes, fill: bytes = b"\0") -> bytes:
    return content + fill * (-len(content) % SECTOR)


def _enter(entries: list[list[Any]], name: str, content: Any, kind: int) -> int:
    """Put a thing and what is in it into the directory; its number. [name, kind, content, start, size, left, right, child]"""
    number = len(entries)
    entries.append([name, kind, content, END, 0, FREE, FREE, FREE])
    if isinstance(content, dict):
        members = [
            _enter(entries, member, inner, STORAGE if isinstance(inner, dict) else STREAM)
            for member, inner in sorted(content.items(), key=lambda pair: (len(pair[0]), pair[0].upper()))
        ]
        entries[number][7] = _tree_of(entries, members)
    return number


def _tree_of(entries: list[list[Any]], members: list[int]) -> int:
    """The members of a folder as a balanced tree; its root."""
    if not members:
        return FREE
    middle = len(members) // 2
    entries[members[middle]][5] = _tree_of(entries, members[:middle])
    entries[members[middle]][6] = _tree_of(entries, members[middle + 1 :])
    return members[middle]


def _entry(entry: list[Any], starts: list[int]) -> bytes:
    name, kind, _, start, size, left, right, child = entry
    first = starts[start[0]] if isinstance(start, tuple) else start
    spelt = name.encode("utf-16-le")
    if kind == STORAGE:
        first = 0
    return spelt.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(spelt) + 2, kind, 1, left, right, child, first, size)
