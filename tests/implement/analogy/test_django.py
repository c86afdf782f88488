"""Fields whose type is the call, serializers that list names, views that query by text."""

from __future__ import annotations

import pytest

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.django_service import DJANGO, GARDEN
from tests.implement.analogy.kit import ORDER, added_lines, text_of, transplant

TICKET = "work_ticket summary:string priority:int status:enum/open,shut:default=open opens_at:datetime:optional"


@pytest.fixture(scope="module")
def change() -> ChangeSet:
    return transplant(GARDEN, ORDER, technologies=DJANGO)


def test_every_layer_is_written_and_nothing_is_refused(change: ChangeSet) -> None:
    assert change.refusals == ()
    assert set(change.paths) == {
        "garden/admin.py", "garden/models.py", "garden/serializers.py", "garden/urls.py",
        "garden/views.py", "tests/test_orders.py",
    }  # fmt: skip
    assert len(change.routes_added) == 6
    assert change.tables_added == ("garden_order",)


def test_the_type_is_the_call_and_its_options_are_those_of_the_type(change: ChangeSet) -> None:
    model = text_of(change, "garden/models.py").split("class Order(models.Model)")[1]
    for line in (
        'keeper = models.ForeignKey(Keeper, on_delete=models.CASCADE, related_name="orders")',
        "customer_name = models.CharField(max_length=80)",
        "total = models.DecimalField(max_digits=12, decimal_places=2)",
        "quantity = models.IntegerField(validators=[MinValueValidator(1)])",
        "shipped = models.BooleanField()",
        "notes = models.TextField(null=True, blank=True)",
        "created = models.DateTimeField(auto_now_add=True)",
    ):
        assert f"    {line}\n" in model
    assert "import MinValueValidator\n" in text_of(change, "garden/models.py")


def test_a_choice_and_a_default_and_what_may_be_missing() -> None:
    change = transplant(GARDEN, TICKET, technologies=DJANGO)
    model = text_of(change, "garden/models.py").split("class WorkTicket(models.Model)")[1]
    status = " ".join(model.split("status = ")[1].split("opens_at")[0].split())
    assert 'for each in ("open", "shut")]' in status
    assert 'default="open"' in status
    assert "max_length=32" in status
    assert "    opens_at = models.DateTimeField(null=True, blank=True)\n" in model


def test_a_query_by_text_follows_its_field(change: ChangeSet) -> None:
    assert 'queryset = Order.objects.order_by("-customer_name")' in text_of(
        change, "garden/views.py"
    )


def test_a_query_by_text_without_counterpart_refuses_its_class() -> None:
    views = GARDEN["garden/views.py"].replace('"-label"', '"height__gt"')
    files = GARDEN | {"garden/views.py": views}
    change = transplant(files, "order customer:string", like="plant", technologies=DJANGO)
    assert any("asks for a field without counterpart" in each.reason for each in change.refusals)


def test_names_in_a_list_are_replaced_where_they_stand(change: ChangeSet) -> None:
    serializer = text_of(change, "garden/serializers.py").split("class OrderSerializer")[1]
    listed = "".join(serializer.split("fields = [")[1].split("]")[0].split())
    assert listed.strip(",") == (
        '"id","keeper","customer_name","total","quantity","shipped","notes","created"'
    )


def test_registrations_by_call_are_made_beside_the_exemplar_s(change: ChangeSet) -> None:
    assert 'router.register("orders", OrderViewSet)' in added_lines(change, "garden/urls.py")
    assert "admin.site.register(Order)" in added_lines(change, "garden/admin.py")
