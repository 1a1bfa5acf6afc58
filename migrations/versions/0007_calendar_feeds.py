"""Calendar links, and how often a day was changed"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('slot', sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))
    op.create_table('calendar_feed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('secret_hash', sa.LargeBinary(length=32), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name='fk_calendar_feed_session_id_session', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_calendar_feed'),
    sa.UniqueConstraint('secret_hash', name='uq_calendar_feed_secret_hash'),
    sa.UniqueConstraint('session_id', name='uq_calendar_feed_session_id')
    )


def downgrade() -> None:
    op.drop_table('calendar_feed')
    op.drop_column('slot', 'revision')
