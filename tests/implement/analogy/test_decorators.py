"""Members with decorators: a type that a vocabulary knows is replaced, a rule that nobody knows refuses."""

from __future__ import annotations

from backend_agent.values.changes import ChangeSet
from tests.implement.analogy.kit import text_of, transplant
from tests.implement.analogy.typescript_service import SERVICE

STACK = ("typescript", "hono", "class-validator", "vitest")
INPUT = """export interface PlantInput {
  label: string;
  height: number;
  watered: boolean;
  remark?: string;
}
"""
DTO = """export class PlantInput {
  @IsString()
  label: string;

  @IsInt()
  height: number;

  @IsBoolean()
  watered: boolean;

  @IsOptional()
  remark?: string;
}
"""


def change(
    dto: str, request: str = "order customer_name:string total:decimal kind:enum/a,b"
) -> ChangeSet:
    store = SERVICE["src/store/plants.ts"].replace(INPUT, dto)
    head = "import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';\n\n"
    return transplant(SERVICE | {"src/store/plants.ts": head + store}, request, technologies=STACK)


def test_a_decorator_of_a_type_becomes_that_of_the_new_one_and_is_imported() -> None:
    store = text_of(change(DTO), "src/store/orders.ts")
    assert "  @IsString()\n  customerName: string;" in store
    assert "  @IsNumber()\n  total: number;" in store
    assert "  @IsIn(['a', 'b'])\n  kind: 'a' | 'b';" in store
    imports = store.splitlines()[0]
    assert "IsNumber" in imports
    assert "IsIn" in imports
    assert "IsBoolean" not in imports


def test_a_rule_of_the_old_field_refuses_what_is_made_from_it_with_another_type() -> None:
    made = change(
        DTO.replace("  @IsString()", "  @MinLength(5)"), "order kind:enum/a,b total:decimal"
    )
    said = [each.reason for each in made.refusals]
    assert any("`@MinLength(5)` means for `kind`" in each for each in said)
    assert not any(b"@MinLength(5)" in (each.after or b"") for each in made.changes)


NEST = ("typescript", "nestjs", "typeorm", "class-validator", "jest")
SHOP = {
    "src/tools/tool.entity.ts": """import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'tools' })
export class Tool {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 120, comment: 'The label of the tool' })
  label: string;

  @Column('int', { unsigned: true })
  weight: number;

  @Column({ type: 'text', nullable: true })
  remark?: string;
}
""",
    "src/tools/dto/create-tool.dto.ts": """import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, Min } from 'class-validator';

export class CreateToolDto {
  @ApiProperty({ description: 'The label', example: 'Rake', type: String })
  @IsString()
  @IsNotEmpty()
  @MaxLength(120)
  @Matches(/^[A-Z]/)
  readonly label: string;

  @ApiProperty({ required: false, minimum: 1 })
  @IsInt()
  @Min(1)
  weight: number;

  @IsString()
  @IsOptional()
  remark?: string;
}
""",
    "src/tools/dto/update-tool.dto.ts": """import { PartialType } from '@nestjs/swagger';
import { CreateToolDto } from './create-tool.dto';

export class UpdateToolDto extends PartialType(CreateToolDto) {}
""",
    "src/tools/tools.service.ts": """import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CreateToolDto } from './dto/create-tool.dto';
import { UpdateToolDto } from './dto/update-tool.dto';
import { Tool } from './tool.entity';

@Injectable()
export class ToolsService {
  constructor(@InjectRepository(Tool) private readonly tools: Repository<Tool>) {}

  create(dto: CreateToolDto): Promise<Tool> {
    return this.tools.save(this.tools.create(dto));
  }

  findAll(): Promise<Tool[]> {
    return this.tools.find();
  }

  async update(id: number, dto: UpdateToolDto): Promise<void> {
    await this.tools.update(id, dto);
  }
}
""",
    "src/tools/tools.controller.ts": """import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { CreateToolDto } from './dto/create-tool.dto';
import { UpdateToolDto } from './dto/update-tool.dto';
import { ToolsService } from './tools.service';

@Controller('tools')
export class ToolsController {
  constructor(private readonly toolsService: ToolsService) {}

  @Post()
  create(@Body() dto: CreateToolDto) {
    return this.toolsService.create(dto);
  }

  @Get()
  findAll() {
    return this.toolsService.findAll();
  }

  @Patch(':id')
  update(@Param('id') id: number, @Body() dto: UpdateToolDto) {
    return this.toolsService.update(id, dto);
  }
}
""",
    "src/tools/tools.module.ts": """import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Tool } from './tool.entity';
import { ToolsController } from './tools.controller';
import { ToolsService } from './tools.service';

@Module({
  imports: [TypeOrmModule.forFeature([Tool])],
  controllers: [ToolsController],
  providers: [ToolsService],
})
export class ToolsModule {}
""",
    "src/app.module.ts": """import { Module } from '@nestjs/common';
import { HealthModule } from './health/health.module';
import { ToolsModule } from './tools/tools.module';

@Module({
  imports: [HealthModule, ToolsModule],
})
export class AppModule {}
""",
    "src/main.ts": """import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
""",
    "src/health/health.module.ts": """import { Module } from '@nestjs/common';

@Module({})
export class HealthModule {}
""",
}
WORK = "work_order customer_name:string/80 total:decimal quantity:int:min=2 paid:bool notes:text:optional"


