"""The cause of a failed build is shown, not the command line that a backend repeats at its end.

The kind: what a program of the project says itself is shown. Outputs are as the backends print them.
"""

from __future__ import annotations

import pytest

from gonogo.artifacts.build_output import TAIL, cause

LONG = "cargo rustc --profile release --message-format json-render-diagnostics --manifest-path Cargo.toml --lib" * 3
MATURIN = f"""\
Running `maturin pep517 build-wheel -i /usr/bin/python --compatibility off`
🔗 Found pyo3 bindings
   Compiling demo v1.0.0 (/tmp/x)
{{}}💥 maturin failed
  Caused by: Failed to build a native library through cargo
  Caused by: Cargo build finished with "exit status: 101": `env -u CARGO {LONG}`
Error: command ['maturin', 'pep517', 'build-wheel', '-i', '/usr/bin/python'] returned non-zero exit status 1
"""
RUSTC = """\
error[E0425]: cannot find value `x` in this scope
 --> src/lib.rs:5:5
  |
5 |     x
  |     ^ not found in this scope
error: aborting due to 1 previous error
error: could not compile `demo` (lib) due to 1 previous error
"""
CARGO = """\
error: failed to get `pyo3` as a dependency of package `demo v1.0.0 (/tmp/x)`
Caused by:
  failed to query replaced source registry `crates-io`
"""
GCC = """\
building 'demo._core' extension
gcc -Wall -fPIC -c src/core.c -o build/core.o
src/core.c:3:10: fatal error: missing.h: No such file or directory
    3 | #include "missing.h"
compilation terminated.
error: command '/usr/bin/gcc' failed with exit code 1
"""
CMAKE = "-- Configuring\nCMake Error at CMakeLists.txt:3 (find_package):\n  Could not find OpenSSL\n*** CMake failed\n"
MESON = 'Build started\n../meson.build:7:0: ERROR: Dependency "zlib" not found\nA full log is in log.txt\n'
LINKER = "Compiling\n/usr/bin/ld: cannot find -lssl: No such file\ncollect2: error: ld returned 1 exit status\n"
TRACEBACK = 'Traceback (most recent call last):\n  File "setup.py", line 2, in <module>\nRuntimeError: no version\n'


@pytest.mark.parametrize(
    ("printed", "why", "detail"),
    [
        (MATURIN.format(RUSTC), "error[E0425]: cannot find value `x` in this scope", "--> src/lib.rs:5:5"),
        (MATURIN.format(CARGO), "error: failed to get `pyo3` as a dependency", "failed to query replaced source"),
        (GCC, "src/core.c:3:10: fatal error: missing.h: No such file or directory", '3 | #include "missing.h"'),
        (f"\x1b[31m{RUSTC}\x1b[0m", "error[E0425]", "--> src/lib.rs"),
        (CMAKE, "CMake Error at CMakeLists.txt:3", "Could not find OpenSSL"),
        (MESON, '../meson.build:7:0: ERROR: Dependency "zlib" not found', "A full log"),
        (LINKER, "/usr/bin/ld: cannot find -lssl", "collect2"),
    ],
)
def test_the_first_error_of_a_compiler_is_the_cause(printed, why, detail):
    said, details = cause(printed)
    assert said.startswith(why)
    assert any(line.startswith(detail) for line in details)
    assert not any("non-zero exit status" in line for line in (said, *details))


def test_without_a_compiler_the_last_lines_are_the_cause():
    assert cause(TRACEBACK) == (TRACEBACK.strip().replace("\n  ", " / ").replace("\n", " / "), ())
    assert cause(MATURIN.format(""))[0].endswith("Caused by: Failed to build a native library through cargo")
    assert cause("") == ("", ())


def test_a_command_line_alone_is_shown_rather_than_nothing():
    assert cause("Error: command ['x'] returned non-zero exit status 1\n")[0].startswith("Error: command")


def test_what_is_shown_is_bounded():
    assert len(cause("error: " + "x" * 10_000)[0]) == TAIL + 1
    assert len(cause("x " * 10_000)[0]) == TAIL + 1
