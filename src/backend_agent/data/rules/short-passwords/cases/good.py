class SignUp(BaseModel):
    name: str = Field(min_length=2)
    password: str = Field(min_length=12, max_length=128)
