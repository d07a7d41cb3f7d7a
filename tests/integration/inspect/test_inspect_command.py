"""`gonogo inspect FILE...` as a user types it, outside any repository."""

import json

from samples_artifacts import sdist, wheel

from forks import command_forks


def gonogo(folder, *words):
    return command_forks.run(["gonogo", *words], folder)


def test_sound_files_are_go(tmp_path):
    wheel(tmp_path), sdist(tmp_path)
    ended = gonogo(tmp_path, "inspect", "demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip().endswith("GO")


def test_a_fault_is_no_go_with_its_fix_as_json_too(tmp_path):
    wheel(tmp_path, headers={"Version": "1.1"})
    ended = gonogo(tmp_path, "inspect", "demo-1.0-py3-none-any.whl", "--json")
    assert ended.returncode == 1
    (row,) = json.loads(ended.stdout)["rows"]
    assert row["verdict"] == "NO-GO"
    assert {"wheel_is_of_this_version", "metadata_fits_the_file_name"} <= {one["code"] for one in row["findings"]}
    assert all(one["fix"] for one in row["findings"])


def test_the_client_decides(tmp_path):
    wheel(tmp_path, headers={"Metadata-Version": "2.1", "License-Expression": None})
    assert gonogo(tmp_path, "inspect", "demo-1.0-py3-none-any.whl").returncode == 0
    assert gonogo(tmp_path, "inspect", "demo-1.0-py3-none-any.whl", "--for", "uv").returncode == 1
    assert gonogo(tmp_path, "inspect", "demo-1.0-py3-none-any.whl", "--for", "curl").returncode == 2


def test_no_file_is_a_usage_error_and_no_traceback(tmp_path):
    for words in (["inspect"], ["inspect", "absent.whl"], ["inspect", "--index", "odd", "x"]):
        ended = gonogo(tmp_path, *words)
        assert ended.returncode == 2
        assert "Traceback" not in ended.stderr + ended.stdout
