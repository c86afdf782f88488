import { Column, Entity, Index, JoinColumn, ManyToOne, OneToMany, Unique } from 'typeorm';

import { Base } from './base';

@Entity({ name: 'shelves' })
export class Shelf extends Base {
  @OneToMany(() => BookEntity, (book) => book.shelf)
  books!: BookEntity[];
}

@Entity()
@Index(['title', 'pages'])
@Unique(['isbn'])
export class BookEntity extends Base {
  @Column({ unique: true })
  isbn!: string;

  @Index()
  @Column({ nullable: true })
  title?: string;

  @Column('int', { default: 0 })
  pages!: number;

  @ManyToOne(() => Shelf, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'shelf_id' })
  shelf!: Shelf;

  draft = true;

  describe(): string {
    return this.isbn;
  }
}
