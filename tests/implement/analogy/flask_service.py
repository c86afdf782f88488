"""A little Flask service: a factory, class-attribute schemas, test classes, lists hung on brackets."""

from __future__ import annotations

FLASK = ("python", "flask", "sqlalchemy", "marshmallow", "alembic", "unittest", "faker")

LIBRARY: dict[str, str] = {
    "requirements.txt": "flask\nsqlalchemy\nmarshmallow\n",
    "library/__init__.py": "from library.app import create_app, db, ma\n",
    "library/app.py": """from flask import Flask
from flask_marshmallow import Marshmallow
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
ma = Marshmallow()


def create_app():
    app = Flask(__name__)

    # parts
    from library.readers import readers
    app.register_blueprint(readers, url_prefix='/api')
    from library.loans import loans
    app.register_blueprint(loans, url_prefix='/api')
    return app
""",
    "library/models.py": """from datetime import datetime
from typing import Optional

import sqlalchemy as sa
from sqlalchemy import orm as so

from library.app import db


def now():
    return datetime(2026, 1, 1)


class Reader(db.Model):
    __tablename__ = 'readers'

    id: so.Mapped[int] = so.mapped_column(primary_key=True)
    email: so.Mapped[str] = so.mapped_column(sa.String(120), unique=True)
    about: so.Mapped[Optional[str]] = so.mapped_column(sa.String(140))

    loans: so.WriteOnlyMapped['Loan'] = so.relationship(
        back_populates='holder')

    def lent_loans_select(self):
        return Loan.select().where(Loan.holder == self)


class Loan(db.Model):
    __tablename__ = 'loans'

    id: so.Mapped[int] = so.mapped_column(primary_key=True)
    text: so.Mapped[str] = so.mapped_column(sa.String(80))
    taken: so.Mapped[datetime] = so.mapped_column(
        index=True, default=now)
    reader_id: so.Mapped[int] = so.mapped_column(
        sa.ForeignKey(Reader.id), index=True)

    holder: so.Mapped['Reader'] = so.relationship(back_populates='loans')

    def __repr__(self):
        return '<Loan {}>'.format(self.text)
""",
    "library/schemas.py": """from marshmallow import validate

from library import ma
from library.models import Reader, Loan


class ReaderSchema(ma.SQLAlchemySchema):
    class Meta:
        model = Reader

    id = ma.auto_field(dump_only=True)
    email = ma.auto_field(required=True, validate=validate.Email())
    loans_url = ma.URLFor('loans.of_reader', values={'id': '<id>'},
                          dump_only=True)


class LoanSchema(ma.SQLAlchemySchema):
    class Meta:
        model = Loan

    id = ma.auto_field(dump_only=True)
    text = ma.String(required=True, validate=validate.Length(min=1, max=80))
    taken = ma.auto_field(dump_only=True)
    holder = ma.Nested(ReaderSchema, dump_only=True)
""",
    "library/readers.py": """from flask import Blueprint

from library import db
from library.models import Reader

readers = Blueprint('readers', __name__)


@readers.route('/readers/<int:id>', methods=['GET'])
def get(id):
    return db.session.get(Reader, id)
""",
    "library/loans.py": """from flask import Blueprint, abort

from library import db
from library.models import Loan, Reader
from library.schemas import LoanSchema

loans = Blueprint('loans', __name__)
loan_schema = LoanSchema()


@loans.route('/loans', methods=['POST'])
def new(args):
    loan = Loan(**args)
    db.session.add(loan)
    return loan


@loans.route('/loans/<int:id>', methods=['GET'])
def get(id):
    return db.session.get(Loan, id) or abort(404)


@loans.route('/readers/<int:id>/loans', methods=['GET'])
def of_reader(id):
    reader = db.session.get(Reader, id) or abort(404)
    return reader.loans.select()


@loans.route('/desk', methods=['GET'])
def desk():
    return Reader().lent_loans_select()
""",
    "library/fake.py": """from faker import Faker

from library import db
from library.models import Loan

faker = Faker()


def fake_loans(num):
    for i in range(num):
        loan = Loan(text=faker.paragraph(), holder=None)
        db.session.add(loan)
""",
    "tests/__init__.py": "",
    "tests/test_loans.py": """import unittest

from library.app import create_app, db
from library.models import Loan, Reader


class LoanTests(unittest.TestCase):
    def setUp(self):
        self.client = create_app().test_client()

    def test_new_loan(self):
        rv = self.client.post('/api/loans', json={
            'text': 'A novel',
        })
        assert rv.json['text'] == 'A novel'

    def test_desk_of_loans(self):
        loan = Loan(text='Loan 1', holder=Reader(email='ada@example.com'))
        db.session.add(loan)
        rv = self.client.get('/api/desk')
        assert rv.json['data'][0]['text'] == 'Loan 1'
""",
    "tests/test_paging.py": """import unittest

from library.models import Loan


class PagingTests(unittest.TestCase):
    def setUp(self):
        self.one = Loan(text='one')
        self.two = Loan(text='two')

    def test_first_page(self):
        three = Loan(text='three')
        four = Loan(text='four')
        assert [self.one, self.two, three, four]
""",
}
