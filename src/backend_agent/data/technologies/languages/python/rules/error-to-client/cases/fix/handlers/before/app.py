from flask import Flask, jsonify

app = Flask(__name__)


@app.post("/jobs")
def start():
    try:
        work()
    except Exception as error:
        return jsonify({"message": str(error)}), 500
    return {}, 201
