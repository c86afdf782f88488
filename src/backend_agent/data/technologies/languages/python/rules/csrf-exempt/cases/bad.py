# expect: csrf-exempt
@csrf_exempt
def change_password(request):
    request.user.set_password(request.POST["password"])
