"""Runs in the child process: what the content of a page names and draws."""

import hashlib
import re
from typing import Any

NAME = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]+)")
SPELT = re.compile(rb"#([0-9A-Fa-f]{2})")
SHOWS = re.compile(rb"\b(?:Tj|TJ|Do|EI)\b|['\"]")  # what writes words or draws something that may hold them
WRITES = re.compile(rb"\b(?:Tj|TJ)\b|['\"]")
NOTES = (b"%", b"<<")  # a comment or a list of properties may begin so
KEPT_OF = {
    "/ExtGState": {"/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2", "/UCR", "/UCR2"}
    | {"/TR", "/TR2", "/HT", "/FL", "/SM", "/SA", "/BM", "/SMask", "/CA", "/ca", "/AIS", "/TK"},
    "/Group": {"/Type", "/S", "/CS", "/I", "/K"},
}
LEAST = 64  # dots of an image that may say something: two white dots are not the same picture
DEEPEST = 12
Keys = frozenset[Any]


def read_content(stream: Any) -> bytes:
    """What a page or a form is drawn by; b"" for what cannot be unpacked, which draws nothing."""
    import pikepdf

    try:
        content: bytes = stream.read_bytes()
    except pikepdf.PdfError:
        return b""
    return content


def streams_of(page: Any) -> list[Any]:
    """The streams that a page is drawn by, in their order."""
    import pikepdf

    contents = page.get("/Contents", [])
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [one for one in streams if isinstance(one, pikepdf.Stream)]


def contents_of(page: Any) -> set[tuple[int, int]]:
    """Which streams with words or drawings a page is made of."""
    return {one.objgen for one in streams_of(page) if SHOWS.search(read_content(one))}


def words_of(page: Any) -> bytes:
    return b"\n".join(read_content(one) for one in streams_of(page))


def without_notes(stream: Any) -> bytes | None:
    """What the page or the form is drawn by, without comments and without the properties of its parts (words for screen readers, numbers
    of the structure): nobody sees them. None when there are none. PdfError for what cannot be read."""
    import pikepdf

    content = words_of(stream) if isinstance(stream, pikepdf.Dictionary) else read_content(stream)
    if not any(sign in content for sign in NOTES):
        return None
    bare = {"BDC": pikepdf.Operator("BMC"), "DP": pikepdf.Operator("MP")}
    drawn: list[Any] = []
    for step in pikepdf.parse_content_stream(pikepdf.Page(stream) if isinstance(stream, pikepdf.Dictionary) else stream):
        told = str(step.operator) in bare and len(step.operands) == 2 and isinstance(step.operands[1], pikepdf.Dictionary)
        drawn.append(([step.operands[0]], bare[str(step.operator)]) if told else step)
    return pikepdf.unparse_content_stream(drawn)


def keep_known(dictionary: Any, kind: str) -> None:
    """Take away what programs keep beside a drawing's own settings."""
    for key in set(dictionary.keys()) - KEPT_OF[kind]:
        del dictionary[key]


def names_in(content: bytes) -> set[str]:
    """Every name that a content stream mentions."""
    spelt = {SPELT.sub(lambda found: bytes([int(found[1], 16)]), name) for name in NAME.findall(content)}
    return {"/" + name.decode("utf-8", "replace") for name in spelt}


def names_of_bare_forms(resources: Any) -> set[str]:
    """The names in forms that have no resources of their own and use those of their page."""
    import pikepdf

    forms = [one for _, one in resources.get("/XObject", pikepdf.Dictionary()).items() if isinstance(one, pikepdf.Stream)]
    return {name for form in forms if "/Resources" not in form and form.get("/Subtype") == "/Form" for name in names_in(read_content(form))}


def used_of(resources: Any, names: set[str]) -> Any:
    """Those of the resources that are mentioned. Several pages often share one list, with things that only a boxed page shows."""
    import pikepdf

    kept = pikepdf.Dictionary()
    for kind, things in resources.items():
        if not isinstance(things, pikepdf.Dictionary):
            kept[kind] = things
            continue
        kept[kind] = pikepdf.Dictionary()
        for name, thing in things.items():
            if name in names:
                if kind == "/ExtGState" and isinstance(thing, pikepdf.Dictionary):
                    keep_known(thing, kind)
                kept[kind][name] = pikepdf.Dictionary() if kind == "/Properties" else thing  # layers are all shown; words of theirs go
    return kept


class Elements:
    """The images and forms that pages draw, also within forms. Those that say the same are one, though a program wrote them twice."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Keys] = {}

    def of(self, page: Any) -> Keys:
        import pikepdf

        return self._named(pikepdf.Page(page).resources, words_of(page), 0)

    def _named(self, resources: Any, content: bytes, depth: int) -> Keys:
        import pikepdf

        things, names = resources.get("/XObject", pikepdf.Dictionary()), names_in(content)
        drawn = [one for name, one in things.items() if name in names and isinstance(one, pikepdf.Stream)] if depth <= DEEPEST else []
        return frozenset[Any]().union(*(self._within(one, resources, depth) for one in drawn))

    def _within(self, thing: Any, around: Any, depth: int) -> Keys:
        if thing.objgen in self._known:
            return self._known[thing.objgen]
        self._known[thing.objgen] = frozenset({thing.objgen})  # a form that draws itself ends here
        found, said = {thing.objgen}, b""
        if thing.get("/Subtype") == "/Form":
            content = read_content(thing)
            found |= self._named(thing.get("/Resources", around), content, depth + 1)
            said = content if WRITES.search(content) else b""
        elif thing.get("/Width", 0) * thing.get("/Height", 0) >= LEAST:
            said = thing.read_raw_bytes()
        if said:
            found.add(hashlib.sha256(said).digest())
        self._known[thing.objgen] = frozenset(found)
        return self._known[thing.objgen]
