"""A change is reviewed with the files that name what it changed, and with no other."""

from __future__ import annotations

from backend_agent.verify.review import list_concerned

FILES = {
    "app/users/store.py": "def find(db, name): ...\n",
    "app/users/routes.py": "from .store import find\n",
    "app/orders/routes.py": "from app.users.store import find\n",
    "app/orders/store.py": "restore = 1\n",
    "app/shops/routes.py": "store = 1\n",
    "web/users.ts": "import { store } from './users/store'\n",
    "lib/index.ts": "export const a = 1\n",
    "lib/b.ts": "export const b = 1\n",
    "src/c.ts": "import { a } from '../lib'\n",
}


def concerned(*changed: str) -> set[str]:
    return set(list_concerned(changed, FILES, FILES.__getitem__))


def test_importers_of_a_changed_file_are_read_with_it() -> None:
    assert concerned("app/users/store.py") == {
        "app/users/store.py",
        "app/users/routes.py",
        "app/orders/routes.py",
    }


def test_a_file_that_stands_for_its_folder_is_named_by_the_folder() -> None:
    assert concerned("lib/index.ts") == {"lib/index.ts", "src/c.ts"}


def test_without_a_change_nothing_is_read() -> None:
    assert concerned() == set()
