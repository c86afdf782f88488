from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import ListView, UpdateView


class Items(ListView):
    pass


class Private(LoginRequiredMixin, View):
    def get(self, request):
        return HttpResponse()


class ItemDetail(Private):
    @method_decorator(permission_required("shop.delete"))
    def delete(self, request, pk):
        return HttpResponse()

    def load(self):
        return None


class EditItem(UpdateView):
    pass


@require_POST
def pay(request):
    return HttpResponse()


def about(request):
    return HttpResponse()


@require_http_methods(["GET", "HEAD"])
def archive(request, year):
    return HttpResponse()
