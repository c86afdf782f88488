def read(token, key):
    # expect: token-without-audience
    return jwt.decode(token, key, algorithms=["HS256"])
