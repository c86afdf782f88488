HEADERS: dict[str, str] = {}
