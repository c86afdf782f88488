from flask import Blueprint, abort, g

admin = Blueprint("admin", __name__, url_prefix="/never")


@admin.before_request
def check_admin():
    if not g.admin:
        abort(403)


def settings():
    return {}


admin.add_url_rule("/settings", "settings", settings, methods=["GET", "PUT"])
