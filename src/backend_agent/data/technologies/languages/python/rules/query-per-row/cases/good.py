def a(ids):
    for user in User.query.filter(User.id.in_(ids)):
        yield user
