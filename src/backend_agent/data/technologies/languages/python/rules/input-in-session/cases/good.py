from flask import request, session


def choose():
    who = request.form["who"]
    if who not in KNOWN:
        return ""
    session["who"] = who
