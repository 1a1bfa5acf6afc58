"""Passkeys, and what they are asked to sign"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('passkey',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(length=1023), nullable=False),
    sa.Column('public_key', sa.LargeBinary(length=1200), nullable=False),
    sa.Column('sign_number', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_passkey_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_passkey'),
    sa.UniqueConstraint('credential_id', name='uq_passkey_credential_id')
    )
    op.create_index('ix_passkey_person_id', 'passkey', ['person_id'])

    op.create_table('passkey_challenge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=8), nullable=False),
    sa.Column('challenge', sa.LargeBinary(length=32), nullable=False),
    sa.Column('browser_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("purpose in ('add', 'sign_in')", name='purpose'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_passkey_challenge_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_passkey_challenge'),
    sa.UniqueConstraint('challenge', name='uq_passkey_challenge_challenge')
    )
    op.create_index('ix_passkey_challenge_expires_at', 'passkey_challenge', ['expires_at'])
    op.create_index('ix_passkey_challenge_person_id', 'passkey_challenge', ['person_id'])


def downgrade() -> None:
    op.drop_index('ix_passkey_challenge_person_id', table_name='passkey_challenge')
    op.drop_index('ix_passkey_challenge_expires_at', table_name='passkey_challenge')
    op.drop_table('passkey_challenge')
    op.drop_index('ix_passkey_person_id', table_name='passkey')
    op.drop_table('passkey')
