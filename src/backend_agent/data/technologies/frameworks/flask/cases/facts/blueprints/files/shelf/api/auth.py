from functools import wraps

from flask import abort, g
from flask_httpauth import HTTPTokenAuth

token_auth = HTTPTokenAuth()


def admins_only(function):
    @wraps(function)
    def inner(*args, **kwargs):
        if not g.admin:
            abort(403)
        return function(*args, **kwargs)

    return inner
