def a(response):
    response.set_cookie("session", token)  # expect: cookie-flags-py
    response.set_cookie("theme", "dark", secure=False)  # expect: cookie-flags-py


SESSION_COOKIE_HTTPONLY = False  # expect: cookie-flags-py
