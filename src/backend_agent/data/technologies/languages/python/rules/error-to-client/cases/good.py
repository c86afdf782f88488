def a():
    try:
        work()
    except Exception as error:
        log.exception("failed", exc_info=error)
        return jsonify({"message": "failed"}), 500


def b():
    try:
        work()
    except ValidationError as error:
        return jsonify(str(error)), 422
    except Exception as error:
        raise Other() from error
