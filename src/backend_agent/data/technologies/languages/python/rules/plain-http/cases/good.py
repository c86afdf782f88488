requests.get("http://localhost:8000/health", timeout=1)
NS = "http://www.w3.org/2000/svg"
