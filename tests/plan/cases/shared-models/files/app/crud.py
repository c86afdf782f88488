from sqlmodel import Session

from app.models import Plant, PlantCreate


def create_plant(*, session: Session, plant_in: PlantCreate) -> Plant:
    plant = Plant.model_validate(plant_in)
    session.add(plant)
    session.commit()
    session.refresh(plant)
    return plant
