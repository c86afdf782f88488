def reset(request):
    client_host = request.client.host
    if client_host != "127.0.0.1":  # expect: permitted-by-address
        raise PermissionError
