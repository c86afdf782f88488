def show(request):
    who = request.COOKIES.get("user_id")  # expect: identity-from-cookie
    return load(who)


def admin(request):
    return request.cookies["is_admin"] == "1"  # expect: identity-from-cookie
