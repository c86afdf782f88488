import requests
from flask import request


def fetch():
    return requests.get(request.args["url"], timeout=3).text  # expect: request-to-input-py
def read_image(image_url: str) -> bytes:
    return requests.get(image_url, stream=True, timeout=5).content  # expect: request-to-input-py
