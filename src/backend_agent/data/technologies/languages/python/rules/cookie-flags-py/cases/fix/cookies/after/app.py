from flask import Flask, make_response

app = Flask(__name__)
app.config["SESSION_COOKIE_HTTPONLY"] = True


@app.post("/login")
def login():
    response = make_response("")
    response.set_cookie("token", sign(), secure=True, httponly=True, samesite="Lax")
    response.set_cookie("session_id", make(), httponly=True, secure=True)
    response.set_cookie("lang", "en", secure=True)
    return response
