def issue(user, key, end):
    return jwt.encode({"sub": user.id, "exp": end}, key, algorithm="HS256")


def issue_copy(claims, key):
    return jwt.encode(claims, key, algorithm="HS256")
