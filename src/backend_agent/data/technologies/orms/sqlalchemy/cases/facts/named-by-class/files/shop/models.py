from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Saved(db.Model):
    __abstract__ = True

    id = db.Column(db.Integer, primary_key=True)


class WorkOrder(Saved):
    label = db.Column(db.String(80), nullable=False)


class Line(db.Model):
    __tablename__ = "order_lines"

    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.Integer, db.ForeignKey("work_order.id"))
