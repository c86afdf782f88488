@csrf_exempt
def webhook(request):
    check_signature(request)


def change_password(request):
    request.user.set_password(request.POST["password"])
