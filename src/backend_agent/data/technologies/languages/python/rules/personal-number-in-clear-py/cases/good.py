class Customer(db.Model):
    ccn = db.Column(EncryptedType(db.String, key))
    name = db.Column(db.String(80))


class Form:
    iban = StringField()
