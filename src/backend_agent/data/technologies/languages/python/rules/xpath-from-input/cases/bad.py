import lxml.etree
from flask import request


def find(root):
    return root.xpath("/a[@id='" + request.args["id"] + "']")  # expect: xpath-from-input
