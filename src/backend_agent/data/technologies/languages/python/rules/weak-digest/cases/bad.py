import hashlib


def sign(text):
    return hashlib.sha1(text).hexdigest()  # expect: weak-digest
