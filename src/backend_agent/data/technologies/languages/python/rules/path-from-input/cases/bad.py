from flask import request


def read():
    name = request.args["name"]
    return open(f"/srv/{name}").read()  # expect: path-from-input


def keep():
    f = request.files["a"]
    f.save("/srv/" + f.filename)  # expect: path-from-input
