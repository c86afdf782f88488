def make_code():
    return "".join(str(secrets.randbelow(10)) for _ in range(4))  # expect: short-code


def make_pin():
    return random.randint(1000, 9999)  # expect: short-code
