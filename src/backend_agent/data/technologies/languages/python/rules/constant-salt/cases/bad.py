salt = b"pepper-and-salt"  # expect: constant-salt
