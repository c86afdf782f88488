def a(ids):
    for each in ids:  # expect: query-per-row
        yield User.query.get(each)
