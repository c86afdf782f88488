def login():
    content = request.json
    print(content)  # expect: personal-data-in-log
    logger.info("got %s", request.json)  # expect: personal-data-in-log
