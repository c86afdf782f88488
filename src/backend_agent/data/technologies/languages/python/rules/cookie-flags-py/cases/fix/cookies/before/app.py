from flask import Flask, make_response

app = Flask(__name__)
app.config["SESSION_COOKIE_HTTPONLY"] = False


@app.post("/login")
def login():
    response = make_response("")
    response.set_cookie("token", sign())
    response.set_cookie("session_id", make(), httponly=True)
    response.set_cookie("lang", "en", secure=False)
    return response
