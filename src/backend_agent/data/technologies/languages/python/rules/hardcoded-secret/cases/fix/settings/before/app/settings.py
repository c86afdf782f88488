from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    api_key: str = "a1b2c3d4e5f6g7h8"
    port: int = 8000