def test_the_options_of_a_column_are_those_of_the_new_field() -> None:
    made = transplant(SHOP, WORK, technologies=NEST)
    assert made.refusals == ()
    entity = text_of(made, "src/work-orders/work-order.entity.ts")
    assert (
        "  @Column({ length: 80, comment: 'The customer name of the work order' })\n"
        "  customerName: string;\n" in entity
    )
    assert "type: 'decimal', precision: 12, scale: 2" in " ".join(entity.split())
    assert "  @Column('int', { unsigned: true })\n  quantity: number;\n" in entity
    assert "  @Column({ comment: 'The paid of the work order' })\n  paid: boolean;\n" in entity
    assert "  @Column({ type: 'text', nullable: true })\n  notes?: string;\n" in entity


def test_rules_at_a_member_stay_where_they_are_right_and_what_is_asked_for_is_added() -> None:
    dto = text_of(
        transplant(SHOP, WORK, technologies=NEST), "src/work-orders/dto/create-work-order.dto.ts"
    )
    assert "readonly customerName: string;" in dto
    assert "@MaxLength(80)" in dto
    assert "Matches" not in dto
    assert "example: 'Customer name'," in dto
    quantity = dto[dto.index("customerName: string") : dto.index("quantity: number")]
    assert "@Min(2)" in quantity
    assert "minimum: 2" in quantity
    assert "@Min(1)" not in dto
    notes = dto[dto.index("paid: boolean") : dto.index("notes?: string")]
    assert "@IsOptional()" in notes
    assert "  @IsBoolean()\n" in dto


def test_the_module_of_the_new_resource_joins_the_list_of_its_like() -> None:
    made = transplant(SHOP, WORK, technologies=NEST)
    assert "imports: [HealthModule, ToolsModule, WorkOrdersModule]" in text_of(
        made, "src/app.module.ts"
    )
    module = text_of(made, "src/work-orders/work-orders.module.ts")
    assert "TypeOrmModule.forFeature([WorkOrder])" in module


def test_a_required_field_made_from_an_optional_one_is_no_longer_marked_so() -> None:
    made = transplant(SHOP, "bill memo:text amount:int", technologies=NEST)
    entity = text_of(made, "src/bills/bill.entity.ts")
    assert "memo: string;" in entity
    assert "nullable: true" not in entity
    dto = text_of(made, "src/bills/dto/create-bill.dto.ts")
    assert "IsOptional" not in dto


def test_a_word_of_a_known_library_that_nobody_explains_refuses_another_type() -> None:
    odd = SHOP | {
        "src/tools/dto/create-tool.dto.ts": SHOP["src/tools/dto/create-tool.dto.ts"]
        .replace("  @Min(1)\n", "  @IsDivisibleBy(3)\n")
        .replace("Matches,", "Matches, IsDivisibleBy,")
    }
    made = transplant(odd, "bill label:string total:decimal", technologies=NEST)
    assert any("@IsDivisibleBy(3)` means for `total`" in each.reason for each in made.refusals)


