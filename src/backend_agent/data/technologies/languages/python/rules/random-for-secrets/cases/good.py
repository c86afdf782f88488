import random
import secrets


def make_token():
    return secrets.token_urlsafe(32)


def pick(items):
    return random.choice(items)
