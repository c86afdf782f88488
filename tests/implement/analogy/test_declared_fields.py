"""What a declaration tells beyond its type: how long a text is, who gives the value, how it is kept."""

from __future__ import annotations

from tests.implement.analogy.kit import SHOP, text_of, transplant


def declared(member: str) -> dict[str, str]:
    """The shop whose dishes have one more member."""
    models = SHOP["shop/models.py"].replace(
        "    created_at: Mapped[datetime]\n", f"    created_at: Mapped[datetime]\n    {member}\n"
    )
    return SHOP | {"shop/models.py": models}


def test_a_long_string_is_a_text_and_a_text_is_made_from_it() -> None:
    change = transplant(SHOP, "order remark:text:optional label:string:optional amount:int")
    decided = next(note.text for note in change.notes if note.text.startswith("made like"))
    assert "remark from recipe" in decided
    assert "remark: Mapped[str | None] = mapped_column(String(2000))" in text_of(
        change, "shop/models.py"
    )


def test_a_moment_that_the_program_gives_is_no_field_of_the_resource() -> None:
    served = declared("served: Mapped[datetime] = mapped_column(default=datetime.now)")
    models = text_of(transplant(served), "shop/models.py").split("class Order(Base)")[1]
    assert "    served: Mapped[datetime] = mapped_column(default=datetime.now)\n" in models


def test_a_moment_that_a_person_gives_is_one() -> None:
    served = declared("served: Mapped[datetime]")
    models = text_of(transplant(served), "shop/models.py").split("class Order(Base)")[1]
    assert "served" not in models


def test_a_column_is_kept_as_the_exemplar_keeps_its_own_of_that_type() -> None:
    zoned = {
        path: text.replace(
            "    created_at: Mapped[datetime]\n",
            "    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))\n",
        ).replace("import CheckConstraint,", "import CheckConstraint, DateTime,")
        for path, text in SHOP.items()
    }
    change = transplant(zoned, "order label:string due:datetime:index paid:bool")
    assert "    due: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)\n" in (
        text_of(change, "shop/models.py")
    )
    assert '"due": "2026-03-01T09:30:00Z"' in text_of(change, "tests/test_orders.py")


def test_the_option_of_one_type_is_not_given_to_another() -> None:
    change = transplant(declared("served: Mapped[datetime]"), "order label:string kind:enum/a,b")
    assert "DateTime" not in text_of(change, "shop/models.py").split("class Order(Base)")[1]


def test_names_are_reached_as_the_file_reaches_them() -> None:
    models = SHOP["shop/models.py"]
    head, body = models.split("from shop.database")
    for name in ("Mapped[", "mapped_column(", "relationship("):
        body = body.replace(name, f"so.{name}")
    for name in ("CheckConstraint(", "ForeignKey(", "String("):
        body = body.replace(name, f"sa.{name}")
    imports = head.split("from sqlalchemy")[0]
    imports += "import sqlalchemy as sa\nfrom sqlalchemy import orm as so\n\n"
    models = f"{imports}from shop.database{body}"
    text = text_of(transplant(SHOP | {"shop/models.py": models}, like="dish"), "shop/models.py")
    made = text.split("class Order(Base)")[1]
    assert "    total: so.Mapped[Decimal] = so.mapped_column(sa.Numeric(12, 2))\n" in made
    assert "from sqlalchemy import Numeric" not in text


def test_a_default_is_given_where_it_is_sent_and_not_where_it_is_shown() -> None:
    change = transplant(SHOP, "order amount:int state:enum/open,shut:default=open")
    schemas = text_of(change, "shop/schemas.py")
    create, read = (
        schemas.split(f"class Order{name}")[1].split("class ")[0] for name in ("Create", "Read")
    )
    assert '    state: Literal["open", "shut"] = "open"\n' in create
    assert '    state: Literal["open", "shut"]\n' in read
