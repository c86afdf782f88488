def a(response):
    response.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    response.set_cookie("theme", "dark")


SESSION_COOKIE_HTTPONLY = True
