"""Members with decorators: a type that a vocabulary knows is replaced, a rule that nobody knows refuses."""

from __future__ import annotations

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.kit import text_of, transplant
from tests.implement.analogy.typescript_service import SERVICE

STACK = ("typescript", "hono", "class-validator", "vitest")
INPUT = """export interface PlantInput {
  label: string;
  height: number;
  watered: boolean;
  remark?: string;
}
"""
DTO = """export class PlantInput {
  @IsString()
  label: string;

  @IsInt()
  height: number;

  @IsBoolean()
  watered: boolean;

  @IsOptional()
  remark?: string;
}
"""


def change(
    dto: str, request: str = "order customer_name:string total:decimal kind:enum/a,b"
) -> ChangeSet:
    store = SERVICE["src/store/plants.ts"].replace(INPUT, dto)
    head = "import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';\n\n"
    return transplant(SERVICE | {"src/store/plants.ts": head + store}, request, technologies=STACK)


def test_a_decorator_of_a_type_becomes_that_of_the_new_one_and_is_imported() -> None:
    store = text_of(change(DTO), "src/store/orders.ts")
    assert "  @IsString()\n  customerName: string;" in store
    assert "  @IsNumber()\n  total: number;" in store
    assert "  @IsIn(['a', 'b'])\n  kind: 'a' | 'b';" in store
    imports = store.splitlines()[0]
    assert "IsNumber" in imports
    assert "IsIn" in imports
    assert "IsBoolean" not in imports


def test_a_rule_of_the_old_field_refuses_what_is_made_from_it_with_another_type() -> None:
    made = change(
        DTO.replace("  @IsString()", "  @MinLength(5)"), "order kind:enum/a,b total:decimal"
    )
    said = [each.reason for each in made.refusals]
    assert any("`@MinLength(5)` means for `kind`" in each for each in said)
    assert not any(b"@MinLength(5)" in (each.after or b"") for each in made.changes)
