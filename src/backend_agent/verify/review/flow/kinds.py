"""The kinds of nodes that tree grammars name alike, by what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

FUNCTION = re.compile(
    r"^(function_(definition|declaration|expression|item)|generator_function\w*|method_(definition"
    r"|declaration)|constructor_declaration|arrow_function|func_literal|lambda(_expression)?)$"
)
CALL = frozenset(
    ("call", "call_expression", "new_expression", "method_invocation", "object_creation_expression")
)
MEMBER = frozenset(
    ("attribute", "member_expression", "selector_expression", "field_access", "scoped_identifier")
)
INDEX = frozenset(("subscript", "subscript_expression", "index_expression", "array_access"))
STRING = frozenset(
    ("string", "template_string", "string_literal", "interpreted_string_literal", "raw_string_literal"
     , "character_literal", "concatenated_string", "rune_literal")
)  # fmt: skip
HOLE = frozenset(("interpolation", "template_substitution"))
NUMBER = re.compile(r"^(integer|float|number|(int|float|decimal\w*|hex\w*)_literal"
                    r"|decimal_integer_literal|decimal_floating_point_literal)$")  # fmt: skip
NOTHING = frozenset(("none", "None", "null", "null_literal", "nil", "undefined"))
BINARY = frozenset(("binary_operator", "binary_expression", "boolean_operator"))
COMPARISON = re.compile(r"^([<>]=?|[=!]==?|is|is not|in|not in|instanceof)$")
LIST = frozenset(
    ("list", "tuple", "array", "array_initializer", "set", "expression_list", "slice_literal")
)
RECORD = frozenset(("dictionary", "object"))
PAIR = frozenset(("pair", "keyed_element"))
WRAPPER = frozenset(
    ("parenthesized_expression", "await", "await_expression", "as_expression", "type_assertion"
     , "non_null_expression", "literal_element", "spread_element", "list_splat", "dictionary_splat"
     , "satisfies_expression", "type_assertion_expression", "type_conversion_expression")
)  # fmt: skip
TERNARY = frozenset(("conditional_expression", "ternary_expression"))
IF = frozenset(("if_statement", "elif_clause"))
SWITCH = frozenset(("match_statement", "switch_statement", "switch_expression"
                    , "expression_switch_statement"))  # fmt: skip
CASE = re.compile(r"^(case_clause|switch_case|switch_default|switch_block_statement_group"
                  r"|switch_rule|expression_case|default_case)$")  # fmt: skip
LOOP = frozenset(
    (
        "for_statement",
        "while_statement",
        "do_statement",
        "for_in_statement",
        "enhanced_for_statement",
    )
)
TRY = frozenset(("try_statement", "try_with_resources_statement"))
HANDLER = frozenset(("except_clause", "catch_clause", "except_group_clause"))
FINALLY = frozenset(("finally_clause",))
LEAVE = frozenset(("raise_statement", "throw_statement"))
JUMP = frozenset(("break_statement", "continue_statement"))
BODY = frozenset(("class_definition", "class_declaration", "class_body"))
NAME = frozenset(("identifier", "shorthand_property_identifier", "this", "self"))
COMMENT = frozenset(("comment", "line_comment", "block_comment"))


def parts_of(node: Node) -> list[Node]:
    """The named children that are no comments."""
    return [child for child in node.children() if child.is_named() and child.kind() not in COMMENT]


def field_of(node: Node, *names: str) -> Node | None:
    """The first of these fields that the node has: grammars differ in the word."""
    for name in names:
        found = node.field(name)
        if found is not None:
            return found
    return None


def callee_of(node: Node) -> str:
    """What is called, as it is written: `a.b.c` of `a.b.c(d)`, without breaks of lines."""
    arguments = node.field("arguments")
    text = node.text()
    if arguments is not None:
        text = text[: arguments.range().start.index - node.range().start.index]
    return re.sub(r"\s+", "", text.removeprefix("new "))


def walk_functions(root: Node) -> Iterator[Node]:
    """The outermost functions: those inside of them are followed where they stand."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if FUNCTION.match(node.kind()):
            yield node
        else:
            waiting.extend(reversed(node.children()))
