from flask import redirect, request, url_for


def go():
    target = request.args.get("next")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = url_for("home")
    return redirect(target)


def show():
    return redirect(f"/items/{request.args['id']}")
