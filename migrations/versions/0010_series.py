"""What repeats, promises for every time, and days that are called off

Columns of `slot` are added and dropped by ALTER TABLE alone: promises hang on it.
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('series',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.String(length=200), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.Time(), nullable=True),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.CheckConstraint('wanted between 1 and 20', name='wanted'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_series_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_series'),
    sa.UniqueConstraint('id', 'wanted', name='uq_series_id_wanted'),
    sa.UniqueConstraint('need_id', name='uq_series_need_id')
    )

    op.create_table('standing_sign_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.CheckConstraint('place between 1 and wanted', name='place'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_standing_sign_up_person_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['series_id', 'wanted'], ['series.id', 'series.wanted'], name='fk_standing_sign_up_series_id_wanted_series', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_standing_sign_up'),
    sa.UniqueConstraint('series_id', 'person_id', name='uq_standing_sign_up_series_id_person_id'),
    sa.UniqueConstraint('series_id', 'place', name='uq_standing_sign_up_series_id_place')
    )
    op.create_index('ix_standing_sign_up_person_id', 'standing_sign_up', ['person_id'])

    op.create_table('called_off',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slot_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name='fk_called_off_slot_id_slot', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_called_off'),
    sa.UniqueConstraint('slot_id', name='uq_called_off_slot_id')
    )

    op.add_column('slot', sa.Column('series_id', sa.Uuid(), nullable=True))
    op.add_column('slot', sa.Column('series_start', sa.DateTime(), nullable=True))
    op.create_index('ix_slot_series_id_series_start', 'slot', ['series_id', 'series_start'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_slot_series_id_series_start', table_name='slot')
    op.drop_column('slot', 'series_start')
    op.drop_column('slot', 'series_id')
    op.drop_table('called_off')
    op.drop_index('ix_standing_sign_up_person_id', table_name='standing_sign_up')
    op.drop_table('standing_sign_up')
    op.drop_table('series')
