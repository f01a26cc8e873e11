"""The image as a command line on a machine without network, for a user it does not know."""

from pathlib import Path

import pytest

from tests.local_aws.containers import run_offline
from tests.local_aws.results import SAMPLES, command_line_results, files_in


@pytest.mark.parametrize("sample", ["reviews-en.csv", "reviews-ko.csv"])
def test_a_file_gives_the_same_bytes_as_on_this_machine_and_not_a_line_of_log(
    image: str, tmp_path: Path, sample: str
) -> None:
    tmp_path.chmod(0o777)
    done = run_offline(
        image,
        ["moodcloud", "analyze", f"/in/{sample}", "--out", "/out", "--quiet"],
        folders={SAMPLES: "/in", tmp_path: "/out"},
    )
    assert (done.status, done.output, done.log) == (0, b"", "")
    expected = command_line_results((SAMPLES / sample).read_bytes(), sample)
    found = files_in(tmp_path)
    assert set(found) == set(expected)
    assert [name for name in found if found[name] != expected[name]] == []


def test_the_image_is_a_command(image: str) -> None:
    done = run_offline(image, ["moodcloud", "--version"])
    assert (done.status, done.log) == (0, "")
    assert done.output.startswith(b"moodcloud, version ")


def test_the_image_counts_by_the_kernel(image: str) -> None:
    done = run_offline(image, ["python", "-c", "import moodcloud.counting._kernel"])
    assert (done.status, done.log) == (0, "")


def test_a_file_that_cannot_be_used_is_refused_with_status_2(image: str) -> None:
    done = run_offline(image, ["moodcloud", "analyze", "/bin/sh", "--out", "/tmp/out"])
    assert done.status == 2
    assert "error (not_text)" in done.log


@pytest.mark.parametrize(
    ("what", "search"),
    [
        ("compilers", "for name in cc gcc g++ clang make; do command -v $name || true; done"),
        ("pip's cache", "find / -xdev -path '*/.cache/pip' -o -xdev -path '*/pip/http*'"),
        ("tests", "find /opt/python /var/task -type d -name tests"),
        ("build tools", "find /opt /var/lang -type d -name 'setuptools*'"),
        ("libraries for notebooks", "ls -d /opt/python/wordcloud /opt/python/matplotlib || true"),
        ("sources in C", "find /opt/python -name '*.c'"),
        ("files some users cannot read", "find /opt /var/task ! -perm -o=r"),
        (
            "modules to compile at each start",
            "find /opt/python /var/task -name '*.py' | while read -r f; do "
            'd=${f%/*}; b=${f##*/}; [ -e "$d/__pycache__/${b%.py}.cpython-313.pyc" ] || echo "$f"; '
            "done",
        ),
    ],
)
def test_the_image_holds_nothing_it_does_not_need(image: str, what: str, search: str) -> None:
    done = run_offline(image, ["sh", "-c", search])
    assert done.output.decode().splitlines() == [], what
