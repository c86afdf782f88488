def login(user, password):
    logger.info("login of %s", user)
    logger.info("password changed")
    logger.warning("wrong password", extra={"length": len(password)})
    return check(password)
