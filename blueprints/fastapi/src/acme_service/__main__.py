"""The command line: `serve` runs the service, `promote EMAIL` makes a user an administrator."""

import asyncio
import signal
from argparse import ArgumentParser

import uvicorn

from acme_service.database import Database
from acme_service.main import create_app
from acme_service.models import Role
from acme_service.repositories.user import UserRepository
from acme_service.settings import DatabaseSettings, Settings, load_settings


def main() -> None:
    parser = ArgumentParser(prog="acme-service")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run the service")
    promote = commands.add_parser("promote", help="make a registered user an administrator")
    promote.add_argument("email")
    arguments = parser.parse_args()
    if arguments.command == "promote":
        asyncio.run(promote_user(arguments.email))
    else:
        serve()


def serve() -> None:
    settings = load_settings(Settings)
    # After a graceful shutdown uvicorn raises the signal again; this makes that exit a clean one.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: None)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=settings.shutdown_grace_seconds,
    )


async def promote_user(email: str) -> None:
    database = Database(load_settings(DatabaseSettings).database_url)
    try:
        async with database.session() as session:
            user = await UserRepository(session).get_by_email(email.lower())
            if user is None:
                raise SystemExit("No user is registered with this address.")
            user.role = Role.ADMIN
            await session.commit()
    finally:
        await database.close()


if __name__ == "__main__":
    main()
