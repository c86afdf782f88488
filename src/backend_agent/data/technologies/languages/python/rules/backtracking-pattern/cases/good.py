import re

re.match(r"^[a-zA-Z0-9]+@x$", value)
re.search(r"(ab)+", value)
re.search(r"(\d+)-(\d+)", value)
