def patch(change, account):
    account.name = change.name


def create():
    return User(name=request.json["name"])
