class Change(BaseModel, extra=Extra.allow):
    name: str


def patch(change: Change, account):
    for name, value in change.dict().items():
        setattr(account, name, value)  # expect: mass-assignment


def create():
    return User(**request.json)  # expect: mass-assignment
