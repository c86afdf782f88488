from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

engine = create_engine("sqlite:///kennel.db")
Base = declarative_base()
app = FastAPI()


class Dog(Base):
    __tablename__ = "dogs"

    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    age = Column(Integer, nullable=False)


class DogIn(BaseModel):
    name: str
    age: int


def open_session():
    with Session(engine) as session:
        yield session


@app.get("/dogs")
def list_dogs(session: Session = Depends(open_session)):
    return session.query(Dog).all()


@app.post("/dogs", status_code=201)
def create_dog(data: DogIn, session: Session = Depends(open_session)):
    dog = Dog(name=data.name, age=data.age)
    session.add(dog)
    session.commit()
    session.refresh(dog)
    return dog


@app.get("/dogs/{dog_id}")
def read_dog(dog_id: int, session: Session = Depends(open_session)):
    dog = session.get(Dog, dog_id)
    if dog is None:
        raise HTTPException(status_code=404, detail="Dog not found")
    return dog


@app.delete("/dogs/{dog_id}", status_code=204)
def delete_dog(dog_id: int, session: Session = Depends(open_session)):
    dog = session.get(Dog, dog_id)
    if dog is None:
        raise HTTPException(status_code=404, detail="Dog not found")
    session.delete(dog)
    session.commit()
