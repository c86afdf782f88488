def a(user, body):
    if verify(user.password_hash, body["password"]):
        return True
    if body.password == body.password_confirm:
        return False


class User:
    def __init__(self, password):
        self.password_hash = hasher.hash(password)
