"""A database that cannot be brought to the newest schema is named in one line."""

from __future__ import annotations

import pytest

from voxanne.db.migrate import migrate
from voxanne.errors import SetupError


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody:s3cret@127.0.0.1:1/none", "could not be migrated"),
        ("postgresql://nobody@127.0.0.1:port/none", "VOXANNE_DATABASE_URL"),
        ("not an address", "VOXANNE_DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_line_without_its_password(url: str, said: str) -> None:
    with pytest.raises(SetupError) as refused:
        migrate(url)
    assert said in refused.value.message
    assert "\n" not in refused.value.message
    assert "s3cret" not in refused.value.message
