"""A little Django service: models, serializers and views of several entities in one application."""

from __future__ import annotations

DJANGO = (
    "python",
    "django",
    "django-rest-framework",
    "django-orm",
    "django-migrations",
    "unittest",
)

GARDEN: dict[str, str] = {
    "manage.py": "import django\n",
    "pyproject.toml": '[project]\nname = "garden"\n\n[tool.ruff]\nline-length = 100\n',
    "config/__init__.py": "",
    "config/settings.py": 'ROOT_URLCONF = "config.urls"\nINSTALLED_APPS = ["rest_framework", "garden"]\n',
    "config/urls.py": (
        "from django.urls import include, path\n\n"
        'urlpatterns = [path("api/", include("garden.urls"))]\n'
    ),
    "garden/__init__.py": "",
    "garden/models.py": """from django.db import models


class Keeper(models.Model):
    name = models.CharField(max_length=60)


class Plant(models.Model):
    keeper = models.ForeignKey(Keeper, on_delete=models.CASCADE, related_name="plants")
    label = models.CharField(max_length=80)
    height = models.IntegerField()
    remark = models.TextField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.label
""",
    "garden/serializers.py": """from rest_framework import serializers

from garden.models import Keeper, Plant


class KeeperSerializer(serializers.ModelSerializer):
    class Meta:
        model = Keeper
        fields = ["id", "name"]


class PlantSerializer(serializers.ModelSerializer):
    label = serializers.CharField(min_length=1, max_length=80)

    class Meta:
        model = Plant
        fields = ["id", "keeper", "label", "height", "remark", "created"]
        read_only_fields = ["created"]
""",
    "garden/views.py": """from rest_framework import viewsets

from garden.models import Keeper, Plant
from garden.serializers import KeeperSerializer, PlantSerializer


class KeeperViewSet(viewsets.ModelViewSet):
    queryset = Keeper.objects.all()
    serializer_class = KeeperSerializer


class PlantViewSet(viewsets.ModelViewSet):
    queryset = Plant.objects.order_by("-label")
    serializer_class = PlantSerializer
""",
    "garden/admin.py": (
        "from django.contrib import admin\n\n"
        "from garden.models import Keeper, Plant\n\n"
        "admin.site.register(Keeper)\nadmin.site.register(Plant)\n"
    ),
    "garden/urls.py": """from rest_framework.routers import DefaultRouter

from garden.views import KeeperViewSet, PlantViewSet

router = DefaultRouter()
router.register("keepers", KeeperViewSet)
router.register("plants", PlantViewSet)

urlpatterns = router.urls
""",
    "tests/__init__.py": "",
    "tests/test_plants.py": """from rest_framework.test import APITestCase

from garden.models import Keeper, Plant


class PlantTests(APITestCase):
    def setUp(self):
        self.keeper = Keeper.objects.create(name="Ada")

    def test_create_plant(self):
        data = {"keeper": self.keeper.id, "label": "Fern", "height": 3, "remark": "Dry"}
        response = self.client.post("/api/plants/", data, format="json")
        self.assertEqual(response.status_code, 201)
        self.assertEqual(response.json()["label"], "Fern")
        self.assertEqual(response.json()["height"], 3)
        self.assertEqual(response.json()["remark"], "Dry")
        plant = Plant.objects.get()
        self.assertEqual(plant.label, "Fern")
        self.assertEqual(plant.height, 3)
        self.assertEqual(plant.remark, "Dry")
""",
}
