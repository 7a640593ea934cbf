"""Content files that cannot be read are named with the reason; nobody sees a stack trace."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.kernel.content import Changes, ContentKind, ContentSource, Fault, read_content

UNREADABLE = [
    (b"a = 1\nb = \n", 2, "this is not TOML"),
    (b"a = 1\na = 2\n", 2, "this is not TOML"),
    (b'a = """\nnever closed\n', 3, "this is not TOML"),
    ("ä = 1".encode("latin-1"), 1, "the file is not UTF-8 text; save it as UTF-8"),
    (b"\xff\xfea\x00", 1, "the file is not UTF-8 text; save it as UTF-8"),
]


@pytest.mark.parametrize(("written", "line", "message"), UNREADABLE)
def test_a_file_that_is_no_toml_is_named_with_its_line(written: bytes, line: int, message: str, tmp_path: Path) -> None:
    file = tmp_path / "content" / "x.toml"
    file.parent.mkdir()
    file.write_bytes(written)
    source = ContentSource(file.parent)
    assert source.toml(file) is None
    (fault,) = source.faults
    assert (fault.file, fault.line, fault.field) == ("content/x.toml", line, "")
    assert fault.message.startswith(message)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    source = ContentSource(tmp_path)
    assert source.toml(tmp_path / "x.toml") is None
    assert source.markdown(tmp_path / "x.md") == ""
    assert [fault.message for fault in source.faults] == ["the file is missing"] * 2


def test_a_folder_where_a_file_should_be_is_named(tmp_path: Path) -> None:
    for name in ("x.toml", "x.md"):
        (tmp_path / name).mkdir()
    source = ContentSource(tmp_path)
    assert source.toml(tmp_path / "x.toml") is None
    assert source.markdown(tmp_path / "x.md") == ""
    assert [fault.message for fault in source.faults] == ["the file cannot be read: Is a directory"] * 2


@pytest.mark.parametrize(
    ("written", "message"), [(b"", "is empty"), (b" \n", "is empty"), (b"\xe4", "is not UTF-8 text")]
)
def test_running_text_that_is_empty_or_not_utf_8_is_named(written: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(written)
    source = ContentSource(tmp_path)
    assert source.markdown(tmp_path / "x.md") == ""
    assert message in source.faults[0].message


@given(st.binary(max_size=60) | st.text(st.sampled_from('ab=[]"\n.1# '), max_size=40).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_named_never_raised(tmp_path: Path, written: bytes) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(written)
    source = ContentSource(tmp_path)
    table = source.toml(file)
    assert (table is None) == bool(source.faults)
    assert all(1 <= fault.line <= written.count(b"\n") + 1 for fault in source.faults)


@pytest.mark.parametrize(("written", "line"), [(b"\r\xc2\x80", 1), (b"a = 1\rb = 2", 1), (b"a = 1\r\nb =", 2)])
def test_a_fault_stands_in_the_line_that_toml_counts(tmp_path: Path, written: bytes, line: int) -> None:
    (tmp_path / "x.toml").write_bytes(written)
    source = ContentSource(tmp_path)
    assert source.toml(tmp_path / "x.toml") is None
    assert [fault.line for fault in source.faults] == [line]


def test_lines_that_end_as_on_windows_are_counted_alike(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"[a]\r\nb = 1\r\n\r\n[[c]]\r\nd = 2\r\n")
    table = ContentSource(tmp_path).toml(tmp_path / "x.toml")
    assert table is not None
    assert [table.line("a.b"), table.line("c.0.d")] == [2, 5]


def test_a_content_folder_that_does_not_exist_is_a_fault_of_its_own(tmp_path: Path) -> None:
    assert [str(fault) for fault in read_content(tmp_path / "nowhere", []).faults] == [
        f"{tmp_path / 'nowhere'}:1: the content folder does not exist"
    ]


def test_kinds_are_read_in_their_order_and_see_what_came_before(tmp_path: Path) -> None:
    def first(source: ContentSource) -> str:
        return "frameworks"

    def second(source: ContentSource) -> str:
        return f"courses after {source.parsed['first']}"

    def load(_values: object) -> Changes:
        return Changes()

    kinds = [ContentKind("second", second, load, order=2), ContentKind("first", first, load, order=1)]
    assert read_content(tmp_path, kinds).parsed == {"first": "frameworks", "second": "courses after frameworks"}


def test_a_fault_reads_as_file_line_field_and_sentence() -> None:
    assert str(Fault("content/a.toml", 3, "title.de", "is missing")) == "content/a.toml:3: title.de: is missing"
    assert str(Fault("content/a.toml", 1, "", "the file is empty")) == "content/a.toml:1: the file is empty"


def test_changes_are_true_when_anything_changed() -> None:
    assert not Changes()
    assert all([Changes(added=("a",)), Changes(changed=("a",)), Changes(removed=("a",))])
