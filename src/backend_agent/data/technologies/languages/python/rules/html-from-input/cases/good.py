from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)


@app.get("/hello")
def hello():
    return f"Hello {escape(request.args['name'])}"


@app.get("/data")
def data():
    return {"name": request.args["name"]}
