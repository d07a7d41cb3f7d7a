"""The names of files, their tags, and the files that a wheel or sdist must hold."""

from posixpath import join

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.dist_info import fault_in, record_of
from gonogo.pypi_rules.names import is_taken, sdist_project, wheel_name
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.upload import Upload
from gonogo.pypi_rules.ziparchive import ZipArchive


@rule(Stage.NAME + 10, "Sdist format; PEP 625", ok="demo-1.0.tar.gz", bad="demo.tar.gz")
def sdist_name_parses(upload: Upload) -> Faults:
    """The sdist's file name is not `name-version.tar.gz`. The index and installers read project and version from it.
    Fix: build the sdist again; do not rename it.
    """
    if upload.one("filetype") == "sdist" and not sdist_project(upload.filename):
        yield Fault(f"Invalid source distribution filename: {upload.filename}", upload.filename)


@rule(Stage.NAME + 20, "Sdist format; PEP 625", ok="demo-1.0.tar.gz", bad="other-1.0.tar.gz")
def sdist_is_of_this_project(upload: Upload) -> Faults:
    """The sdist's file name begins with another project's name than its metadata has. The index would list it among the
    files of a project that it does not belong to.
    Fix: build the sdist again; do not rename it.
    """
    project = sdist_project(upload.filename)
    if upload.one("filetype") == "sdist" and project and project != upload.project:
        expected = upload.project.replace("-", "_")
        yield Fault(f"Start filename for {upload.one('name')!r} with {expected!r}.", upload.filename)


@rule(Stage.NAME + 30, "Sdist format; PEP 625", ok="demo-1.0.tar.gz", bad="Demo-1.0.tar.gz")
def sdist_name_is_normalized(upload: Upload) -> Faults:
    """The sdist's file name is not exactly the normalized name with `_`, a dash, the normalized version and `.tar.gz`.
    So a .zip can never pass. Installers find it under that one name.
    Fix: update the build backend and build again.
    """
    if upload.one("filetype") != "sdist" or upload.version is None:
        return
    expected = f"{upload.project.replace('-', '_')}-{upload.version}.tar.gz"
    if upload.filename != expected:
        yield Fault(f"Filename {upload.filename!r} is invalid, should be {expected!r}.", upload.filename)


@rule(Stage.NAME + 40, "PEP 639", ok="demo-1.0/LICENSE for License-File: LICENSE", bad="no such member")
def sdist_has_its_licence_files(upload: Upload) -> Faults:
    """A License-File that the metadata names is not in the sdist. The index compares the metadata with the contents of
    the archive.
    Fix: correct `license-files`, or add the file to the sdist.
    """
    archive = upload.artifact.archive
    if upload.one("filetype") != "sdist" or not archive or not archive.top:
        return
    for name in upload.all("license_file"):
        target = join(archive.top, name)
        if target.rstrip("/") not in archive.names:
            yield Fault(f"License-File {name} does not exist in distribution file at {target}", target)


@rule(Stage.NAME + 50, "Wheel format", ok="demo-1.0-py3-none-any.whl", bad="demo-1.0-any.whl")
def wheel_name_parses(upload: Upload) -> Faults:
    """The wheel's file name is not `name-version(-build)-python-abi-platform.whl`, or a part of it is not valid. The
    index and installers read project, version and tags from it.
    Fix: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else None
    if isinstance(parsed, str):
        yield Fault(parsed, upload.filename)


@rule(
    Stage.NAME + 60,
    "PEP 425, 600, 656, 730, 738, 783; the index's list, read 2026-08-21",
    ok="demo-1.0-py3-none-manylinux_2_17_x86_64.whl",
    bad="demo-1.0-py3-none-linux_x86_64.whl",
)
def platform_tags_are_taken(upload: Upload) -> Faults:
    """The wheel's platform tag is not in the index's list, such as `linux_x86_64`, which says nothing of the system's
    libraries, or a macOS version that never existed.
    Fix: build Linux wheels with cibuildwheel, or repair them with auditwheel, and add them with `nox -s build --
    --wheels FOLDER`; or release the sdist alone, with `artifacts = ["sdist"]` in `[tool.gonogo]`; on macOS set
    MACOSX_DEPLOYMENT_TARGET to 11.0 or the like.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    tags = set() if isinstance(parsed, str) else {tag.platform for tag in parsed[2]}
    for platform in sorted(tags):
        if not is_taken(platform):
            message = f"Binary wheel '{upload.filename}' has an unsupported platform tag '{platform}'."
            yield Fault(message, upload.filename)


