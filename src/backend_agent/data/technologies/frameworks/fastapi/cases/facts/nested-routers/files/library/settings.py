from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LIBRARY_")

    version: str = "v1"
    debug: bool = False
    database_url: str
    mail_key: str = Field(validation_alias="MAIL_API_KEY")

    @property
    def api_prefix(self) -> str:
        return f"/api/{self.version}"


settings = Settings()
