class SignUp(BaseModel):
    password: str = Field(min_length=6)  # expect: short-passwords


def check(password):
    if len(password) < 4:  # expect: short-passwords
        raise ValueError
