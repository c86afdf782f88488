from apifairy import authenticate, body, response
from flask import Blueprint
from flask_login import login_required
from marshmallow import Schema, fields

from shelf.api.auth import admins_only, token_auth

books = Blueprint("books", __name__, url_prefix="/unused")


class BookSchema(Schema):
    title = fields.Str(required=True)


book_schema = BookSchema()


@books.route("/", methods=["POST"])
@authenticate(token_auth)
@body(book_schema)
@response(book_schema, 201)
def add(args):
    return args


@books.get("/<int:number>")
@response(book_schema)
def show(number):
    return {}


@books.route("/<path:name>/cover")
@books.route("/<path:name>/picture")
def picture(name):
    return name


# Whoever decorates the route and not the function guards nothing.
@login_required
@books.delete("/<int:number>")
def remove(number):
    return ""


@books.patch("/<int:number>")
@admins_only
def change(number):
    return ""
