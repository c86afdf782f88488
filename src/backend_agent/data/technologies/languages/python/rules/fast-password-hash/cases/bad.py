import hashlib


def keep(password):
    first = hashlib.md5(password.encode()).hexdigest()  # expect: fast-password-hash
    return first, hashlib.sha256(user.password.encode())  # expect: fast-password-hash
