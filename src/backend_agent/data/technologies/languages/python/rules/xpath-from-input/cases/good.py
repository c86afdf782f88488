import lxml.etree
from flask import request


def find(root):
    return root.xpath("/a[@id=$id]", id=request.args["id"])
