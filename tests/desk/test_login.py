"""A login file: the desk's address and cookie outlive a restart, and only its owner can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.desk.safety import create_access_policy
from scs_tracker.desk.serving import login_secret
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path


def test_addresses_and_cookies_stay_with_the_file_and_end_with_it(tmp_path: Path) -> None:
    file = tmp_path / "desk.login"
    first, again = (create_access_policy(["127.0.0.1"], 8765, ["Ana", "Ben"], login_secret(file)) for _ in range(2))
    assert first.people == again.people
    assert sorted(first.people.values()) == ["Ana", "Ben"]
    (ana, ben) = first.people
    assert ana != ben
    assert len(ana) == 40
    assert first.derived("cookie", ana) == again.derived("cookie", ana)
    secret = file.read_text(encoding="utf-8").strip()
    assert all(secret not in told for told in (ana, ben, first.derived("cookie", ana), first.derived("form", ana)))
    file.unlink()
    assert not set(create_access_policy(["127.0.0.1"], 8765, ["Ana"], login_secret(file)).people) & {ana, ben}


def test_without_a_file_each_start_has_its_own_address() -> None:
    one, other = (create_access_policy(["127.0.0.1"], 8765, ["Ana"]) for _ in range(2))
    assert not set(one.people) & set(other.people)
    assert (one.days, create_access_policy(["127.0.0.1"], 8765, ["Ana"], b"x" * 40).days) == (0, 30)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "desk.login"
    login_secret(file)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(TrackerError, match=r"other users may read .*; run chmod 600"):
        login_secret(file)


def test_a_file_without_a_secret_or_a_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "desk.login"
    file.write_text("short\n", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(TrackerError, match="too short to be a secret"):
        login_secret(file)
    with pytest.raises(TrackerError, match="cannot read or create"):
        login_secret(tmp_path / "gone" / "desk.login")
