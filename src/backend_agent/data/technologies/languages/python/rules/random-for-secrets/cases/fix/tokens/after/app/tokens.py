import secrets
import string


def make_token(size):
    return "".join(secrets.SystemRandom().choice(string.ascii_letters) for _ in range(size))


def make_otp():
    return secrets.SystemRandom().randint(100000, 999999)
