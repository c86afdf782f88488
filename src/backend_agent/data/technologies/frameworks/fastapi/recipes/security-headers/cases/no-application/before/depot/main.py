from depot.pallets import router

__all__ = ["router"]
