import { Module } from '@nestjs/common';

import { BooksController, UnusedController } from './books.controller';

@Module({ controllers: [BooksController] })
export class BooksModule {}

export const unused = UnusedController;
