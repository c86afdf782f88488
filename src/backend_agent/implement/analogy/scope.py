"""What a slice is rendered with: the names that change, the names that stay, and what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend_agent.implement.analogy.exemplar import Exemplar
from backend_agent.implement.analogy.fields import FieldPlan
from backend_agent.implement.analogy.layout import is_body
from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.implement.analogy.territory import Territory, strong_names
from backend_agent.syntax.element import Element
from backend_agent.syntax.names import Styles, Swap, carries_words, swap_nouns
from backend_agent.syntax.nouns import Noun
from backend_agent.values.language import LanguageFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Transplant:
    """One operation: from the exemplar to the new resource, in one codebase. `signatures` is what was
    read of the functions that take fields by position."""

    codebase: Codebase
    exemplar: Exemplar
    noun: Noun
    fields: FieldPlan
    territory: Territory
    lexicon: Lexicon
    styles: Styles
    signatures: dict[str, tuple[tuple[str, ...], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def language(self) -> LanguageFormat:
        return self.lexicon.language

    @property
    def swaps(self) -> tuple[Swap, ...]:
        """() where the resource itself is the exemplar: only fields are new then."""
        same = self.noun == self.exemplar.noun
        return () if same else swap_nouns(self.exemplar.noun, self.noun)

    @property
    def path_parameters(self) -> frozenset[str]:
        """The names that stand in the exemplar's own paths (`item_id`): ours wherever they occur."""
        paths = " ".join(route.path for route in self.exemplar.routes)
        return frozenset(re.findall(r"[{:<](\w+)", paths))

    @property
    def accessors(self) -> frozenset[str]:
        """The names by which a client that is made from the models' files reaches the exemplar."""
        entity = self.exemplar.entity
        if entity.evidence.path.endswith(tuple(self.language.suffixes)):
            return frozenset()
        return frozenset({entity.name, entity.name[:1].lower() + entity.name[1:]})

    def is_made(self, module: str) -> bool:
        """Whether the module is made from the models' files, so that its names follow the models."""
        return any(re.search(words.client, module) for _, words in self.lexicon.schemas)

    def is_mention(self, text: str) -> bool:
        return carries_words(text, *self.exemplar.phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScope:
    """`foreign` are names bound by imports from outside the repository, `shared` names of the
    repository that are not copied, `modules` the leaves that name a module which is not copied: none
    is ever renamed. `bindings` is what was found of the variables that a place binds, by the place
    and the old field."""

    transplant: Transplant
    source: Source
    foreign: frozenset[str]
    shared: frozenset[str]
    modules: frozenset[int] = frozenset()
    bindings: dict[tuple[int, str], frozenset[str] | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def language(self) -> LanguageFormat:
        return self.source.language


def open_scope(source: Source, transplant: Transplant) -> FileScope:
    codebase = transplant.codebase
    strong = strong_names(source, transplant.territory, codebase, transplant.exemplar)
    foreign, shared = set(), set()
    for name, imported in source.imports.items():
        if transplant.is_made(imported.module):
            continue
        if codebase.resolve_module(source.path, imported.module) is None:
            foreign.add(name)
        elif name not in strong and name not in transplant.territory.declared:
            target = codebase.resolve_module(source.path, imported.module)
            own = {each.path for each in transplant.territory.files}
            joined = f"{imported.module}{codebase.language.imports.separator}{imported.original}"
            if target not in own and codebase.resolve_module(source.path, joined) not in own:
                shared.add(name)
    return FileScope(
        transplant=transplant,
        source=source,
        foreign=frozenset(foreign),
        shared=frozenset(shared),
        modules=frozenset(_list_fixed_modules(source, transplant)),
    )


def _list_fixed_modules(source: Source, transplant: Transplant) -> Iterator[int]:
    keys = {shape.kind: shape.key for shape in source.language.imports.statements}
    for statement in source.import_statements:
        module = statement.labels.get(keys.get(statement.kind, ""))
        if module is not None and not is_own_module(
            module.text.strip("'\""), source.path, transplant
        ):
            yield from (id(leaf) for leaf in module.leaves())


def is_own_module(module: str, importer: str, transplant: Transplant) -> bool:
    """Whether the module is a file that is copied, or a folder that holds one."""
    found = transplant.codebase.resolve_module(importer, module)
    if found is None:
        return False
    own = {each.path for each in transplant.territory.files}
    index = f"/{transplant.language.imports.index}."
    folder = found.rsplit("/", 1)[0] if index in f"/{found}" else found
    return found in own or any(path.startswith(f"{folder}/") for path in own)


def is_frozen(leaf: Element, scope: FileScope) -> bool:
    """Whether the identifier is a name of somebody else's that only looks like the exemplar's."""
    language = scope.language
    if id(leaf) in scope.modules or _names_act(leaf, scope):
        return True
    if leaf.text in scope.foreign or leaf.text in scope.shared:
        return not _is_member_name(leaf, language) or leaf.text in scope.foreign
    if _is_member_name(leaf, language):
        return _is_frozen_member(leaf, scope)
    return is_foreign_keyword(leaf, scope)


def _names_act(leaf: Element, scope: FileScope) -> bool:
    """`def post(self)` in a class of handlers is called by the library, whatever the exemplar is
    called: the method of a class that has one of the fixed names for one thing."""
    language = scope.language
    if (
        leaf.text not in language.frozen_calls
        or (leaf.text,) != scope.transplant.exemplar.noun.singular
    ):
        return False
    shapes = {shape.kind: shape for shape in language.declarations if shape.role == "callable"}
    holder = leaf.parent
    shape = shapes.get(holder.kind) if holder is not None else None
    if holder is None or shape is None or holder.labels.get(shape.key) is not leaf:
        return False
    above = holder.parent
    while above is not None and above.kind in language.wrappers:
        above = above.parent
    return above is not None and is_body(above, language)


def _is_member_name(leaf: Element, language: LanguageFormat) -> bool:
    shapes = {shape.kind: shape for shape in language.members}
    parent = leaf.parent
    return (
        parent is not None
        and parent.kind in shapes
        and parent.labels.get(shapes[parent.kind].key) is leaf
    )


def _is_frozen_member(leaf: Element, scope: FileScope) -> bool:
    """`.items()` and `client.post` are the language's or a library's unless ours declares them."""
    territory = scope.transplant.territory
    if leaf.text in scope.transplant.accessors:
        return False
    if called_name(leaf, scope.language):
        if leaf.text in scope.language.frozen_calls:
            return True
        return leaf.text not in territory.callables | territory.declared
    root = root_name(leaf.parent, scope.language) if leaf.parent is not None else ""
    return root in scope.foreign or is_of_another(leaf, scope)


def is_of_another(leaf: Element, scope: FileScope) -> bool:
    """Whether it is a member of something of the repository that is not copied: `Tag.item_id`."""
    if leaf.parent is None or not _is_member_name(leaf, scope.language):
        return False
    root = root_name(leaf.parent, scope.language)
    return root in scope.shared and leaf.text not in scope.transplant.territory.declared


def uses_far_relation(leaf: Element, scope: FileScope) -> bool:
    """Whether a member or a key names a relation of the exemplar that leads through something which
    is not copied: `tag.teams`, `data["teams"]`."""
    if leaf.text not in {each.name for each in scope.transplant.exemplar.far_relations}:
        return False
    if leaf.kind in scope.language.strings:
        above = [each.kind for each in list(leaf.ancestors())[:2]]
        return any(kind in scope.language.subscripts for kind in above)
    root = root_name(leaf.parent, scope.language) if leaf.parent is not None else ""
    return _is_member_name(leaf, scope.language) and root not in scope.foreign | scope.shared


def called_name(leaf: Element, language: LanguageFormat) -> bool:
    """Whether the member access that the leaf ends is called."""
    member = leaf.parent
    shapes = {shape.kind: shape for shape in language.calls}
    call = member.parent if member is not None else None
    return (
        call is not None
        and call.kind in shapes
        and call.labels.get(shapes[call.kind].key) is member
    )


def root_name(element: Element | None, language: LanguageFormat) -> str:
    """The first identifier of a chain of members, calls and subscripts."""
    while element is not None and element.children:
        element = element.children[0]
    return element.text if element is not None and element.kind in language.identifiers else ""


def find_callee(arguments: Element, language: LanguageFormat) -> Element | None:
    """What is called with these arguments; None where it is no call."""
    shapes = {shape.kind: shape for shape in language.calls}
    call = arguments.parent
    if call is None or call.kind not in shapes:
        return None
    return call.labels.get(shapes[call.kind].key)


def last_name(element: Element, language: LanguageFormat) -> str:
    """The last identifier of a callee: `create_item` of `crud.create_item`."""
    names = [leaf.text for leaf in element.leaves() if leaf.kind in language.identifiers]
    return names[-1] if names else ""


def is_foreign_keyword(leaf: Element, scope: FileScope) -> bool:
    """The name of a keyword argument belongs to the function that is called."""
    language = scope.language
    parent = leaf.parent
    shapes = {shape.kind: shape for shape in language.keyed}
    if (
        parent is None
        or parent.parent is None
        or parent.kind not in shapes
        or parent.parent.kind not in language.arguments
        or parent.labels.get(shapes[parent.kind].key) is not leaf
    ):
        return False
    callee = find_callee(parent.parent, language)
    if leaf.text in scope.transplant.path_parameters:
        return False
    return callee is None or not is_own_callee(callee, scope)


def is_own_callee(callee: Element, scope: FileScope) -> bool:
    """Whether what is called is declared by the exemplar's territory, or made of it."""
    transplant = scope.transplant
    territory = transplant.territory
    last = last_name(callee, scope.language)
    if last in territory.callables and (
        last not in scope.language.frozen_calls or last in territory.declared
    ):
        return True
    names = [leaf.text for leaf in callee.leaves() if leaf.kind in scope.language.identifiers]
    own = territory.declared & territory.callables
    return any(
        (name in own or transplant.is_mention(name)) and name not in scope.foreign for name in names
    )
