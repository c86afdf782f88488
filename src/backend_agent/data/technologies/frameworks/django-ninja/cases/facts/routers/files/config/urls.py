from django.urls import path
from ninja import NinjaAPI

from books.auth import TokenAuth

api = NinjaAPI(auth=TokenAuth())
api.add_router("/books", "books.api.router")


@api.get("/live", auth=None)
def live(request):
    return "ok"


urlpatterns = [path("api/", api.urls)]
