import hashlib


def keep(content, password, hasher):
    return hashlib.sha256(content).hexdigest(), hasher.hash(password)
