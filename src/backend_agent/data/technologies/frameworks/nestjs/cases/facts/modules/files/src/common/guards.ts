import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';

export class AuthGuard {}
export class RolesGuard {}
export class LogMiddleware {}
export class TenantMiddleware {}

export const Public = () => SetMetadata('public', true);

export function Auth(role: string): MethodDecorator {
  return applyDecorators(SetMetadata('role', role), UseGuards(RolesGuard), ApiBearerAuth());
}
