def login(user, password, settings):
    print(user, password)  # expect: secret-in-log
    logger.info("login of %s with %s", user, password)  # expect: secret-in-log
    self.log.debug(f"key {settings.secret_key}")  # expect: secret-in-log
def send(phone, code):
    print(f"Sending code {code} to {phone}")  # expect: secret-in-log
