"""Columns and schemas that are chains of calls get the type, the limits and the absence of the new field."""

from __future__ import annotations

import pytest

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.chained_service import SERVICE
from tests.implement.analogy.kit import added_lines, text_of, transplant

STACK = ("typescript", "hono", "drizzle", "zod", "vitest")
REQUEST = (
    "work_order customer_name:string/80 opened_at:datetime kind:enum/small,large total:decimal "
    "priority:int:min=1 shipped:bool notes:text:optional"
)


def change(request: str = REQUEST, **files: str) -> ChangeSet:
    return transplant(SERVICE | files, request, technologies=STACK)


def schema_text(request: str = REQUEST, text: str = SERVICE["src/db/schema.ts"]) -> str:
    return text_of(change(request, **{"src/db/schema.ts": text}), "src/db/schema.ts")


def test_columns_are_spelled_in_the_dialect_and_imported_from_it() -> None:
    text = schema_text()
    assert 'import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";' in text
    assert 'export const workOrders = sqliteTable("work_orders", {' in text
    for column in (
        'customerName: text("customer_name").notNull(),',
        'openedAt: text("opened_at").notNull(),',
        'kind: text("kind", { enum: ["small", "large"] }).notNull(),',
        'total: real("total").notNull(),',
        'priority: integer("priority").notNull(),',
        'notes: text("notes"),',
    ):
        assert f"\n  {column}\n" in text


def test_a_boolean_column_is_made_from_the_boolean_one_and_loses_its_default() -> None:
    assert 'shipped: integer({ mode: "boolean" })\n    .notNull(),\n' in schema_text()


def test_a_default_that_is_asked_for_is_written() -> None:
    text = schema_text("work_order name:string ready:bool:default=true")
    assert 'ready: integer({ mode: "boolean" })\n    .notNull()' in text
    assert ".default(true)" in text


def test_refinements_keep_only_what_is_right_for_the_type() -> None:
    text = schema_text()
    made = text[text.index("insertWorkOrdersSchema") : text.index("workOrderPatchSchema")]
    assert "customerName: field => field.min(1).max(80)," in made
    assert "priority: field => field.min(1)," in made
    assert "openedAt: field" not in made
    assert "shipped: field" not in made


def test_a_mask_keeps_its_marks() -> None:
    assert "}).required({\n  shipped: true,\n}).omit({\n  id: true,\n});" in schema_text()


def test_a_schema_of_changes_leaves_every_field_optional() -> None:
    text = schema_text()
    made = text[text.index("workOrderPatchSchema") :]
    assert "customerName: z.string().min(1).max(80).optional()," in made
    assert "priority: z.number().int().min(1).optional()," in made or (
        "priority: z.number().int().optional().min(1)," in made
    )
    assert 'kind: z.enum(["small", "large"]).optional(),' in made
    assert "shipped: z.boolean().optional()," in made


def test_a_link_that_nobody_knows_refuses_the_declaration() -> None:
    text = SERVICE["src/db/schema.ts"].replace(
        "z.string().min(1).max(500).optional()", "z.string().transform(slugify).optional()"
    )
    refusals = change(**{"src/db/schema.ts": text}).refusals
    assert any("`.transform(…)` means" in each.reason for each in refusals)


def test_a_router_joins_the_list_of_routers_under_its_default_name() -> None:
    assert added_lines(change(), "src/app.ts") == [
        'import workOrders from "./routes/work-orders/work-orders.index";',
        "  workOrders,",
    ]


def test_the_path_is_a_name_where_the_tests_reach_it_by_a_typed_client() -> None:
    made = change()
    assert {str(key) for key in made.routes_added} == {"GET /workOrders", "POST /workOrders"}
    test = text_of(made, "src/routes/work-orders/work-orders.test.ts")
    assert "client.workOrders.$post(" in test
    assert 'import router from "./work-orders.index";' in test


def test_an_assertion_about_an_unbound_variable_gets_the_value_of_the_payload() -> None:
    test = text_of(change(), "src/routes/work-orders/work-orders.test.ts")
    assert "expect(json.customerName).toBe(customerName);" in test
    assert "total: 12.5" in test
    assert "expect(json.total).toBe(12.5);" in test


def test_a_text_that_names_the_field_follows_it_once_and_a_librarys_name_stays() -> None:
    made = change()
    test = text_of(made, "src/routes/work-orders/work-orders.test.ts")
    assert test.count('path[0]).toBe("customerName");') == 1
    assert test.count("path[0]).toBe(") == 1
    assert 'expect(json.error.name).toBe("ZodError");' in test


@pytest.mark.parametrize(
    ("dialect", "column"),
    [
        ("pg-core", "total: doublePrecision().notNull(),"),
        ("mysql-core", "total: double().notNull(),"),
    ],
)
def test_each_dialect_has_its_own_words(dialect: str, column: str) -> None:
    table = {"pg-core": "pgTable", "mysql-core": "mysqlTable"}[dialect]
    text = (
        SERVICE["src/db/schema.ts"]
        .replace("sqlite-core", dialect)
        .replace("sqliteTable", table)
        .replace('integer({ mode: "boolean" })', "boolean()")
        .replace("{ integer,", "{ boolean, integer,")
        .replace('text("label")', "text()")
    )
    assert column in schema_text(text=text)


def test_a_resource_whose_every_handler_would_be_missing_is_refused_as_a_whole() -> None:
    handlers = SERVICE["src/routes/plants/plants.index.ts"].replace(
        '.get("/plants", list)', '.get("/plants", (c) => c.json(grade(plants.label)))'
    )
    path = "src/routes/plants/plants.index.ts"
    made = change("work_order total:decimal shipped:bool", **{path: handlers})
    assert made.changes == ()
    assert "every handler cannot be copied" in made.refusals[0].reason


def test_a_schema_derived_from_another_is_a_variant_and_comes_along() -> None:
    assert "export const patchWorkOrdersSchema = insertWorkOrdersSchema.partial();" in schema_text()
