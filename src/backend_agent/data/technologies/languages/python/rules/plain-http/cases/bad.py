requests.get("http://api.partner.com/v1", timeout=1)  # expect: plain-http
