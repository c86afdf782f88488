def issue(user, key):
    return jwt.encode({"sub": user.id}, key, algorithm="HS256")  # expect: token-without-end
