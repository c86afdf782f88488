from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "random"
app.config["JSON_SORT_KEYS"] = False
