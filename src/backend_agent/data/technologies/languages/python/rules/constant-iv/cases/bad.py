iv = b"0123456789abcdef"  # expect: constant-iv
