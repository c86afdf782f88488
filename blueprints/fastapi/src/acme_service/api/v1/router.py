"""All routes of version 1."""

from fastapi import APIRouter, Depends

from acme_service.api.dependencies import require_json_body
from acme_service.api.problems import RESPONSES
from acme_service.api.v1 import products, user_sessions, users

router = APIRouter(prefix="/api/v1", dependencies=[Depends(require_json_body)], responses=RESPONSES)
router.include_router(products.router)
router.include_router(user_sessions.router)
router.include_router(users.router)
