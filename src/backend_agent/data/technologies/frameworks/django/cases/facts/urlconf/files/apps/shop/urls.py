from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from . import views

urlpatterns = [
    path("", views.Items.as_view()),
    path("<int:pk>/", views.ItemDetail.as_view()),
    path("<slug:name>/edit", login_required(views.EditItem.as_view())),
    path("pay/", csrf_exempt(views.pay)),
]
