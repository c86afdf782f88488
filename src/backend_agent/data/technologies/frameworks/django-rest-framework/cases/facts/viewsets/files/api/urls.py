from django.urls import include, path
from rest_framework.routers import DefaultRouter

from api import views

router = DefaultRouter()
router.register(r"books", views.BookViewSet)
router.register("logs", views.LogViewSet, basename="log")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("ping/", views.ping),
    path("stats/", views.stats),
    path("pens/", views.Pens.as_view()),
    path("pens/<int:pk>/", views.PenViewSet.as_view({"get": "retrieve", "put": "update"})),
]
