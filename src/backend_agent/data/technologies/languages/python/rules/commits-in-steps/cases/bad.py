def order(db, given):
    made = Order(given.user)
    db.add(made)
    db.commit()  # expect: commits-in-steps
    for item in given.items:
        db.add(Item(made.id, item))
    db.commit()
    return made
