from django.http import HttpResponse


def sign_in(request):
    user = check(request.POST["name"], request.POST["password"])
    request.session.cycle_key()
    request.session["user_id"] = user.pk
    return HttpResponse()


def choose(request):
    request.session["language"] = "de"