@rule(Stage.NAME + 70, "Wheel format", ok="demo-1.0-py3-none-any.whl", bad="other-1.0-py3-none-any.whl")
def wheel_is_of_this_project(upload: Upload) -> Faults:
    """The wheel's file name begins with another project's name than its metadata has. The index would list it among the
    files of a project that it does not belong to.
    Fix: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    if not isinstance(parsed, str) and parsed[0] != upload.project:
        expected = upload.project.replace("-", "_")
        yield Fault(f"Start filename for {upload.one('name')!r} with {expected!r}.", upload.filename)


@rule(Stage.NAME + 80, "Wheel format", ok="demo-1.0-py3-none-any.whl", bad="Demo-1.0-py3-none-any.whl")
def wheel_name_is_normalized(upload: Upload) -> Faults:
    """The wheel's file name spells the project otherwise than in lower case with `_`. Installers look for its
    `.dist-info` folder under that one name.
    Fix: update the build backend and build again.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    mine, expected = upload.filename.split("-", 1)[0], upload.project.replace("-", "_")
    if not isinstance(parsed, str) and parsed[0] == upload.project and mine != expected:
        message = f"should contain the normalized project name {expected!r}, not {mine!r}."
        yield Fault(f"Filename {upload.filename!r} {message}", upload.filename)


@rule(Stage.NAME + 90, "Wheel format", ok="demo-1.0.0-py3-none-any.whl", bad="demo-1.1-py3-none-any.whl")
def wheel_is_of_this_version(upload: Upload) -> Faults:
    """The wheel's file name has another version than its metadata. The index would list it under a release that it
    does not belong to.
    Fix: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    if not isinstance(parsed, str) and upload.version and parsed[1] != upload.version:
        message = f"Version in filename should be {str(upload.version)!r} not {str(parsed[1])!r}."
        yield Fault(message, upload.filename)


@rule(Stage.LICENCES + 10, "PEP 639", ok="demo-1.0.dist-info/licenses/LICENSE", bad="demo-1.0.dist-info/LICENSE")
def wheel_has_its_licence_files(upload: Upload) -> Faults:
    """A License-File that the metadata names is not in the wheel's `.dist-info/licenses` folder. The index compares the
    metadata with the contents of the archive.
    Fix: update the build backend and build again.
    """
    artifact = upload.artifact
    archive = artifact.archive
    if not artifact.is_wheel or artifact.trouble or not isinstance(archive, ZipArchive):
        return
    for name in upload.all("license_file"):
        target = f"{artifact.dist_info}/licenses/{name}"
        if not archive.unpacks(target):
            yield Fault(f"License-File {name} does not exist in distribution file at {target}", target)


@rule(Stage.RECORD + 10, "Wheel format, RECORD", ok="RECORD as UTF-8 CSV", bad="no RECORD, or one in Latin-1")
def wheel_has_a_record(upload: Upload) -> Faults:
    """The wheel has no RECORD in its `.dist-info` folder, or one that is not UTF-8 CSV; installers need it to check and
    to uninstall.
    Fix: build the wheel again.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/RECORD"
    if artifact.is_wheel and not artifact.trouble and record_of(artifact) is None and not artifact.is_long(target):
        yield Fault(f"Wheel '{upload.filename}' does not contain the required RECORD file: {target}", target)


@rule(Stage.ENTRY_POINTS + 10, "Entry points specification", ok="demo = demo.cli:main", bad="demo: demo.cli:main")
def entry_points_are_valid(upload: Upload) -> Faults:
    """The wheel's entry_points.txt is not UTF-8 INI with `=`, names something twice, or gives a script a name that is
    not a file name. Installers make programs with these names.
    Fix: correct `scripts` and `entry-points` in `[project]`.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/entry_points.txt"
    if not artifact.is_wheel or target not in artifact.names or artifact.is_long(target):
        return
    data = artifact.read(target)
    why = "it cannot be unpacked" if data is None else fault_in(data)
    if why:
        message = f"Wheel '{upload.filename}' has invalid entry points defined in the entry_points.txt file"
        yield Fault(message, f"{target}: {why}")


@rule(Stage.METADATA_FILE + 10, "Wheel format", ok="demo-1.0.dist-info/METADATA", bad="Demo-1.0.dist-info/METADATA")
def wheel_has_metadata(upload: Upload) -> Faults:
    """The wheel holds no METADATA in the `.dist-info` folder that is spelled exactly as in its file name. The index
    serves it beside the wheel, and installers resolve by it.
    Fix: build the wheel again; do not rename it.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/METADATA"
    if artifact.is_wheel and artifact.lacks(target):
        message = f"Wheel '{upload.filename}' does not contain the required METADATA file: {target}"
        yield Fault(message, target)


@rule(Stage.METADATA_FILE + 20, "The index's file system", ok="a name of 246 bytes", bad="a name of 247 bytes")
def filename_is_short(upload: Upload) -> Faults:
    """The wheel's file name is longer than 246 bytes; the index adds `.metadata` to it and allows 255.
    Fix: shorten the version or the list of tags.
    """
    if upload.artifact.is_wheel and len(f"{upload.filename}.metadata".encode()) > limits.NAME_BYTES:
        yield Fault(f"Filename is too long: '{upload.filename}'", upload.filename)
