import { Controller, DynamicModule, Get, Module } from '@nestjs/common';

import { Public } from './common/guards';

@Controller('health')
class HealthController {
  @Get()
  @Public()
  check(): string {
    return 'ok';
  }
}

@Module({})
export class HealthModule {
  static forRoot(path: string): DynamicModule {
    return { module: HealthModule, controllers: [HealthController] };
  }
}
