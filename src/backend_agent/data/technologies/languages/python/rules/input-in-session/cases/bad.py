from flask import request, session


def choose():
    session["who"] = request.form["who"]  # expect: input-in-session
