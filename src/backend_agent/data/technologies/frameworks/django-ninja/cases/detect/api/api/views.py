from ninja import Router
