"""References in addresses. An imported reference may hold slashes (15/01234/FUL): in addresses they are written as ~."""


class ReferenceConverter:
    regex = r"[A-Za-z0-9][A-Za-z0-9._~-]{0,79}"

    def to_python(self, value: str) -> str:
        return value.replace("~", "/")

    def to_url(self, value: str) -> str:
        return str(value).replace("/", "~")
