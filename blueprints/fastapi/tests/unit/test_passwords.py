"""Password hashing."""

import bcrypt
import pytest

from acme_service.security.passwords import Passwords

WEAKEST = {"memory_kib": 19_456, "time_cost": 2, "parallelism": 1}


class RecordingPasswords(Passwords):
    """Remembers which hashes were really compared."""

    def __init__(self) -> None:
        super().__init__(**WEAKEST)
        self.compared: list[str] = []

    def _matches(self, password_hash: str, password: str) -> bool:
        self.compared.append(password_hash)
        return super()._matches(password_hash, password)


@pytest.fixture
def passwords() -> RecordingPasswords:
    return RecordingPasswords()


async def test_hash_is_argon2id_with_the_given_cost(passwords: Passwords) -> None:
    password_hash = await passwords.hash("secret")

    assert password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify(password_hash, "secret")
    assert not await passwords.verify(password_hash, "Secret")


async def test_unknown_user_login_still_hashes(passwords: RecordingPasswords) -> None:
    assert not await passwords.verify(None, "secret")

    assert [text.split("$")[1:4] for text in passwords.compared] == [
        ["argon2id", "v=19", "m=19456,t=2,p=1"]
    ]


async def test_weaker_hash_is_replaced(passwords: Passwords) -> None:
    stronger = Passwords(memory_kib=20_000, time_cost=2, parallelism=1)
    password_hash = await passwords.hash("secret")

    assert not passwords.needs_rehash(password_hash)
    assert stronger.needs_rehash(password_hash)


@pytest.mark.parametrize("password", ["secret", "é" * 60])
async def test_bcrypt_hash_is_verified_and_always_replaced(
    passwords: Passwords, password: str
) -> None:
    old = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()

    assert await passwords.verify(old, password)
    assert not await passwords.verify(old, "other")
    assert passwords.needs_rehash(old)


@pytest.mark.parametrize("broken", ["", "secret", "$argon2id$v=19$m=1", "5f4dcc3b5aa765d61d8327"])
async def test_what_is_not_a_hash_matches_nothing(passwords: Passwords, broken: str) -> None:
    assert not await passwords.verify(broken, "secret")
