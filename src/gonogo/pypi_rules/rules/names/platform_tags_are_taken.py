"""The index takes the wheel's platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.platforms import is_taken
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 60, source="PEP 425, 600, 656, 730, 738, 783; the index's list, read 2026-08-21")
def platform_tags_are_taken(upload: Upload) -> Iterator[Fault]:
    """The wheel's platform tag is not in the index's list, such as `linux_x86_64`, which says nothing of the
    system's libraries, or a macOS version that never was.

    Mend: build Linux wheels with cibuildwheel, or repair them with auditwheel, and hand them on with
    `nox -s build -- --wheels FOLDER`; or release the sdist alone, with `artifacts = ["sdist"]` under
    `[tool.gonogo]`; on macOS set MACOSX_DEPLOYMENT_TARGET to 11.0 or the like.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    tags = set() if isinstance(parsed, str) else {tag.platform for tag in parsed[2]}
    for platform in sorted(tags):
        if not is_taken(platform):
            message = f"Binary wheel '{upload.filename}' has an unsupported platform tag '{platform}'."
            yield Fault(message, upload.filename)
