from flask import redirect, request


def go():
    return redirect(request.args.get("next"))  # expect: redirect-from-input-py
def go_on(request):
    next_url = request.args.get("next")
    return redirect(next_url)  # expect: redirect-from-input-py
