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
