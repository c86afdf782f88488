from django.http import HttpResponse


def sign_in(request):
    user = check(request.POST["name"], request.POST["password"])
    request.session["user_id"] = user.pk  # expect: session-fixation
    return HttpResponse()
