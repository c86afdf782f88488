cipher = AES.new(key, AES.MODE_ECB)  # expect: weak-cipher
