from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Member(AbstractUser):
    nick = models.CharField(max_length=20, unique=True)


class Shelf(Stamped):
    title = models.CharField(max_length=100, db_index=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shelves")
    friends = models.ManyToManyField("Member", blank=True)
    note = models.TextField(null=True)
    objects = models.Manager()

    class Meta(Stamped.Meta):
        abstract = False
        db_table = "shelves"
        unique_together = [("owner", "title")]
        indexes = [models.Index(fields=["note", "created"], name="note_created")]


class Book(models.Model):
    shelf = models.ForeignKey("shop.Shelf", null=True, on_delete=models.SET_NULL)
    isbn = models.CharField(primary_key=True, max_length=13)
    pages = models.PositiveIntegerField(default=0)
