import hashlib


def sign(text):
    return hashlib.sha256(text).hexdigest()


def tag(text):
    return hashlib.md5(text, usedforsecurity=False).hexdigest()
