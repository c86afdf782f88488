from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from shop import views

extra = [path("about/", views.about)]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("shop/", include("shop.urls")),
    path("more/", include((extra, "more"))),
    path("library/", include("ready_made.urls")),
    re_path(r"^archive/(?P<year>[0-9]{4}(?:-[0-9]{2})?)/$", views.archive),
]

urlpatterns += i18n_patterns(path("hello/", views.about, name="hello"))
