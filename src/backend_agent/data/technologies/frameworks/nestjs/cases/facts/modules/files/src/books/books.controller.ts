import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, UseGuards, Version } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

import { Auth, RolesGuard } from '../common/guards';

export class CreateBookDto {
  title!: string;
}

abstract class Base {
  @Get('count')
  count(): number {
    return 0;
  }
}

@ApiTags('books')
@Controller({ path: 'books', version: '1' })
export class BooksController extends Base {
  constructor(private readonly books: object) {
    super();
  }

  @Get()
  @ApiOkResponse({ type: CreateBookDto })
  list(): CreateBookDto[] {
    return [];
  }

  @Post()
  @Auth('admin')
  create(@Param('x') x: string, @Body() book: CreateBookDto): void {}

  @Delete(':id')
  @Version('2')
  @UseGuards(RolesGuard)
  @HttpCode(HttpStatus.NO_CONTENT)
  remove(@Param('id') id: string): void {}

  helper(): void {}
}

@Controller('never')
export class UnusedController {
  @Get()
  never(): void {}
}
