def a(user, body):
    if user.password == body["password"]:  # expect: password-in-clear
        return True
    return User.query.filter_by(name="a", password=body["password"]).first()  # expect: password-in-clear


class User:
    def __init__(self, password):
        self.password = password  # expect: password-in-clear
