"""Fields with a meaning of their own that the new resource has none of: left away, or all is refused."""

from __future__ import annotations

from tests.implement.analogy.kit import ORDER, TYPESCRIPT, reasons, text_of, transplant
from tests.implement.analogy.typescript_service import SERVICE

STORE = """export interface Plant {
  id: number;
  label: string;
  height: number;
  supplierEmail: string;
  catalogUrl: string;
}

export const newPlant = (
  id: number,
  label: string,
  height: number,
  supplierEmail: string,
  catalogUrl: string,
  createdAt: string,
): Plant => {
  return { id, label, height, supplierEmail, catalogUrl };
};

const plants: Plant[] = [];

export function listPlants(): Plant[] {
  return plants;
}

export function findPlant(id: number) {
  const result = plants.find((plant) => plant.id === id);
  return result && { id: result.id, label: result.label, height: result.height };
}

export function createPlant(input: Omit<Plant, 'id'>): Plant {
  const plant = {
    id: plants.length + 1,
    label: input.label,
    height: input.height,
    supplierEmail: input.supplierEmail,
    catalogUrl: input.catalogUrl,
  };
  plants.push(plant);
  return plant;
}
"""
CHECKED = STORE.replace(
    "  const plant = {\n",
    "  if (plants.some((each) => each.supplierEmail === input.supplierEmail)) {\n"
    "    throw new Error('taken');\n  }\n  const plant = {\n",
)
FLAT = {
    path: text for path, text in SERVICE.items() if not path.startswith("test/")
} | {"src/store/plants.ts": STORE}  # fmt: skip


def test_fields_with_which_nothing_is_done_are_left_away_and_told() -> None:
    change = transplant(FLAT, ORDER, technologies=TYPESCRIPT)
    assert not reasons(change)
    store = text_of(change, "src/store/orders.ts")
    assert "Email" not in store
    assert "Url" not in store
    assert any("supplierEmail, catalogUrl" in note.text for note in change.notes)


def test_a_list_of_all_ordinary_fields_becomes_all_new_ones_though_others_are_left_away() -> None:
    store = text_of(transplant(FLAT, ORDER, technologies=TYPESCRIPT), "src/store/orders.ts")
    assert "shipped: result.shipped, notes: result.notes" in store


def test_a_parameter_that_others_must_follow_is_given_though_it_may_be_nothing() -> None:
    store = text_of(transplant(FLAT, ORDER, technologies=TYPESCRIPT), "src/store/orders.ts")
    assert "notes: string | null | undefined,\n  createdAt: string" in store
    assert "notes?: string;" in store


def test_a_rule_about_one_of_several_such_fields_refuses_the_whole() -> None:
    change = transplant(FLAT | {"src/store/plants.ts": CHECKED}, ORDER, technologies=TYPESCRIPT)
    assert not change.changes
    assert "have a meaning of their own" in reasons(change)
