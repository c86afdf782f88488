import httpx
import requests


def fetch(url, options):
    first = requests.get(url, timeout=10)
    second = requests.post(
        url,
        json={"a": 1},
        timeout=10,
    ).json()
    third = requests.get(url, **options)
    fourth = requests.get(url, timeout=3)
    fifth = httpx.Client(base_url=url, timeout=10)
    return first, second, third, fourth, fifth
