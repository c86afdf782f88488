import ldap3
from flask import request


def find(connection):
    uid = escape_filter_chars(request.args["uid"])
    connection.search("ou=users", f"(uid={uid})")
