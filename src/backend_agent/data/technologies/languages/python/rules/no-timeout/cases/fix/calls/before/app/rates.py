import httpx
import requests


def fetch(url, options):
    first = requests.get(url)
    second = requests.post(
        url,
        json={"a": 1},
    ).json()
    third = requests.get(url, **options)
    fourth = requests.get(url, timeout=3)
    fifth = httpx.Client(base_url=url, timeout=None)
    return first, second, third, fourth, fifth
