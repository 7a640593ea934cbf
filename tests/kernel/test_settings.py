"""Settings come from the environment; what cannot be used is said in a sentence."""

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.kernel.config import Settings

SENTENCES = [
    ("TRUSTED_PROXIES", "two"),
    ("TRUSTED_PROXIES", "-1"),
    ("TRUSTED_PROXIES", "6"),
    ("TRUSTED_PROXIES", "²"),
    ("SMALLEST_GROUP", "4"),
    ("SMALLEST_GROUP", "11"),
    ("SMALLEST_GROUP", "7.5"),
    ("DATABASE_URL", "mysql://somewhere/lernlotse"),
    ("DATABASE_URL", "lernlotse.db"),
    ("PUBLIC_URL", "lernen.stadt.example"),
    ("PUBLIC_URL", "javascript:alert(1)"),
]


def read(folder: Path, **environment: str) -> Settings:
    return Settings.from_environment({"LERNLOTSE_INSTANCE": str(folder), **environment})


@pytest.mark.parametrize(("name", "value"), SENTENCES)
def test_a_bad_value_is_named_in_a_sentence(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=name) as caught:
        read(tmp_path, **{name: value})
    said = str(caught.value)
    assert repr(value) in said or name == "DATABASE_URL"
    assert said.endswith(".")


def test_a_password_in_the_address_of_the_database_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as caught:
        read(tmp_path, DATABASE_URL="mysql://lernlotse:geheim@db/lernlotse")
    assert "geheim" not in str(caught.value)


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_for_a_number_is_taken_or_refused_in_a_sentence(tmp_path: Path, value: str) -> None:
    try:
        assert 5 <= read(tmp_path, SMALLEST_GROUP=value).smallest_group <= 10
    except ValueError as error:
        assert str(error).startswith("SMALLEST_GROUP must be a whole number from 5 to 10")


def test_an_instance_that_cannot_be_a_folder_is_named_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ValueError, match="LERNLOTSE_INSTANCE"):
        read(file)


def test_without_settings_everything_has_a_default_on_this_machine(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path}/lernlotse.db"
    assert found.public_url == "http://127.0.0.1:8000"
    assert found.smallest_group == 7
    assert (found.content / "courses").is_dir()


def test_an_empty_value_is_the_same_as_none(tmp_path: Path) -> None:
    names = ("DATABASE_URL", "SECRET_KEY", "PUBLIC_URL", "PORT", "TRUSTED_PROXIES", "LERNLOTSE_CONTENT")
    assert read(tmp_path, **dict.fromkeys(names, "")) == read(tmp_path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_psycopg_3(scheme: str, tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL=f"{scheme}://db/lms").database_url == "postgresql+psycopg://db/lms"


def test_the_port_is_part_of_the_public_address(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8123").public_url == "http://127.0.0.1:8123"
    assert read(tmp_path, PORT="8123", PUBLIC_URL="https://lernen.example/").public_url == "https://lernen.example"


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    secret = read(tmp_path).secret_key
    file = tmp_path / "secret_key"
    assert len(secret) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(tmp_path).secret_key == secret
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_from_the_environment_writes_no_file(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY="given").secret_key == "given"
    assert list(tmp_path.iterdir()) == []


def test_cookies_are_for_tls_only_where_the_platform_is_reached_by_tls(tmp_path: Path) -> None:
    assert read(tmp_path, PUBLIC_URL="https://lernen.example").flask()["SESSION_COOKIE_SECURE"] is True
    assert read(tmp_path).flask()["SESSION_COOKIE_SECURE"] is False
    assert read(tmp_path).flask()["SESSION_COOKIE_HTTPONLY"] is True
