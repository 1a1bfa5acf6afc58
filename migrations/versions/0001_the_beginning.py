"""The beginning"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('circle',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('fading_days', sa.Integer(), nullable=False),
    sa.CheckConstraint('fading_days between 7 and 30', name='fading_days'),
    sa.PrimaryKeyConstraint('id', name='pk_circle')
    )
    op.create_table('founding_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name='pk_founding_link'),
    sa.UniqueConstraint('token_hash', name='uq_founding_link_token_hash')
    )
    op.create_table('last_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('job', sa.String(length=20), nullable=False),
    sa.Column('period', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_last_run'),
    sa.UniqueConstraint('job', name='uq_last_run_job')
    )
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_person')
    )
    op.create_table('fact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('detail_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('spread_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_fact_circle_id_circle', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_fact')
    )
    op.create_index('ix_fact_circle_id', 'fact', ['circle_id'])
    op.create_index('ix_fact_spread_at_recorded_at', 'fact', ['spread_at', 'recorded_at'])
    op.create_index('ix_fact_subject_id', 'fact', ['subject_id'])

    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_invitation_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name='fk_invitation_invited_by_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_invitation'),
    sa.UniqueConstraint('token_hash', name='uq_invitation_token_hash')
    )
    op.create_index('ix_invitation_circle_id', 'invitation', ['circle_id'])
    op.create_index('ix_invitation_expires_at', 'invitation', ['expires_at'])
    op.create_index('ix_invitation_invited_by_id', 'invitation', ['invited_by_id'])

    op.create_table('membership',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=12), nullable=False),
    sa.CheckConstraint("role in ('member', 'coordinator')", name='role'),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_membership_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_membership_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_membership'),
    sa.UniqueConstraint('circle_id', 'person_id', name='uq_membership_circle_id_person_id')
    )
    op.create_index('ix_membership_person_id', 'membership', ['person_id'])

    op.create_table('need',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('posted_by_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('private_details_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_as', sa.String(length=12), nullable=True),
    sa.CheckConstraint("ended_as in ('withdrawn', 'closed')", name='ended_as'),
    sa.CheckConstraint("kind in ('meal', 'ride', 'presence', 'childcare', 'errand', 'hands', 'lend', 'wisdom', 'other')", name='kind'),
    sa.CheckConstraint('(ended_at is null) = (ended_as is null)', name='ended'),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_need_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['posted_by_id'], ['person.id'], name='fk_need_posted_by_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_need')
    )
    op.create_index('ix_need_circle_id_ended_at', 'need', ['circle_id', 'ended_at'])
    op.create_index('ix_need_posted_by_id', 'need', ['posted_by_id'])

    op.create_table('notification',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('circle_id', sa.Uuid(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('detail_id', sa.Uuid(), nullable=True),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['circle_id'], ['circle.id'], name='fk_notification_circle_id_circle', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_notification_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_notification'),
    sa.UniqueConstraint('person_id', 'subject_id', name='uq_notification_person_id_subject_id')
    )
    op.create_index('ix_notification_circle_id', 'notification', ['circle_id'])
    op.create_index('ix_notification_happened_at', 'notification', ['happened_at'])
    op.create_index('ix_notification_person_id_happened_at', 'notification', ['person_id', 'happened_at'])
    op.create_index('ix_notification_read_at', 'notification', ['read_at'])
    op.create_index('ix_notification_unread', 'notification', ['person_id'], sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    op.create_table('session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.CheckConstraint("kind in ('device', 'program')", name='kind'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_session_person_id_person', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_session'),
    sa.UniqueConstraint('token_hash', name='uq_session_token_hash')
    )
    op.create_index('ix_session_person_id', 'session', ['person_id'])

    op.create_table('stored_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('request_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kept_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('body_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('admits_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['admits_id'], ['session.id'], name='fk_stored_answer_admits_id_session', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_stored_answer'),
    sa.UniqueConstraint('key_hash', name='uq_stored_answer_key_hash')
    )
    op.create_index('ix_stored_answer_admits_id', 'stored_answer', ['admits_id'])
    op.create_index('ix_stored_answer_kept_until', 'stored_answer', ['kept_until'])

    op.create_table('push_subscription',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('endpoint', sa.String(length=1024), nullable=False),
    sa.Column('p256dh', sa.String(length=88), nullable=False),
    sa.Column('auth', sa.String(length=24), nullable=False),
    sa.Column('audience', sa.String(length=255), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_push_subscription_person_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name='fk_push_subscription_session_id_session', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_push_subscription'),
    sa.UniqueConstraint('endpoint', name='uq_push_subscription_endpoint'),
    sa.UniqueConstraint('session_id', name='uq_push_subscription_session_id')
    )
    op.create_index('ix_push_subscription_audience', 'push_subscription', ['audience'])
    op.create_index('ix_push_subscription_person_id', 'push_subscription', ['person_id'])

    op.create_table('slot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('need_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('starts', sa.Time(), nullable=True),
    sa.Column('ends', sa.DateTime(), nullable=True),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('over_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.CheckConstraint('(day is null) = (begins_at is null)', name='day'),
    sa.CheckConstraint('wanted between 1 and 20', name='wanted'),
    sa.ForeignKeyConstraint(['need_id'], ['need.id'], name='fk_slot_need_id_need', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_slot'),
    sa.UniqueConstraint('id', 'wanted', name='uq_slot_id_wanted'),
    sa.UniqueConstraint('need_id', 'position', name='uq_slot_need_id_position')
    )
    op.create_index('ix_slot_need_id', 'slot', ['need_id'])
    op.create_index('ix_slot_over_at_need_id', 'slot', ['over_at', 'need_id'])

    op.create_table('delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fact_id', sa.Uuid(), nullable=False),
    sa.Column('subscription_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('matters_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_token', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome in ('sent', 'moot', 'too_late', 'refused', 'given_up')", name='outcome'),
    sa.CheckConstraint('(outcome is null) = (settled_at is null)', name='settled'),
    sa.ForeignKeyConstraint(['fact_id'], ['fact.id'], name='fk_delivery_fact_id_fact', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_delivery_person_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subscription_id'], ['push_subscription.id'], name='fk_delivery_subscription_id_push_subscription', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_delivery'),
    sa.UniqueConstraint('fact_id', 'subscription_id', name='uq_delivery_fact_id_subscription_id')
    )
    op.create_index('ix_delivery_due', 'delivery', ['due_at', 'id'], sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
    op.create_index('ix_delivery_person_id', 'delivery', ['person_id'])
    op.create_index('ix_delivery_settled_at', 'delivery', ['settled_at'])
    op.create_index('ix_delivery_subscription_id', 'delivery', ['subscription_id'])

    op.create_table('sign_up',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slot_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.CheckConstraint('place between 1 and wanted', name='place'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_sign_up_person_id_person', ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['slot_id', 'wanted'], ['slot.id', 'slot.wanted'], name='fk_sign_up_slot_id_wanted_slot', onupdate='CASCADE', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='pk_sign_up'),
    sa.UniqueConstraint('slot_id', 'person_id', name='uq_sign_up_slot_id_person_id'),
    sa.UniqueConstraint('slot_id', 'place', name='uq_sign_up_slot_id_place')
    )
    op.create_index('ix_sign_up_person_id', 'sign_up', ['person_id'])



def downgrade() -> None:
    op.drop_index('ix_sign_up_person_id', table_name='sign_up')

    op.drop_table('sign_up')
    op.drop_index('ix_delivery_subscription_id', table_name='delivery')
    op.drop_index('ix_delivery_settled_at', table_name='delivery')
    op.drop_index('ix_delivery_person_id', table_name='delivery')
    op.drop_index('ix_delivery_due', table_name='delivery')

    op.drop_table('delivery')
    op.drop_index('ix_slot_over_at_need_id', table_name='slot')
    op.drop_index('ix_slot_need_id', table_name='slot')

    op.drop_table('slot')
    op.drop_index('ix_push_subscription_person_id', table_name='push_subscription')
    op.drop_index('ix_push_subscription_audience', table_name='push_subscription')

    op.drop_table('push_subscription')
    op.drop_index('ix_stored_answer_kept_until', table_name='stored_answer')
    op.drop_index('ix_stored_answer_admits_id', table_name='stored_answer')

    op.drop_table('stored_answer')
    op.drop_index('ix_session_person_id', table_name='session')

    op.drop_table('session')
    op.drop_index('ix_notification_unread', table_name='notification')
    op.drop_index('ix_notification_read_at', table_name='notification')
    op.drop_index('ix_notification_person_id_happened_at', table_name='notification')
    op.drop_index('ix_notification_happened_at', table_name='notification')
    op.drop_index('ix_notification_circle_id', table_name='notification')

    op.drop_table('notification')
    op.drop_index('ix_need_posted_by_id', table_name='need')
    op.drop_index('ix_need_circle_id_ended_at', table_name='need')

    op.drop_table('need')
    op.drop_index('ix_membership_person_id', table_name='membership')

    op.drop_table('membership')
    op.drop_index('ix_invitation_invited_by_id', table_name='invitation')
    op.drop_index('ix_invitation_expires_at', table_name='invitation')
    op.drop_index('ix_invitation_circle_id', table_name='invitation')

    op.drop_table('invitation')
    op.drop_index('ix_fact_subject_id', table_name='fact')
    op.drop_index('ix_fact_spread_at_recorded_at', table_name='fact')
    op.drop_index('ix_fact_circle_id', table_name='fact')

    op.drop_table('fact')
    op.drop_table('person')
    op.drop_table('last_run')
    op.drop_table('founding_link')
    op.drop_table('circle')
