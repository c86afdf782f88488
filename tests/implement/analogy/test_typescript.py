"""The engine knows no language: the same rules, with the data of TypeScript alone."""

from __future__ import annotations

import re

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.kit import (
    ORDER,
    TYPESCRIPT,
    added_lines,
    applied,
    reasons,
    text_of,
    transplant,
)  # fmt: skip
from tests.implement.analogy.typescript_service import SERVICE

REQUEST = "purchase_order customer_name:string total:decimal quantity:int shipped:bool notes:text:optional"


def change() -> ChangeSet:
    return transplant(SERVICE, REQUEST, technologies=TYPESCRIPT)


def test_files_are_named_and_placed_as_the_language_does() -> None:
    assert change().paths == (
        "src/routes/purchase-orders.ts",
        "src/store/purchase-orders.ts",
        "test/purchase-orders.test.ts",
        "src/index.ts",
    )
    assert change().refusals == ()


def test_the_router_is_imported_and_mounted_beside_its_sibling() -> None:
    assert added_lines(change(), "src/index.ts") == [
        "import { purchaseOrders } from './routes/purchase-orders';",
        "app.route('/purchase-orders', purchaseOrders);",
    ]


def test_interfaces_keep_their_parity_and_get_the_types_of_the_language() -> None:
    store = text_of(change(), "src/store/purchase-orders.ts")
    declared = (
        "  customerName: string;\n  total: number;\n  quantity: number;\n"
        "  shipped: boolean;\n  notes?: string;\n"
    )
    assert f"export interface PurchaseOrder {{\n  id: number;\n{declared}}}" in store
    assert f"export interface PurchaseOrderInput {{\n{declared}}}" in store
    assert "    customerName: input.customerName,\n    total: input.total,\n" in store


def test_imports_of_the_copied_file_lead_to_the_copied_file() -> None:
    routes = text_of(change(), "src/routes/purchase-orders.ts")
    assert "from '../store/purchase-orders';" in routes
    assert "purchaseOrders.get('/:purchaseOrderId', (c) => {" in routes
    assert "{ message: 'Purchase order not found' }" in routes


def test_payload_and_assertions_agree() -> None:
    test = text_of(change(), "test/purchase-orders.test.ts")
    assert (
        "customerName: 'Customer name', total: 12.5, quantity: 30, shipped: false, notes: 'Notes'"
        in test
    )
    assert "expect(purchaseOrder.total).toBe(12.5);" in test
    assert "app.request('/purchase-orders/99')" in test


def test_routes_added_are_told_as_the_service_serves_them() -> None:
    assert {str(key) for key in change().routes_added} == {
        "GET /purchase-orders",
        "GET /purchase-orders/{purchaseOrderId}",
        "POST /purchase-orders",
    }


def test_the_second_time_changes_nothing() -> None:
    again = transplant(applied(SERVICE, change()), REQUEST, technologies=TYPESCRIPT, like="plant")
    assert again.changes == ()
    assert "src/store/purchase-orders.ts" in again.already


def test_a_variable_in_shorthand_that_is_not_bound_anew_gives_way_to_a_sample() -> None:
    test = (
        SERVICE["test/plants.test.ts"]
        .replace(
            "  const response = await app.request('/plants', {",
            "  for (const label of ['Rose']) {\n  const response = await app.request('/plants', {",
        )
        .replace("label: 'Rose', height", "label, height")
        .replace("toBe('Thorny');\n", "toBe('Thorny');\n  }\n")
    )
    made = transplant(SERVICE | {"test/plants.test.ts": test}, REQUEST, technologies=TYPESCRIPT)
    text = text_of(made, "test/purchase-orders.test.ts")
    assert re.search(r"customerName: 'Customer name',\s+total: 12.5", text)


def test_choices_are_a_union_and_their_samples_are_choices() -> None:
    made = transplant(
        SERVICE, "ticket subject:string status:enum/open,closed", technologies=TYPESCRIPT
    )
    assert "  status: 'open' | 'closed';\n" in text_of(made, "src/store/tickets.ts")
    assert "status: 'open'" in text_of(made, "test/tickets.test.ts")


def test_a_unique_field_that_no_library_here_spells_is_refused() -> None:
    made = transplant(SERVICE, "ticket code:string:unique", technologies=TYPESCRIPT)
    assert made.changes == ()
    assert "no library here is known to spell one" in reasons(made)


def test_a_file_that_says_first_what_it_holds_is_named_after_the_new_resource_too() -> None:
    turned = {
        path.replace("store/plants", "store/model.plants"): text.replace(
            "../store/plants", "../store/model.plants"
        )
        for path, text in SERVICE.items()
    }
    change = transplant(turned, ORDER, technologies=TYPESCRIPT)
    assert "'../store/model.orders'" in text_of(change, "src/routes/orders.ts")
    assert "export function createOrder" in text_of(change, "src/store/model.orders.ts")
