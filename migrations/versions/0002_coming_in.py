"""Coming in, staying in, and looking after a circle

Columns are added and dropped by ALTER TABLE alone. To rebuild a table that others hang on, as
batch mode does, would delete it first on SQLite, and with it everything below by cascade.
Nothing hangs on `invitation`, so that one may be rebuilt for its constraint.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guesses',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('remaining', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('remaining >= 0', name='remaining'),
    sa.PrimaryKeyConstraint('id', name='pk_guesses'),
    sa.UniqueConstraint('at_digest', name='uq_guesses_at_digest')
    )
    op.create_index('ix_guesses_ends_at', 'guesses', ['ends_at'])

    op.create_table('spoken_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('opens_id', sa.Uuid(), nullable=False),
    sa.Column('finds_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('secret_digest', sa.LargeBinary(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose in ('invitation', 'device')", name='purpose'),
    sa.PrimaryKeyConstraint('id', name='pk_spoken_code'),
    sa.UniqueConstraint('finds_digest', name='uq_spoken_code_finds_digest')
    )
    op.create_index('ix_spoken_code_expires_at', 'spoken_code', ['expires_at'])
    op.create_index('ix_spoken_code_opens_id', 'spoken_code', ['opens_id'])

    op.create_table('re_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_re_entry_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_re_entry'),
    sa.UniqueConstraint('person_id', name='uq_re_entry_person_id'),
    sa.UniqueConstraint('token_hash', name='uq_re_entry_token_hash')
    )
    op.create_index('ix_re_entry_expires_at', 're_entry', ['expires_at'])

    op.create_table('stewardship_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('deed', sa.String(length=24), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("deed in ('invited', 'withdrew_invitation', 'welcomed', 'declined', 'left', 'removed', 'made_coordinator', 'stepped_down', 're_entry', 'changed_circle', 'proposed_closing', 'withdrew_closing')", name='deed'),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name='fk_stewardship_entry_actor_id_person', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_stewardship_entry_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_stewardship_entry_person_id_person', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name='pk_stewardship_entry')
    )
    op.create_index('ix_stewardship_entry_actor_id', 'stewardship_entry', ['actor_id'])
    op.create_index('ix_stewardship_entry_circle_id_happened_at', 'stewardship_entry', ['circle_id', 'happened_at'])
    op.create_index('ix_stewardship_entry_happened_at', 'stewardship_entry', ['happened_at'])
    op.create_index('ix_stewardship_entry_person_id', 'stewardship_entry', ['person_id'])

    op.create_table('closing_receipt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_closing_receipt')
    )
    op.create_index('ix_closing_receipt_closed_at', 'closing_receipt', ['closed_at'])

    op.create_table('season',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_season_membership_id_membership', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_season'),
    sa.UniqueConstraint('membership_id', name='uq_season_membership_id')
    )
    op.create_index('ix_season_ends_at', 'season', ['ends_at'])

    op.create_table('willing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name='fk_willing_membership_id_membership', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_willing'),
    sa.UniqueConstraint('membership_id', name='uq_willing_membership_id')
    )
    op.create_index('ix_willing_until', 'willing', ['until'])

    op.create_table('waiting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_waiting_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name='fk_waiting_invited_by_id_person', ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_waiting_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_waiting'),
    sa.UniqueConstraint('circle_id', 'person_id', name='uq_waiting_circle_id_person_id')
    )
    op.create_index('ix_waiting_asked_at', 'waiting', ['asked_at'])
    op.create_index('ix_waiting_invited_by_id', 'waiting', ['invited_by_id'])
    op.create_index('ix_waiting_person_id', 'waiting', ['person_id'])

    op.add_column('circle', sa.Column('welcome_words', sa.Text(), nullable=False, server_default=''))
    op.add_column('circle', sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_circle_closes_at', 'circle', ['closes_at'])
    op.add_column('circle', sa.Column('covenant', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('invitation') as batch:
        batch.add_column(
            sa.Column('kind', sa.String(length=8), nullable=False, server_default='personal')
        )
        batch.add_column(sa.Column('note', sa.String(length=60), nullable=False, server_default=''))
        batch.create_check_constraint('kind', "kind in ('personal', 'open')")

    op.add_column('membership', sa.Column('about', sa.Text(), nullable=False, server_default=''))
    op.add_column('membership', sa.Column('has_read_covenant', sa.Boolean(), nullable=False, server_default=sa.false()))

    now = datetime.now(UTC).strftime('%Y-%m-%d %H:%M:%S.%f')
    op.add_column('session', sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False, server_default=now))


def downgrade() -> None:
    op.drop_column('session', 'opened_at')

    op.drop_column('membership', 'has_read_covenant')
    op.drop_column('membership', 'about')

    with op.batch_alter_table('invitation') as batch:
        batch.drop_constraint('kind', type_='check')
        batch.drop_column('note')
        batch.drop_column('kind')

    op.drop_index('ix_circle_closes_at', table_name='circle')
    op.drop_column('circle', 'closes_at')
    op.drop_column('circle', 'covenant')
    op.drop_column('circle', 'welcome_words')

    op.drop_index('ix_waiting_person_id', table_name='waiting')
    op.drop_index('ix_waiting_invited_by_id', table_name='waiting')
    op.drop_index('ix_waiting_asked_at', table_name='waiting')

    op.drop_table('waiting')
    op.drop_index('ix_willing_until', table_name='willing')
    op.drop_table('willing')
    op.drop_index('ix_season_ends_at', table_name='season')
    op.drop_table('season')
    op.drop_index('ix_closing_receipt_closed_at', table_name='closing_receipt')
    op.drop_table('closing_receipt')
    op.drop_index('ix_stewardship_entry_person_id', table_name='stewardship_entry')
    op.drop_index('ix_stewardship_entry_happened_at', table_name='stewardship_entry')
    op.drop_index('ix_stewardship_entry_circle_id_happened_at', table_name='stewardship_entry')
    op.drop_index('ix_stewardship_entry_actor_id', table_name='stewardship_entry')

    op.drop_table('stewardship_entry')

    op.drop_index('ix_re_entry_expires_at', table_name='re_entry')

    op.drop_table('re_entry')

    op.drop_index('ix_spoken_code_opens_id', table_name='spoken_code')
    op.drop_index('ix_spoken_code_expires_at', table_name='spoken_code')

    op.drop_table('spoken_code')
    op.drop_index('ix_guesses_ends_at', table_name='guesses')

    op.drop_table('guesses')
