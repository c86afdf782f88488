"""An exemplar whose name is a common word: the place in the syntax decides, not the letters."""

from __future__ import annotations

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.kit import SHOP, added_lines, text_of, transplant


def renamed(word: str, words: str) -> dict[str, str]:
    """The shop with another exemplar's name, in every case."""
    pairs = (
        ("dishes", words), ("Dishes", words.capitalize()), ("dish", word), ("Dish", word.capitalize()),
    )  # fmt: skip
    files = {}
    for path, text in SHOP.items():
        for old, new in pairs:
            path, text = path.replace(old, new), text.replace(old, new)
        files[path] = text
    return files


def add_to_blog(extra: dict[str, str] | None = None) -> ChangeSet:
    return transplant(renamed("post", "posts") | (extra or {}), like="post")


def test_the_verb_of_a_client_is_not_the_entity() -> None:
    text = text_of(add_to_blog(), "tests/test_orders.py")
    assert 'client.post("/api/orders/", json=data)' in text
    assert "client.order(" not in text


def test_the_verb_of_a_router_is_not_the_entity() -> None:
    text = text_of(add_to_blog(), "shop/routes/orders.py")
    assert '@router.post("/", status_code=201)' in text
    assert "def create_order(" in text


def test_the_verb_in_capitals_is_not_the_entity() -> None:
    files = renamed("post", "posts")
    files["tests/test_posts.py"] += (
        "\n\ndef test_post_by_request(client):\n"
        '    assert client.request("POST", "/api/posts/").status_code == 422\n'
    )
    text = text_of(transplant(files, like="post"), "tests/test_orders.py")
    assert 'client.request("POST", "/api/orders/")' in text


def test_the_items_of_a_dictionary_are_not_the_entity() -> None:
    text = text_of(transplant(renamed("item", "items"), like="item"), "shop/routes/orders.py")
    assert "in data.model_dump(exclude_unset=True).items():" in text
    assert "setattr(order, name, value)" in text


def test_a_loop_variable_elsewhere_is_not_the_entity() -> None:
    files = renamed("item", "items")
    files["tests/test_guests.py"] = (
        "def test_guests_have_mail(client):\n"
        '    for item in client.get("/api/guests/").json():\n'
        '        assert "email" in item\n'
    )
    change = transplant(files, like="item")
    assert "tests/test_guests.py" not in change.paths
    assert change.refusals == ()


def test_a_word_that_holds_the_name_is_another_word() -> None:
    files = SHOP | {"shop/kitchen.py": "def run_dishwasher(radish):\n    return radish\n"}
    assert "shop/kitchen.py" not in transplant(files).paths


def test_an_entity_whose_name_holds_the_exemplar_s_stays_what_it_is() -> None:
    models = SHOP["shop/models.py"] + (
        "\n\nclass DishTag(Base):\n"
        '    __tablename__ = "dish_tags"\n\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    label: Mapped[str]\n"
    )
    change = transplant(SHOP | {"shop/models.py": models}, like="dish")
    assert "class OrderTag" not in text_of(change, "shop/models.py")


def test_an_irregular_plural_is_followed_from_both_sides() -> None:
    change = transplant(
        renamed("person", "people"), "category label:string portions:int", like="person"
    )
    assert "shop/routes/categories.py" in change.paths
    text = text_of(change, "shop/routes/categories.py")
    assert 'APIRouter(prefix="/categories", tags=["categories"])' in text
    assert "def read_category(category_id: int" in text
    assert '    categories: Mapped[list["Category"]]' in "\n".join(
        added_lines(change, "shop/models.py")
    )


def test_a_handler_named_like_a_verb_of_http_keeps_its_name_whatever_the_exemplar_is_called() -> (
    None
):
    files = {
        path.replace("dishes", "posts"): text.replace("dishes", "posts")
        .replace("Dish", "Post")
        .replace("dish", "post")
        for path, text in SHOP.items()
    }
    files["shop/handlers/post.py"] = (
        "from shop.models import Post\n\n\n"
        "class PostHandler(Handler):\n"
        "    def post(self, session):\n        return session.add(Post())\n\n"
        "    @checked\n    def post_twice(self, session):\n        return self.post(session)\n"
    )
    text = text_of(transplant(files, like="post"), "shop/handlers/order.py")
    assert "class OrderHandler(Handler):\n    def post(self, session):" in text
    assert "def order_twice(self, session):\n        return self.post(session)" in text
