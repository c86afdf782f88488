import { MiddlewareConsumer, Module, NestModule, forwardRef, RequestMethod } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';

import { BooksModule } from './books/books.module';
import { AuthGuard, LogMiddleware, TenantMiddleware } from './common/guards';
import { HealthModule } from './health.module';
import { BooksController } from './books/books.controller';

@Module({
  imports: [forwardRef(() => BooksModule), HealthModule.forRoot('/health')],
  providers: [{ provide: APP_GUARD, useClass: AuthGuard }],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(LogMiddleware)
      .forRoutes({ path: 'books/:id', method: RequestMethod.DELETE });
    consumer.apply(TenantMiddleware).exclude('health').forRoutes(BooksController);
  }
}
