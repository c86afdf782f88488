from flask import Flask, request

app = Flask(__name__)


@app.get("/hello")
def hello():
    page = "<p>"
    page += f"Hello {request.args['name']}"
    return page  # expect: html-from-input
