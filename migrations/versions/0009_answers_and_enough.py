"""Answers to the questions of a kind, and enough for now"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    answers = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')
    op.add_column('need', sa.Column('answers', answers, nullable=False, server_default='{}'))
    op.add_column('need', sa.Column('private_answers_sealed', sa.LargeBinary(), nullable=True))
    op.create_table('enough',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_enough_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_enough'),
    sa.UniqueConstraint('need_id', name='uq_enough_need_id')
    )


def downgrade() -> None:
    op.drop_table('enough')
    op.drop_column('need', 'private_answers_sealed')
    op.drop_column('need', 'answers')
