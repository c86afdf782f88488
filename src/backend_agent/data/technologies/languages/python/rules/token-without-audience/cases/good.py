def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], audience="shop")


def read_checked(token, key):
    claims = jwt.decode(token, key, algorithms=["HS256"])
    if claims["aud"] != "shop":
        raise PermissionError
    return claims
