from sqlmodel import Field, SQLModel


class PlantBase(SQLModel):
    label: str = Field(min_length=1, max_length=255)
    height: float
    remark: str | None = Field(default=None, max_length=255)


class PlantCreate(PlantBase):
    pass


class PlantUpdate(SQLModel):
    label: str | None = Field(default=None, min_length=1, max_length=255)
    height: float | None = None
    remark: str | None = Field(default=None, max_length=255)


class Plant(PlantBase, table=True):
    id: int | None = Field(default=None, primary_key=True)


class PlantPublic(PlantBase):
    id: int


class PlantsPublic(SQLModel):
    data: list[PlantPublic]
    count: int
