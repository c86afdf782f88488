def call(url, router):
    requests.get(url, timeout=5)
    httpx.get(url)
    router.get(url)
    return requests.post(url, json={}, timeout=(3, 10))
