from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import func, select

from app import crud
from app.api.deps import SessionDep
from app.models import Plant, PlantCreate, PlantPublic, PlantsPublic, PlantUpdate

router = APIRouter(prefix="/plants", tags=["plants"])


@router.get("/", response_model=PlantsPublic)
def read_plants(session: SessionDep, skip: int = 0, limit: int = 100) -> Any:
    """
    Retrieve plants.
    """
    count = session.exec(select(func.count()).select_from(Plant)).one()
    plants = session.exec(select(Plant).offset(skip).limit(limit)).all()
    return PlantsPublic(data=plants, count=count)


@router.post("/", response_model=PlantPublic)
def create_plant(*, session: SessionDep, plant_in: PlantCreate) -> Any:
    """
    Create new plant.
    """
    return crud.create_plant(session=session, plant_in=plant_in)


@router.get("/{id}", response_model=PlantPublic)
def read_plant(session: SessionDep, id: int) -> Any:
    """
    Get plant by ID.
    """
    plant = session.get(Plant, id)
    if not plant:
        raise HTTPException(status_code=404, detail="Plant not found")
    return plant


@router.put("/{id}", response_model=PlantPublic)
def update_plant(*, session: SessionDep, id: int, plant_in: PlantUpdate) -> Any:
    """
    Update a plant.
    """
    plant = session.get(Plant, id)
    if not plant:
        raise HTTPException(status_code=404, detail="Plant not found")
    plant.sqlmodel_update(plant_in.model_dump(exclude_unset=True))
    session.add(plant)
    session.commit()
    session.refresh(plant)
    return plant
