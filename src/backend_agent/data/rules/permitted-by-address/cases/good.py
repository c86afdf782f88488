def log(request):
    logger.info("asked", extra={"host": request.client.host})