NEIGHBOURS = SHOP | {
    "src/entities/index.ts": "export * from '../tools/tool.entity';\nexport * from '../soils/soil.entity';\n",
    "src/soils/soil.entity.ts": """import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'soils' })
export class Soil {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  ground: string;
}
""",
    "src/garden/garden.controller.ts": """import { Controller, Delete, Get } from '@nestjs/common';
import { Soil, Tool } from '../entities';

@Controller('garden')
export class GardenController {
  @Get('soils')
  soils(): Soil[] {
    return [];
  }

  @Get('tools')
  tools(): Tool[] {
    return [];
  }

  @Delete('spare-tools')
  dropTools(kept: Tool): Tool {
    return kept;
  }
}
""",
    "src/toolTypes/toolType.entity.ts": """import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'tool_types' })
export class ToolType {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  grade: string;
}
""",
}


def test_a_member_beside_its_like_takes_its_decorators_along() -> None:
    garden = text_of(
        transplant(NEIGHBOURS, WORK, like="Tool", technologies=NEST),
        "src/garden/garden.controller.ts",
    )
    assert "  @Get('work-orders')\n  workOrders(): WorkOrder[] {\n    return [];\n  }\n" in garden
    assert garden.count("@Delete(") == 1
    assert "dropWorkOrders" not in garden


def test_a_file_that_hands_on_a_copied_one_hands_on_the_copy() -> None:
    made = transplant(NEIGHBOURS, WORK, like="Tool", technologies=NEST)
    assert "export * from '../work-orders/work-order.entity';\n" in text_of(
        made, "src/entities/index.ts"
    )


def test_the_file_of_an_entity_whose_name_begins_alike_is_its_own() -> None:
    made = transplant(NEIGHBOURS, WORK, like="Tool", technologies=NEST)
    assert not any("Type" in each.path for each in made.changes)


def test_a_resource_whose_serving_code_is_not_copied_is_refused() -> None:
    plain = {
        path: text
        for path, text in SHOP.items()
        if "controller" not in path and "module" not in path
    }
    served = plain | {
        "src/app.module.ts": """import { Module } from '@nestjs/common';
import { Everything } from './everything';

@Module({ controllers: [Everything] })
export class AppModule {}
""",
        "src/everything.ts": """import { Body, Controller, Get, Post } from '@nestjs/common';

@Controller()
export class Everything {
  @Post('tools')
  make(@Body() body: object) {
    return body;
  }

  @Get('tools')
  list() {
    return [];
  }
}
""",
    }
    made = transplant(served, WORK, technologies=NEST)
    assert made.changes == ()
    assert "what serves it cannot be copied" in made.refusals[0].reason


def test_folders_and_files_that_speak_of_the_exemplar_alone_are_copied_and_named_exactly() -> None:
    service = SHOP["src/tools/tools.service.ts"].replace(
        "import { Tool } from './tool.entity';\n",
        "import { polishTool } from '../use-cases/polish-tool/polish-tool';\n"
        "import { shared } from '../use-cases/tool-kit/shared';\n"
        "import { Tool } from './tool.entity';\n",
    )
    spread = SHOP | {
        "src/tools/tools.service.ts": service.replace(
            "this.tools.create(dto)", "polishTool(shared(dto))"
        ),
        "src/use-cases/polish-tool/polish-tool.ts": "export const polishTool = (given: object) => given;\n",
        "src/use-cases/tool-kit/shared.ts": "export const shared = (given: object) => given;\n",
    }
    made = transplant(spread, WORK, technologies=NEST)
    assert "polishWorkOrder" in text_of(
        made, "src/use-cases/polish-work-order/polish-work-order.ts"
    )
    text = text_of(made, "src/work-orders/work-orders.service.ts")
    assert "from '../use-cases/polish-work-order/polish-work-order';" in text
    assert "import { shared } from '../use-cases/tool-kit/shared';" in text
    assert not any("kit" in each.path for each in made.changes)


def test_a_file_that_acts_on_the_exemplar_is_its_own_whatever_it_declares() -> None:
    acting = SHOP | {
        "src/tasks/retireTool.ts": "import { Tool } from '../tools/tool.entity';\n\n"
        "export const ageTool = 1;\nconst run = (given: Tool) => given;\n\nexport default run;\n",
        "src/misc/wax.ts": "export default function wax() {}\n",
        "src/misc/report.ts": "import ageTool from './wax';\n\nageTool();\n",
        "src/tasks/htmlTool.ts": "const run = (given: string) => given;\n\nexport default run;\n",
    }
    made = transplant(acting, WORK, technologies=NEST)
    assert "(given: WorkOrder)" in text_of(made, "src/tasks/retireWorkOrder.ts")
    assert not any("html" in each.path or "misc" in each.path for each in made.changes)
