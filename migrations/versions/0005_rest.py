"""Rest: a pause that is its person's alone"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rest',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_rest_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_rest'),
    sa.UniqueConstraint('person_id', name='uq_rest_person_id')
    )
    op.create_index('ix_rest_until', 'rest', ['until'])


def downgrade() -> None:
    op.drop_index('ix_rest_until', table_name='rest')
    op.drop_table('rest')
