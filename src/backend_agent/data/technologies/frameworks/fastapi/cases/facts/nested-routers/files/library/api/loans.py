from fastapi import APIRouter

router = APIRouter(prefix="/loans")

for kind in ("open", "closed"):

    @router.get(f"/{kind}")
    def list_loans() -> list[str]: ...


@router.delete("/{id}", status_code=204)
def end_loan(id: int) -> None: ...


def remote_path() -> str: ...


@router.get(remote_path())
def show_remote() -> None: ...
