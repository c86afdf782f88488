def show(isbn):
    return {}


def remove(isbn):
    return "", 204


def add(body):
    return body, 201
