import random
import string


def make_token(size):
    return "".join(random.choice(string.ascii_letters) for _ in range(size))


def make_otp():
    return random.randint(100000, 999999)
