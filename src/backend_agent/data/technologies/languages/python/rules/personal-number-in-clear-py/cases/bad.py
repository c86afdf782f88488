class Customer(db.Model):
    ccn = db.Column(db.String(80))  # expect: personal-number-in-clear-py
