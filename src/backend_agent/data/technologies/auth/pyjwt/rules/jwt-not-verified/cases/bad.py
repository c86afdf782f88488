def read(token, payload, key):
    jwt.decode(token, options={"verify_signature": False})  # expect: jwt-not-verified
    jwt.decode(token, key, algorithms=["none"])  # expect: jwt-not-verified
    return jwt.encode(payload, "a-literal", algorithm="HS256")  # expect: jwt-not-verified
VERIFY_SIGNATURE = False  # expect: jwt-not-verified
