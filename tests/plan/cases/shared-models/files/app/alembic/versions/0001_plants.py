import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "plant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(255), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("remark", sa.String(255), nullable=True),
    )


def downgrade():
    op.drop_table("plant")
