"""Models in a file of a language of their own, and code that reaches them by a client made from it."""

from __future__ import annotations

from tests.implement.analogy.kit import text_of, transplant

STACK = ("typescript", "express", "prisma", "typebox", "vitest")
REQUEST = "work_order customer_name:string/80 total:decimal quantity:int paid:bool:default=false notes:text:optional"
SCHEMA = """model User {
  id    Int    @id @default(autoincrement())
  name  String
  tools Tool[]
}

/// What is lent.
model Tool {
  id       Int      @id @default(autoincrement())
  // How it is called.
  label    String   @map("tool_label") @db.VarChar(120)
  weight   Float
  sharp    Boolean  @default(true)
  remark   String?
  owner    User     @relation(fields: [ownerId], references: [id])
  ownerId  Int      @map("owner_id")
  loans    Loan[]
  madeAt   DateTime @default(now())

  @@index([label])
  @@index([weight, remark])
  @@map("tools")
}

model Loan {
  id     Int  @id @default(autoincrement())
  tool   Tool @relation(fields: [toolId], references: [id])
  toolId Int
}
"""
LENDING = {
    "package.json": '{"name": "lending", "dependencies": {"express": "5", "@prisma/client": "6"}}',
    "prisma/schema.prisma": SCHEMA,
    "src/db.ts": """import { PrismaClient } from '@prisma/client';

export const db = new PrismaClient();
""",
    "src/tools/tool.service.ts": """import type { Prisma, Tool } from '@prisma/client';
import { db } from '../db';

const shown = { id: true, label: true, weight: true, sharp: true, remark: true, owner: { select: { name: true } } };

export function createTool(data: Prisma.ToolUncheckedCreateInput): Promise<Tool> {
  return db.tool.create({ data });
}

export function listTools() {
  return db.tool.findMany({ select: shown });
}
""",
    "src/tools/tool.schema.ts": """import { Type } from '@sinclair/typebox';

export const ToolInput = Type.Object({
  label: Type.String({ minLength: 1 }),
  weight: Type.Number(),
  sharp: Type.Boolean(),
  remark: Type.Optional(Type.String()),
});

export const ToolPatch = Type.Object({
  label: Type.Optional(Type.String()),
  weight: Type.Optional(Type.Number()),
  sharp: Type.Optional(Type.Boolean()),
  remark: Type.Optional(Type.String()),
});
""",
    "src/tools/tool.router.ts": """import { Router } from 'express';
import { createTool, listTools } from './tool.service';

export const toolRouter = Router();

toolRouter.post('/', async (req, res) => {
  res.status(201).json(await createTool(req.body));
});
toolRouter.get('/', async (_req, res) => {
  res.json(await listTools());
});
""",
    "src/app.ts": """import express from 'express';
import { toolRouter } from './tools/tool.router';

export const app = express();
app.use(express.json());
app.use('/tools', toolRouter);
""",
}


def test_the_model_is_written_like_the_exemplars_with_its_keys_and_the_way_to_its_parent() -> None:
    made = transplant(LENDING, REQUEST, technologies=STACK)
    assert made.refusals == ()
    schema = text_of(made, "prisma/schema.prisma")
    block = schema[schema.index("model WorkOrder {") : schema.index("model Loan {")]
    assert block == (
        "model WorkOrder {\n"
        "  id           Int      @id @default(autoincrement())\n"
        '  customerName String   @map("customer_name") @db.VarChar(80)\n'
        "  total        Float\n"
        "  quantity     Int\n"
        "  paid         Boolean  @default(false)\n"
        "  notes        String?\n"
        "  owner        User     @relation(fields: [ownerId], references: [id])\n"
        '  ownerId      Int      @map("owner_id")\n'
        "  madeAt       DateTime @default(now())\n"
        "\n"
        "  @@index([customerName])\n"
        "  @@index([total, notes])\n"
        '  @@map("work_orders")\n'
        "}\n\n"
    )
    assert "  workOrders WorkOrder[]\n" in schema[: schema.index("}")]
    assert schema.replace(block, "").replace("  workOrders WorkOrder[]\n", "") == SCHEMA


def test_names_of_the_client_follow_the_model() -> None:
    service = text_of(
        transplant(LENDING, REQUEST, technologies=STACK), "src/work-orders/work-order.service.ts"
    )
    assert "import type { Prisma, WorkOrder } from '@prisma/client';" in service
    assert "data: Prisma.WorkOrderUncheckedCreateInput): Promise<WorkOrder>" in service
    assert "db.workOrder.create({ data })" in service


def test_a_list_that_only_names_fields_keeps_its_marks_and_leaves_those_of_others() -> None:
    service = text_of(
        transplant(LENDING, REQUEST, technologies=STACK), "src/work-orders/work-order.service.ts"
    )
    shown = " ".join(service[service.index("const shown") : service.index("};")].split())
    for name in ("customerName", "total", "quantity", "paid", "notes"):
        assert f"{name}: true" in shown
    assert "owner: { select: { name: true } }" in shown


def test_a_declaration_that_is_wrapped_stays_so_where_the_field_may_be_missing() -> None:
    schema = text_of(
        transplant(LENDING, REQUEST, technologies=STACK), "src/work-orders/work-order.schema.ts"
    )
    sent, changed = schema.split("export const WorkOrderPatch")
    for line in (
        "customerName: Type.String({ minLength: 1 }),",
        "total: Type.Number(),",
        "quantity: Type.Integer(),",
        "paid: Type.Boolean(),",
        "notes: Type.Optional(Type.String()),",
    ):
        assert f"  {line}\n" in sent
    assert "quantity: Type.Optional(Type.Integer())," in changed
    assert "paid: Type.Optional(Type.Boolean())," in changed


def test_choices_are_literals_and_another_models_exact_numbers_are_followed() -> None:
    exact = LENDING | {
        "prisma/schema.prisma": SCHEMA.replace(
            "  name  String\n", "  name  String\n  dues  Decimal @db.Decimal(8, 2)\n"
        )
    }
    made = transplant(exact, "bill total:decimal kind:enum/a,b label:string", technologies=STACK)
    assert "  total   Decimal\n" in text_of(made, "prisma/schema.prisma")
    assert "kind: Type.Union([Type.Literal('a'), Type.Literal('b')])," in text_of(
        made, "src/bills/bill.schema.ts"
    )


def test_a_model_of_that_name_that_is_something_else_refuses_everything() -> None:
    taken = LENDING | {"prisma/schema.prisma": SCHEMA + "\nmodel WorkOrder {\n  id Int @id\n}\n"}
    made = transplant(taken, REQUEST, technologies=STACK)
    assert made.changes == ()
    assert "WorkOrder" in made.refusals[0].reason


def test_a_type_that_the_models_language_does_not_spell_is_refused() -> None:
    made = transplant(LENDING, "bill label:string total:bigint", technologies=STACK)
    assert made.changes == ()
    assert "bigint" in made.refusals[0].reason


def test_the_body_of_an_answer_is_no_field_that_is_called_so() -> None:
    called = {path: text.replace("remark", "body") for path, text in LENDING.items()} | {
        "src/tools/tool.test.ts": """import { expect, it } from 'vitest';

it('makes a tool', async () => {
  const response = await fetch('/tools');
  expect(response.body).toBeDefined();
  expect(response.body.body).toBe('Rusty');
});
"""
    }
    made = transplant(called, REQUEST, technologies=STACK)
    test = text_of(made, "src/work-orders/work-order.test.ts")
    assert "  expect(response.body).toBeDefined();\n" in test
    assert "expect(response.body.notes)" in test
