def read(token, payload, settings):
    jwt.decode(token, settings.key, algorithms=["EdDSA"])
    return jwt.encode(payload, settings.key, algorithm="EdDSA")
