import requests
from flask import request


def fetch():
    return requests.get(request.args["url"], timeout=3).text  # expect: request-to-input-py
