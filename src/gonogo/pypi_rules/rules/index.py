"""What the index already has: projects, releases and files."""

from datetime import timedelta

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.names import look, moment, same_release, sdist_project, standard_names
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.upload import Upload


@rule(Stage.PROJECT + 10, "The index's own rule; stdlib-list", ok={"name": "demo"}, bad={"name": "dataclasses"})
def name_is_not_in_the_standard_library(upload: Upload) -> Faults:
    """The project's name is that of a standard-library module of some Python, so an installation by mistake would be
    likely; the index accepts no new project of such a name.
    Fix: choose another name.
    """
    if upload.project not in standard_names() or (upload.facts and upload.facts.exists):
        return
    if upload.facts is None or upload.facts.exists is None:
        what = f"the name {upload.one('name')!r} is a standard-library module's, and no index was asked for the project"
        yield Fault(
            what, "name", undecided="ask the index whether the project exists: gonogo inspect --index pypi FILES"
        )
    else:
        why = "isn't allowed (conflict with Python Standard Library module name)."
        yield Fault(f"The name {upload.one('name')!r} {why}", "name")


@rule(Stage.PROJECT + 20, "The index's own rule against look-alikes", ok="demo beside damo", bad="dem0 beside demo")
def name_is_unlike_others(upload: Upload) -> Faults:
    """Another project's name is the same once separators are left out and l, i and 1, o and 0 are read as equal; the
    index accepts no new project of such a name.
    Fix: choose another name.
    """
    if upload.facts is None or upload.facts.exists is not False or not upload.facts.neighbours:
        return
    mine = look(upload.project)
    if any(look(other) == mine for other in upload.facts.neighbours):
        yield Fault(f"The name {upload.one('name')!r} is too similar to an existing project.", "name")


@rule(
    Stage.PROJECT + 30,
    "PEP 792, project status markers",
    status=403,
    ok="project status active",
    bad="project status archived",
)
def project_takes_files(upload: Upload) -> Faults:
    """The project is archived or quarantined; nobody may upload to it.
    Fix: an owner can end the archiving on the index's pages; to end a quarantine, ask the index's support.
    """
    if upload.facts and upload.facts.status in {"archived", "quarantined"}:
        yield Fault(f"The project {upload.one('name')!r} is {upload.facts.status}.", "name")


@rule(
    Stage.DUPLICATE + 10,
    "The index's own rule on file name reuse",
    ok="a new name, or the same bytes again",
    bad="other bytes under a served name",
)
def filename_is_free(upload: Upload) -> Faults:
    """The index serves another file under this name; it never lets the bytes of a name change. The same bytes again
    would be accepted.
    Fix: release a new version.
    """
    for one in (*upload.facts.served, *upload.facts.beside) if upload.facts else ():
        if one.filename == upload.filename and one.sha256 and one.sha256 != upload.digests["sha256"]:
            yield Fault(f"File already exists ({upload.filename!r}).", upload.filename)


@rule(
    Stage.DUPLICATE + 20, "The index's own rule on duplicates", ok="new bytes", bad="the bytes of another served file"
)
def bytes_are_new(upload: Upload) -> Faults:
    """The project already has a file of exactly these bytes under another name; the index keeps each content once.
    Fix: send it under the name that it has there, or build the new version's own file.
    """
    for one in (*upload.facts.served, *upload.facts.beside) if upload.facts else ():
        if one.filename != upload.filename and one.sha256 == upload.digests["sha256"]:
            yield Fault(f"File already exists ({one.filename!r} has the same hash).", upload.filename)


@rule(
    Stage.DUPLICATE + 30, "The index's own rule on file name reuse", ok="a new name", bad="the name of a deleted file"
)
def filename_was_never_used(upload: Upload) -> Faults:
    """A file of this name was on the index and has been deleted; the index never lets a name be used again.
    Fix: release a new version.
    """
    if upload.facts and upload.filename in upload.facts.burnt:
        message = "This filename was previously used by a file that has since been deleted."
        yield Fault(f"{message} Use a different version.", upload.filename)


@rule(
    Stage.AGE + 10, "The index's own rule, read 2026-08-21", ok="a release of yesterday", bad="a release of 15 days ago"
)
def release_is_open(upload: Upload) -> Faults:
    """The release is older than 14 days; the index accepts no more files for it.
    Fix: release a new version, or a post release.
    """
    dated = (one for one in upload.facts.served if one.upload_time) if upload.facts else ()
    times = [one.upload_time for one in same_release(upload, dated)]
    days = limits.RELEASE_DAYS
    if times and upload.facts and upload.facts.moment - moment(min(times)) > timedelta(days=days):
        message = f"Uploading new files to releases older than {days} days is not allowed."
        yield Fault(message, str(upload.version))


@rule(Stage.ONE_SDIST + 10, "Sdist format; PEP 625", ok="one sdist", bad="demo-1.0.tar.gz beside demo-1.0.0.tar.gz")
def release_has_one_sdist(upload: Upload) -> Faults:
    """The release already has an sdist; the index accepts one for each, and 1.0 and 1.0.0 are one release.
    Fix: release a new version.
    """
    if upload.facts is None or upload.one("filetype") != "sdist":
        return
    beside = (one for one in upload.facts.beside if sdist_project(one.filename) == upload.project)
    sdists = (one for one in (*upload.facts.served, *beside) if not one.filename.endswith(".whl"))
    if {one.filename for one in same_release(upload, sdists)} - {upload.filename}:
        yield Fault("Only one sdist may be uploaded per release.", upload.filename)
