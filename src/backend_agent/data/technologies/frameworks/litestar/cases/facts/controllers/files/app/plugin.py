from typing import cast

from litestar.config.app import AppConfig
from litestar.plugins import InitPluginProtocol

from app.controllers import BookController, health
from app.guards import auth


class Core(InitPluginProtocol):
    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config = self._secure(app_config)
        self._routes(app_config, controllers=[BookController, health])
        return app_config

    def _secure(self, app_config: AppConfig) -> AppConfig:
        return cast("AppConfig", auth.on_app_init(app_config))

    def _routes(self, app_config: AppConfig, *, controllers: list[type]) -> None:
        app_config.route_handlers.extend(controllers)
