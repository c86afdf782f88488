def login():
    content = request.json
    logger.info("login of %s", content["id"])
    print("ready")
