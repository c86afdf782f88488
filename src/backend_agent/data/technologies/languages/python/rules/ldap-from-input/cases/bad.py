import ldap3
from flask import request


def find(connection):
    connection.search("ou=users", f"(uid={request.args['uid']})")  # expect: ldap-from-input
