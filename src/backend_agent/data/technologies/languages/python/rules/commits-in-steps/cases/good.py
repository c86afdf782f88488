def order(db, given):
    made = Order(given.user)
    db.add(made)
    db.flush()
    for item in given.items:
        db.add(Item(made.id, item))
    db.commit()
    return made


def either(db, row):
    if row.old:
        db.delete(row)
        db.commit()
        return None
    db.add(row)
    db.commit()
    return row
