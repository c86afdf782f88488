def call(url):
    requests.get(url)  # expect: no-timeout
    httpx.get(url, timeout=None)  # expect: no-timeout
    return requests.post(url, json={})  # expect: no-timeout
