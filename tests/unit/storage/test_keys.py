"""Keys are wrapped for one owner and subject, created once, and refused when they are not what they should be."""

import base64
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from voxanne.errors import SetupError
from voxanne.settings import Settings
from voxanne.storage.keys import MASTER_KEY_FILE, MasterKeyRing, SealBroken, load_master_key, new_data_key

OWNER, SUBJECT = UUID(int=1), UUID(int=2)


def test_a_wrapped_key_comes_back():
    keys, data_key = MasterKeyRing(bytes(32)), new_data_key()
    wrapped = keys.wrap(data_key, OWNER, SUBJECT)
    assert data_key not in wrapped
    assert keys.unwrap(wrapped, OWNER, SUBJECT) == data_key


@pytest.mark.parametrize(("owner", "subject"), [(uuid4(), SUBJECT), (OWNER, uuid4())])
def test_a_key_wrapped_for_another_does_not_open(owner: UUID, subject: UUID):
    keys = MasterKeyRing(bytes(32))
    with pytest.raises(SealBroken):
        keys.unwrap(keys.wrap(new_data_key(), OWNER, SUBJECT), owner, subject)


@pytest.mark.parametrize("wrapped", [b"", b"short", bytes(60)])
def test_what_is_no_wrapped_key_is_refused(wrapped: bytes):
    with pytest.raises(SealBroken):
        MasterKeyRing(bytes(32)).unwrap(wrapped, OWNER, SUBJECT)


def test_another_master_key_does_not_open():
    wrapped = MasterKeyRing(bytes(32)).wrap(new_data_key(), OWNER, SUBJECT)
    with pytest.raises(SealBroken):
        MasterKeyRing(b"\x01" * 32).unwrap(wrapped, OWNER, SUBJECT)


def test_secrets_of_two_purposes_differ_and_stay_the_same():
    keys = MasterKeyRing(bytes(32))
    assert keys.secret("links") == MasterKeyRing(bytes(32)).secret("links")
    assert keys.secret("links") != keys.secret("others")


def test_the_first_run_creates_the_key_for_its_owner_only_and_the_second_finds_it(tmp_path: Path):
    settings = Settings(data_dir=tmp_path)
    key = load_master_key(settings)
    path = tmp_path / "keys" / MASTER_KEY_FILE
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_master_key(settings) == key
    assert os.listdir(path.parent) == [MASTER_KEY_FILE]


def test_a_key_from_the_settings_leaves_no_file(tmp_path: Path):
    given = base64.b64encode(bytes(range(32))).decode()
    assert load_master_key(Settings(data_dir=tmp_path, master_key=SecretStr(given))) == bytes(range(32))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("given", ["", "not base64!", base64.b64encode(bytes(31)).decode()])
def test_an_unusable_key_in_the_settings_is_one_clear_line(tmp_path: Path, given: str):
    with pytest.raises(SetupError, match="VOXANNE_MASTER_KEY"):
        load_master_key(Settings(data_dir=tmp_path, master_key=SecretStr(given)))


def test_a_cut_off_key_file_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "keys" / MASTER_KEY_FILE
    path.parent.mkdir()
    path.write_bytes(b"half")
    with pytest.raises(SetupError, match="backup"):
        load_master_key(Settings(data_dir=tmp_path))
    assert path.read_bytes() == b"half"
