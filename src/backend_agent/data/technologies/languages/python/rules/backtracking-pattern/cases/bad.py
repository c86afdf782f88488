import re

re.match(r"^([a-zA-Z0-9]+)*@x$", value)  # expect: backtracking-pattern
re.search(r"(a+)+$", value)  # expect: backtracking-pattern
