"""Elements: a copy of the tree that knows its parents, its labels and its place."""

from __future__ import annotations

from backend_agent.syntax.element import read_elements

LABELS = {"class_definition": ("name", "body"), "keyword_argument": ("name", "value")}


def test_labels_name_the_parts_that_were_asked_for() -> None:
    root = read_elements("class Dish(Base, table=True):\n    pass\n", "python", LABELS)
    classes = [each for each in root.walk() if each.kind == "class_definition"]
    assert classes[0].labels["name"].text == "Dish"
    keyword = next(each for each in root.walk() if each.kind == "keyword_argument")
    assert (keyword.labels["name"].text, keyword.labels["value"].text) == ("table", "True")


def test_offsets_are_characters_also_behind_an_emoji_and_windows_line_ends() -> None:
    text = 'a = "🍲"\r\nb = a\r\n'
    root = read_elements(text, "python", {})
    names = [leaf for leaf in root.leaves() if leaf.kind == "identifier"]
    assert [text[leaf.start : leaf.end] for leaf in names] == ["a", "b", "a"]
    assert (names[1].line, names[1].column) == (2, 0)


def test_ancestors_lead_to_the_root() -> None:
    root = read_elements("f(x)\n", "python", {})
    leaf = next(each for each in root.leaves() if each.text == "x")
    assert next(reversed(list(leaf.ancestors()))) is root


def test_a_leaf_is_found_by_its_place_alone_and_nothing_else_is() -> None:
    text = "def f(a):\n    return g(a, 'a')\n"
    root = read_elements(text, "python", {})
    at = text.index("g(a") + 2
    leaf = root.find_leaf(at, at + 1)
    assert leaf is not None
    assert (leaf.kind, leaf.text) == ("identifier", "a")
    assert leaf is next(each for each in root.leaves() if each.start == at)
    assert root.find_leaf(at, at + 2) is None
    assert root.find_leaf(len(text) + 5, len(text) + 6) is None


def test_elements_are_found_by_kind_in_source_order_and_are_those_that_a_walk_finds() -> None:
    text = "import a\ndef f():\n    from b import c\nimport d\n"
    root = read_elements(text, "python", {})
    kinds = ("import_from_statement", "import_statement", "no_kind_of_this_grammar")
    found = root.find_kinds(kinds)
    assert [each.text for each in found] == ["import a", "from b import c", "import d"]
    assert found == tuple(each for each in root.walk() if each.kind in kinds)
