"""What could be better and is never refused."""

from gonogo.pypi_rules.members import is_licence, is_stray
from gonogo.pypi_rules.rule import Fault, Faults, Stage, rule
from gonogo.pypi_rules.spec import requirement
from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 10, "PEP 639", ok="LICENSE", bad="no LICENSE, COPYING or NOTICE")
def licence_file_is_there(upload: Upload) -> Faults:
    """No licence file is in the archive; most licences require that their text is included.
    Fix: add LICENSE, and `license-files` in `[project]`.
    """
    if not any(is_licence(name) for name in upload.artifact.names):
        yield Fault("no licence file is in the archive", upload.filename)


@rule(
    Stage.ADVICE + 20, "Core metadata, Requires-Python", ok={"requires_python": ">=3.10"}, bad={"requires_python": ""}
)
def requires_python_is_said(upload: Upload) -> Faults:
    """Requires-Python is missing, so that installers on an old Python take this release and fail later.
    Fix: add `requires-python` to `[project]`.
    """
    if not upload.one("requires_python"):
        yield Fault("Requires-Python is missing", "requires-python")


@rule(
    Stage.ADVICE + 30,
    "Core metadata, Classifier",
    ok={"classifiers": "Programming Language :: Python :: 3"},
    bad={"classifiers": "Topic :: Utilities"},
)
def classifiers_are_given(upload: Upload) -> Faults:
    """There are no classifiers, or none that says a Python version; people find projects by them.
    Fix: add `classifiers` to `[project]`.
    """
    given = upload.all("classifiers")
    if not any(one.startswith("Programming Language :: Python") for one in given):
        yield Fault("no classifier says which Python it is for", "classifier")


@rule(
    Stage.ADVICE + 40,
    "Core metadata, Description",
    ok={"description": "words", "description_content_type": "text/plain"},
    bad={"description": ""},
)
def description_is_given(upload: Upload) -> Faults:
    """There is no description, or its content type is not given; the project's page stays empty or looks wrong.
    Fix: add `readme` to `[project]`.
    """
    if not upload.one("description").strip():
        yield Fault("there is no description", "description")
    elif not upload.one("description_content_type"):
        yield Fault("the description's content type is not said", "description-content-type")


@rule(Stage.ADVICE + 45, "Version specifiers; PEP 440", ok={"requires_dist": "a>=1.2"}, bad={"requires_dist": "a"})
def requirements_have_lower_bounds(upload: Upload) -> Faults:
    """A requirement names no version at all, so that resolvers may take one from years ago.
    Fix: say the oldest version that works: `name>=1.2`.
    """
    for text in upload.all("requires_dist"):
        parsed = requirement(text)
        if not isinstance(parsed, str) and not parsed.specifier and "extra" not in str(parsed.marker or ""):
            yield Fault(f"{text!r} says no version", "requires-dist")


@rule(Stage.ADVICE + 60, "Wheel format", ok="demo/a.py", bad="demo/__pycache__/a.pyc")
def no_caches_are_inside(upload: Upload) -> Faults:
    """A member is a cache or belongs to an editor or version control: __pycache__, .pytest_cache, .DS_Store, .idea,
    .git.
    Fix: exclude it in the build backend's settings.
    """
    for name in sorted(upload.artifact.names):
        if is_stray(name):
            yield Fault(f"{name!r} is a stray file", name)


@rule(Stage.ADVICE + 70, "Wheel format", ok="demo/tests/test_a.py", bad="tests/test_a.py")
def tests_are_not_at_top_level(upload: Upload) -> Faults:
    """The wheel installs a package `tests`, `test` or `docs` at top level, where those of other projects collide with
    it.
    Fix: name the packages in the build backend's settings.
    """
    tops = {name.partition("/")[0] for name in upload.artifact.names if "/" in name}
    for top in sorted(tops & {"tests", "test", "docs", "examples"}) if upload.artifact.is_wheel else ():
        yield Fault(f"the wheel installs {top!r} at top level", top)


@rule(Stage.ADVICE + 80, "Wheel format", ok="demo/a.py", bad="demo-1.0.dist-info/METADATA alone")
def wheel_has_code(upload: Upload) -> Faults:
    """The wheel holds nothing but metadata. Often a package was not found by the build backend.
    Fix: name the packages in the build backend's settings; a wheel that only requires other packages may have none.
    """
    names = [name for name in upload.artifact.names if not name.endswith("/")]
    if upload.artifact.is_wheel and names and all(".dist-info/" in name for name in names):
        yield Fault("the wheel holds nothing but metadata", upload.filename)


@rule(Stage.ADVICE + 90, "Wheel format; site module", ok="demo/a.py", bad="demo.pth")
def wheel_starts_nothing(upload: Upload) -> Faults:
    """A .pth file at the wheel's top is read, and its code run, at every start of Python, whether it is wanted or not.
    Fix: leave it out, unless it is the purpose of the project.
    """
    for name in sorted(upload.artifact.names) if upload.artifact.is_wheel else ():
        if name.endswith(".pth") and name.count("/") in {0, 2 if ".data/" in name else 0}:
            yield Fault(f"{name!r} is run at every start of Python", name)


@rule(Stage.ADVICE + 95, "PEP 639", ok={"license_expression": "MIT", "classifiers": ""}, bad={"license_expression": ""})
def licence_is_an_expression(upload: Upload) -> Faults:
    """The licence is given by a classifier or by free text; since PEP 639 License-Expression says it in a form that
    tools can read.
    Fix: write `license = "MIT"` or the like in `[project]`.
    """
    old = [one for one in upload.all("classifiers") if one.startswith("License ::")]
    if not upload.one("license_expression"):
        yield Fault("there is no License-Expression", "license-expression")
    elif old:
        yield Fault(f"the classifier {old[0]!r} says it again", "classifier")
