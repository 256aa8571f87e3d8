"""What happens to campaigns when units change: nothing is written, but the preview says what becomes of quotas."""

from django.utils.translation import gettext_lazy as _

from kheo.movement.campaigns.queries.changes import quotas_that_change
from kheo.organisation.changes.kit import Follower, declare

declare(Follower(_("Campaigns"), remarks=quotas_that_change))
