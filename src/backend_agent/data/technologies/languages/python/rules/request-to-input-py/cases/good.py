from urllib.parse import urlparse

import requests
from flask import request


def fetch():
    url = urlparse(request.args["url"])
    if url.hostname not in HOSTS:
        return ""
    return requests.get(url.geturl(), timeout=3).text


def one():
    return requests.get(f"https://api.partner.com/items/{request.args['id']}", timeout=3).text
def read_checked(image_url: str) -> bytes:
    if urlsplit(image_url).hostname not in HOSTS:
        raise ValueError(image_url)
    return requests.get(image_url, timeout=5).content
