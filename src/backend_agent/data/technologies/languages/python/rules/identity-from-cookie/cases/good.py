def show(request):
    token = request.COOKIES.get("session")
    theme = request.cookies["theme"]
    return load(token, theme)
