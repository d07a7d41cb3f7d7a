"""What `bump` does with changelogs that are kept in ways of their own, on real repositories."""

from __future__ import annotations

from tests.conftest import Sample

OLD = "## 1.0.0 (2026-01-02)\n\n- First.\n"


def kept(sample: Sample, text: str, name: str = "CHANGELOG.md") -> None:
    """Let the sample keep its changelog by hand."""
    sample.git("rm", "-qr", "changelog.d", "CHANGELOG.md")
    pyproject = (sample.folder / "pyproject.toml").read_text().partition("[tool.towncrier]")[0]
    sample.write("pyproject.toml", pyproject)
    sample.write(name, text)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "changelog")
