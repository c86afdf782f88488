from flask import request
from werkzeug.utils import secure_filename


def read():
    name = request.args["name"]
    if ".." in name:
        return ""
    return open(f"/srv/{name}").read()


def inside():
    path = (ROOT / request.args["name"]).resolve()
    if not path.is_relative_to(ROOT):
        raise NotFound
    return path.read_text()


def keep():
    f = request.files["a"]
    f.save("/srv/" + secure_filename(f.filename))


def fixed():
    return open("/srv/a").read()
