import random


def make_token():
    return "".join(random.choice(LETTERS) for _ in range(32))  # expect: random-for-secrets
