def call(url):
    requests.get(url, verify=False, timeout=3)  # expect: tls-not-verified
    httpx.Client(verify=False)  # expect: tls-not-verified
    context.verify_mode = ssl.CERT_NONE  # expect: tls-not-verified
